# loses: report-spread report-dead
# says: go through the list H
def layer_report(H):
    H = np.array(H)
    spread = H.std(axis=1).mean(axis=1)
    dead = (H == 0).all(axis=1).mean(axis=1)
    below = [k for k in range(len(H)) if spread[k] < 0.01 * spread[0]]
    return spread, dead, below[0] if below else -1
