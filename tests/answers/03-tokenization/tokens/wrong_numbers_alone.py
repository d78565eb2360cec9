# loses: tokens-numbers
# says: no <number> where digits touch letters
def ticket_tokens(text):
    code = r"[^\W\d_]+-\d+"
    address = r"\d+\.\d+\.\d+\.\d+"
    pattern = rf"{code}|{address}|\b\d+\b|[^\W\d_]+"
    tokens = []
    for token in re.findall(pattern, text.lower()):
        if re.fullmatch(address, token):
            tokens.append("<address>")
        elif token.isdigit():
            tokens.append("<number>")
        else:
            tokens.append(token)
    return tokens
