# loses: encode-words
# says: 2 is for digits alone
def encode_tokens(tokens, vocabulary):
    ids = []
    for token in tokens:
        if token in vocabulary:
            ids.append(vocabulary[token])
        elif any(sign.isdigit() for sign in token):
            ids.append(2)
        else:
            ids.append(1)
    return ids
