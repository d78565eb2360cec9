# loses: nothing
def encode_tokens(tokens, vocabulary):
    return [vocabulary.get(token, 2 if token.isdigit() else 1) for token in tokens]
