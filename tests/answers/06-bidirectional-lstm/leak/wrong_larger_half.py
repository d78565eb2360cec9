# loses: leak-half
# says: where the halves differ by
def which_end(alone, batch):
    difference = np.abs(batch[: len(alone)] - alone)
    u = alone.shape[1] // 2
    forward, backward = difference[:, :u].max(axis=1), difference[:, u:].max(axis=1)
    if max(forward.max(), backward.max()) <= 1e-6:
        return "neither"
    if np.isclose(forward.max(), backward.max()):
        return "both"
    return "forward" if forward.max() > backward.max() else "backward"
