# loses: silu-slope
# says: it takes the sigmoid's output
def silu(z):
    from ticketcourse.scratch import sigmoid_backward

    p = sigmoid(z)
    return z * p, p + z * sigmoid_backward(1, z)
