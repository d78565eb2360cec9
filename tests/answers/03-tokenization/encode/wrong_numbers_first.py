# loses: encode-known-numbers
# says: look into the vocabulary first
def encode_tokens(tokens, vocabulary):
    ids = []
    for token in tokens:
        if token.isdigit():
            ids.append(2)
        elif token in vocabulary:
            ids.append(vocabulary[token])
        else:
            ids.append(1)
    return ids
