# loses: encode-words encode-numbers
# says: KeyError
def encode_tokens(tokens, vocabulary):
    return [vocabulary[token] for token in tokens]
