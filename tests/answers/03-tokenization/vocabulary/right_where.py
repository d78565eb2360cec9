# loses: nothing
def make_vocabulary(tickets, min_tickets):
    where = {}
    for number, texts in enumerate(tickets):
        for tokens in texts:
            for token in tokens:
                where.setdefault(token, set()).add(number)
    order = [(-len(found), token) for token, found in where.items() if len(found) >= min_tickets]
    vocabulary = {}
    for _, token in sorted(order):
        vocabulary[token] = len(vocabulary) + 3
    return vocabulary
