# loses: vocabulary-texts
# says: tickets: your function changed
def make_vocabulary(tickets, min_tickets):
    counts = {}
    for description, resolution in tickets:
        description += resolution
        for token in set(description):
            counts[token] = counts.get(token, 0) + 1
    kept = [token for token in counts if counts[token] >= min_tickets]
    kept.sort(key=lambda token: (-counts[token], token))
    return {token: i for i, token in enumerate(kept, start=3)}
