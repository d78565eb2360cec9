# loses: vocabulary-ids vocabulary-tickets vocabulary-texts vocabulary-order vocabulary-rare
# says: make it from token to id
def make_vocabulary(tickets, min_tickets):
    counts = {}
    for description, resolution in tickets:
        for token in set(description + resolution):
            counts[token] = counts.get(token, 0) + 1
    kept = [token for token in counts if counts[token] >= min_tickets]
    kept.sort(key=lambda token: (-counts[token], token))
    return {i: token for i, token in enumerate(kept, start=3)}
