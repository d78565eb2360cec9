# loses: encode-words
# says: no ids for unknown words
def encode_tokens(tokens, vocabulary):
    ids = []
    for token in tokens:
        if token in vocabulary:
            ids.append(vocabulary[token])
        elif token.isdigit():
            ids.append(2)
    return ids
