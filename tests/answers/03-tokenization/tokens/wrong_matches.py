# loses: tokens-words tokens-codes tokens-numbers tokens-addresses
# says: you have matches
def ticket_tokens(text):
    tokens = []
    for match in re.finditer(r"[^\W\d_]+-\d+|\d+\.\d+\.\d+\.\d+|\d+|[^\W\d_]+", text.lower()):
        if match.group().count(".") == 3:
            tokens.append("<address>")
        elif match.group().isdigit():
            tokens.append("<number>")
        else:
            tokens.append(match)
    return tokens
