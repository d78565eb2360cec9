# loses: leak-rounding
# says: rounded first
def which_end(alone, batch):
    difference = np.abs(np.round(batch[: len(alone)], 6) - np.round(alone, 6))
    u = alone.shape[1] // 2
    forward, backward = difference[:, :u].max() > 0, difference[:, u:].max() > 0
    if forward and backward:
        return "both"
    return "forward" if forward else "backward" if backward else "neither"
