# loses: report-spread
# says: your function changed the list
def layer_report(H):
    dead = [(h == 0).all(axis=0).mean() for h in H]
    spread = []
    for h in H:
        h -= h.mean(axis=0)
        spread.append(np.sqrt((h**2).mean(axis=0)).mean())
    below = [k for k in range(len(H)) if spread[k] < 0.01 * spread[0]]
    return spread, dead, below[0] if below else -1
