# loses: silu-slope
# says: as if SiLU were a sigmoid
def silu(z):
    h = z * sigmoid(z)
    return h, h * (1 - h)
