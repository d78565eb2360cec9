# loses: nothing
def encode_tokens(tokens, vocabulary):
    ids = []
    for token in tokens:
        try:
            ids += [vocabulary[token]]
        except KeyError:
            ids += [1 + token.isdigit()]
    return ids
