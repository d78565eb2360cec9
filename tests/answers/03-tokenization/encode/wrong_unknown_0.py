# loses: encode-words
# says: the id 0 for unknown words
def encode_tokens(tokens, vocabulary):
    ids = []
    for token in tokens:
        if token in vocabulary:
            ids.append(vocabulary[token])
        elif token.isdigit():
            ids.append(2)
        else:
            ids.append(0)
    return ids
