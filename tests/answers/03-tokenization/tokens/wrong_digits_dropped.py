# loses: tokens-numbers
# says: no tokens for digits
def ticket_tokens(text):
    code = r"[^\W\d_]+-\d+"
    address = r"\d+\.\d+\.\d+\.\d+"
    pattern = rf"{code}|{address}|\d+|[^\W\d_]+"
    tokens = []
    for token in re.findall(pattern, text.lower()):
        if re.fullmatch(address, token):
            tokens.append("<address>")
        elif token.isdigit():
            continue
        else:
            tokens.append(token)
    return tokens
