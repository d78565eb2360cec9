# loses: bug-nothing bug-scale bug-axis bug-both
# says: is always "both"
def find_bug(Q, K, weights):
    return "both"
