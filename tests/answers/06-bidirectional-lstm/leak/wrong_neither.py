# loses: leak-half leak-anywhere leak-rounding leak-padding
# says: missed it
def which_end(alone, batch):
    return "neither"
