# loses: encode-known
# says: each token once
def encode_tokens(tokens, vocabulary):
    ids = []
    for token in tokens:
        if token in vocabulary:
            if vocabulary[token] not in ids:
                ids.append(vocabulary[token])
        elif token.isdigit():
            ids.append(2)
        else:
            ids.append(1)
    return ids
