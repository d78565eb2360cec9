# loses: encode-words encode-numbers
# says: is not in the vocabulary
def encode_tokens(tokens, vocabulary):
    return [vocabulary[token] for token in tokens]
