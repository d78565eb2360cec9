# loses: leak-anywhere
# says: missed it
def which_end(alone, batch):
    changed = np.abs(batch[: len(alone)] - alone) > 1e-6
    changed = changed[:, [0, alone.shape[1] // 2]]
    forward, backward = changed.any(axis=0)
    if forward and backward:
        return "both"
    return "forward" if forward else "backward" if backward else "neither"
