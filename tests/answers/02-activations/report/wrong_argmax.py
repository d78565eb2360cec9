# loses: report-healthy
# says: return −1 where there is none
def layer_report(H):
    spread = [h.std(axis=0).mean() for h in H]
    dead = [(h == 0).all(axis=0).mean() for h in H]
    below = np.array(spread) < 0.01 * spread[0]
    return spread, dead, below.argmax()
