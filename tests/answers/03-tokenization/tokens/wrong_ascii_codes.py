# loses: tokens-codes
# says: other letters than a to z
def ticket_tokens(text):
    code = r"[a-z]+-\d+"
    address = r"\d+\.\d+\.\d+\.\d+"
    pattern = rf"{code}|{address}|\d+|[^\W\d_]+"
    tokens = []
    for token in re.findall(pattern, text.lower()):
        if re.fullmatch(address, token):
            tokens.append("<address>")
        elif token.isdigit():
            tokens.append("<number>")
        else:
            tokens.append(token)
    return tokens
