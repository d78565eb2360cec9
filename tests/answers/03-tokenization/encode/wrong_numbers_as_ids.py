# loses: encode-numbers
# says: the numbers as ids
def encode_tokens(tokens, vocabulary):
    ids = []
    for token in tokens:
        if token in vocabulary:
            ids.append(vocabulary[token])
        elif token.isdigit():
            ids.append(int(token))
        else:
            ids.append(1)
    return ids
