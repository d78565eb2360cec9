# loses: leak-padding
# says: its first len(alone)
def which_end(alone, batch):
    changed = np.abs(batch - alone) > 1e-6
    u = alone.shape[1] // 2
    ends = {(0, 0): "neither", (1, 0): "forward", (0, 1): "backward", (1, 1): "both"}
    return ends[int(changed[:, :u].any()), int(changed[:, u:].any())]
