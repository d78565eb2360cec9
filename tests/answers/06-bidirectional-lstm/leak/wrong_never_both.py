# loses: leak-half leak-anywhere
# says: one half alone
def which_end(alone, batch):
    changed = np.abs(batch[: len(alone)] - alone) > 1e-6
    u = alone.shape[1] // 2
    if changed[:, :u].any():
        return "forward"
    return "backward" if changed[:, u:].any() else "neither"
