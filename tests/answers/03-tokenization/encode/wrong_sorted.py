# loses: encode-known encode-words encode-numbers encode-known-numbers
# says: keep the order
def encode_tokens(tokens, vocabulary):
    ids = []
    for token in tokens:
        if token in vocabulary:
            ids.append(vocabulary[token])
        elif token.isdigit():
            ids.append(2)
        else:
            ids.append(1)
    return sorted(ids)
