# loses: nothing
def which_end(alone, batch):
    difference = np.abs(batch[: len(alone)] - alone)
    u = alone.shape[1] // 2
    forward, backward = difference[:, :u].max() > 1e-6, difference[:, u:].max() > 1e-6
    if forward and backward:
        return "both"
    return "forward" if forward else "backward" if backward else "neither"
