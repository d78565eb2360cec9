# loses: leak-anywhere leak-rounding
# says: cancel
def which_end(alone, batch):
    difference = batch[: len(alone)] - alone
    u = alone.shape[1] // 2
    forward = abs(difference[:, :u].mean()) > 1e-6
    backward = abs(difference[:, u:].mean()) > 1e-6
    if forward and backward:
        return "both"
    return "forward" if forward else "backward" if backward else "neither"
