# loses: nothing
def ticket_tokens(text):
    found = re.findall(r"[^\W\d_]+-[0-9]+|[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+|[0-9]+|[^\W\d_]+", text)
    tokens = []
    for token in found:
        if token.count(".") == 3:
            token = "<address>"
        elif token.isdigit():
            token = "<number>"
        tokens.append(token.lower())
    return tokens
