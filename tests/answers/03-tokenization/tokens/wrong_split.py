# loses: tokens-words tokens-codes tokens-numbers tokens-addresses
# says: words with their punctuation
def ticket_tokens(text):
    return text.lower().split()
