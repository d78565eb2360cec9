# loses: tokens-numbers tokens-addresses
# says: the dot that ends a sentence
def ticket_tokens(text):
    tokens = []
    for token in re.findall(r"[^\W\d_]+-\d+|\d[\d.]+|\d|[^\W\d_]+", text.lower()):
        if token.count(".") == 3:
            tokens.append("<address>")
        elif token[0].isdigit():
            tokens.append("<number>")
        else:
            tokens.append(token)
    return tokens
