# loses: tokens-words tokens-codes tokens-numbers tokens-addresses
# says: re.findall gives tuples
def ticket_tokens(text):
    code = r"([^\W\d_]+)-(\d+)"
    address = r"\d+\.\d+\.\d+\.\d+"
    pattern = rf"{code}|{address}|\d+|[^\W\d_]+"
    tokens = []
    for token in re.findall(pattern, text.lower()):
        if token.count(".") == 3:
            tokens.append("<address>")
        elif token.isdigit():
            tokens.append("<number>")
        else:
            tokens.append(token)
    return tokens
