# loses: leak-anywhere
# says: missed it
def which_end(alone, batch):
    last = len(alone) - 1
    changed = np.abs(batch[last : last + 1] - alone[last:]) > 1e-6
    u = alone.shape[1] // 2
    ends = {(0, 0): "neither", (1, 0): "forward", (0, 1): "backward", (1, 1): "both"}
    return ends[int(changed[:, :u].any()), int(changed[:, u:].any())]
