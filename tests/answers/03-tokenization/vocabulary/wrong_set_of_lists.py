# loses: vocabulary-ids vocabulary-tickets vocabulary-texts vocabulary-order vocabulary-rare
# says: a list is no token
def make_vocabulary(tickets, min_tickets):
    counts = {}
    for ticket in tickets:
        for token in set(ticket):
            counts[token] = counts.get(token, 0) + 1
    kept = [token for token in counts if counts[token] >= min_tickets]
    kept.sort(key=lambda token: (-counts[token], token))
    return {token: i for i, token in enumerate(kept, start=3)}
