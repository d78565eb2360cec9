# loses: explain-contributions explain-sum explain-bias explain-activation explain-decided
# says: `explain` returned nothing; end it with `return contributions, z, p, decided`
def explain(x, w, b):
    contributions = w * x
    z = contributions.sum() + b
    print(contributions, z, 1 / (1 + np.exp(-z)), np.argmax(np.abs(contributions)))
