# loses: encode-words encode-numbers
# says: new ids for unknown words
def encode_tokens(tokens, vocabulary):
    return [vocabulary.setdefault(token, len(vocabulary) + 3) for token in tokens]
