# loses: vocabulary-texts vocabulary-tickets vocabulary-order vocabulary-rare
# says: those of the last ticket alone
def make_vocabulary(tickets, min_tickets):
    counts = {}
    for description, resolution in tickets:
        counts = {}
        for token in set(description + resolution):
            counts[token] = counts.get(token, 0) + 1
    kept = [token for token in counts if counts[token] >= min_tickets]
    kept.sort(key=lambda token: (-counts[token], token))
    return {token: i for i, token in enumerate(kept, start=3)}
