# loses: leak-padding
# says: nothing but padding differs
def which_end(alone, batch):
    filled = np.zeros(batch.shape)
    filled[: len(alone)] = alone
    changed = ~(np.abs(batch - filled) <= 1e-6)
    u = alone.shape[1] // 2
    ends = {(0, 0): "neither", (1, 0): "forward", (0, 1): "backward", (1, 1): "both"}
    return ends[int(changed[:, :u].any()), int(changed[:, u:].any())]
