# loses: leak-anywhere
# says: first token's forward
def which_end(alone, batch):
    u = alone.shape[1] // 2
    for a, b in zip(alone, batch):
        changed = np.abs(a - b) > 1e-6
        if changed[:u].any() and changed[u:].any():
            return "both"
        if changed.any():
            return "forward" if changed[:u].any() else "backward"
    return "neither"
