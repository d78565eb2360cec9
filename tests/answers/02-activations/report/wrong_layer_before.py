# loses: report-blind
# says: 1 % of the first layer's spread is 0.1 here
def layer_report(H):
    spread = [h.std(axis=0).mean() for h in H]
    dead = [(h == 0).all(axis=0).mean() for h in H]
    below = [k for k in range(1, len(H)) if spread[k] < 0.01 * spread[k - 1]]
    return spread, dead, below[0] if below else -1
