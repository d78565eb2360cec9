# loses: leak-rounding
# says: another limit
def which_end(alone, batch):
    changed = np.abs(batch[: len(alone)] - alone) > 9e-5
    u = alone.shape[1] // 2
    ends = {(0, 0): "neither", (1, 0): "forward", (0, 1): "backward", (1, 1): "both"}
    return ends[int(changed[:, :u].any()), int(changed[:, u:].any())]
