# loses: nothing
def ticket_tokens(text):
    text = re.sub(r"\d+\.\d+\.\d+\.\d+", " \x00 ", text.lower())
    tokens, i = [], 0
    while i < len(text):
        if text[i] == "\x00":
            tokens.append("<address>")
            i += 1
        elif text[i].isdigit():
            while i < len(text) and text[i].isdigit():
                i += 1
            tokens.append("<number>")
        elif text[i].isalpha():
            start = i
            while i < len(text) and text[i].isalpha():
                i += 1
            if text[i : i + 1] == "-" and text[i + 1 : i + 2].isdigit():
                i += 1
                while i < len(text) and text[i].isdigit():
                    i += 1
            tokens.append(text[start:i])
        else:
            i += 1
    return tokens
