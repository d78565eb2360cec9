# loses: explain-contributions explain-sum explain-bias explain-activation explain-decided
# says: the same for two tickets
def explain(x, w, b):
    return x, 0, 0.5, 0
