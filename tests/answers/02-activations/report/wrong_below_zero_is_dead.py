# loses: report-dead
# says: one below 0 is alive
def layer_report(H):
    spread = [h.std(axis=0).mean() for h in H]
    dead = [(h <= 0).all(axis=0).mean() for h in H]
    below = [k for k in range(len(H)) if spread[k] < 0.01 * spread[0]]
    return spread, dead, below[0] if below else -1
