# loses: tokens-addresses
# says: no token for an address
def ticket_tokens(text):
    code = r"[^\W\d_]+-\d+"
    address = r"\d+\.\d+\.\d+\.\d+"
    pattern = rf"{code}|{address}|\d+|[^\W\d_]+"
    tokens = []
    for token in re.findall(pattern, text.lower()):
        if re.fullmatch(address, token):
            continue
        elif token.isdigit():
            tokens.append("<number>")
        else:
            tokens.append(token)
    return tokens
