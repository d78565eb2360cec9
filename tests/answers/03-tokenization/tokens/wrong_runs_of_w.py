# loses: tokens-words tokens-codes tokens-numbers tokens-addresses
# says: an underscore inside a word
def ticket_tokens(text):
    return re.findall(r"\w+", text.lower())
