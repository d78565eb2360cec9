# loses: silu-value silu-slope
# says: numbers are wrong
def silu(z):
    p = sigmoid(z)
    return (z * p).round(2), (p + z * p * (1 - p)).round(2)
