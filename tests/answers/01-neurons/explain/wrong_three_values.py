# loses: explain-contributions explain-sum explain-bias explain-activation explain-decided
# says: `explain` returned 3 values
def explain(x, w, b):
    contributions = w * x
    z = contributions.sum() + b
    return contributions, sigmoid(z), np.argmax(np.abs(contributions))
