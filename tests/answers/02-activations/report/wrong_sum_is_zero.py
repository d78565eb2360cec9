# loses: report-dead
# says: add up to 0
def layer_report(H):
    spread = [h.std(axis=0).mean() for h in H]
    dead = [(h.sum(axis=0) == 0).mean() for h in H]
    below = [k for k in range(len(H)) if spread[k] < 0.01 * spread[0]]
    return spread, dead, below[0] if below else -1
