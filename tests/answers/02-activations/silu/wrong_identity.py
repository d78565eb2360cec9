# loses: silu-value silu-slope silu-large
# says: the logits as they were
def silu(z):
    return 1 * z, 0 * z + 1
