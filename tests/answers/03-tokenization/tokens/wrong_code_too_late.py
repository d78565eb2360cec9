# loses: tokens-codes
# says: try the code before the word
def ticket_tokens(text):
    code = r"[^\W\d_]+-\d+"
    address = r"\d+\.\d+\.\d+\.\d+"
    pattern = rf"{address}|\d+|[^\W\d_]+|{code}"
    tokens = []
    for token in re.findall(pattern, text.lower()):
        if re.fullmatch(address, token):
            tokens.append("<address>")
        elif token.isdigit():
            tokens.append("<number>")
        else:
            tokens.append(token)
    return tokens
