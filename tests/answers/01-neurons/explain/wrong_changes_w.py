# loses: explain-contributions
# says: w: your function changed the array
def explain(x, w, b):
    w = np.asarray(w, dtype=float)
    w *= x
    z = w.sum() + b
    return w, z, sigmoid(z), np.argmax(np.abs(w))
