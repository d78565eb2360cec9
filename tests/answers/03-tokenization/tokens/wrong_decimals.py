# loses: tokens-numbers
# says: digits with a dot between them
def ticket_tokens(text):
    code = r"[^\W\d_]+-\d+"
    address = r"\d+\.\d+\.\d+\.\d+"
    pattern = rf"{code}|{address}|\d+(?:\.\d+)?|[^\W\d_]+"
    tokens = []
    for token in re.findall(pattern, text.lower()):
        if re.fullmatch(address, token):
            tokens.append("<address>")
        elif token[0].isdigit():
            tokens.append("<number>")
        else:
            tokens.append(token)
    return tokens
