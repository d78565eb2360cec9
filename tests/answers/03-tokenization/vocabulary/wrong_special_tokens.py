# loses: vocabulary-ids vocabulary-tickets vocabulary-texts vocabulary-order vocabulary-rare
# says: have ids, but no tokens
def make_vocabulary(tickets, min_tickets):
    counts = {}
    for description, resolution in tickets:
        for token in set(description + resolution):
            counts[token] = counts.get(token, 0) + 1
    kept = [token for token in counts if counts[token] >= min_tickets]
    kept.sort(key=lambda token: (-counts[token], token))
    return {token: i for i, token in enumerate(["<pad>", "<word>", "<number>"] + kept)}
