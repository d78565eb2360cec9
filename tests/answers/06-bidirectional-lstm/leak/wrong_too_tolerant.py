# loses: leak-rounding
# says: more than 1e-6 apart
def which_end(alone, batch):
    changed = np.abs(batch[: len(alone)] - alone) > 0.01
    u = alone.shape[1] // 2
    ends = {(0, 0): "neither", (1, 0): "forward", (0, 1): "backward", (1, 1): "both"}
    return ends[int(changed[:, :u].any()), int(changed[:, u:].any())]
