# loses: leak-half leak-anywhere
# says: the other half
def which_end(alone, batch):
    changed = np.abs(batch[: len(alone)] - alone) > 1e-6
    u = alone.shape[1] // 2
    ends = {(0, 0): "neither", (0, 1): "forward", (1, 0): "backward", (1, 1): "both"}
    return ends[int(changed[:, :u].any()), int(changed[:, u:].any())]
