# loses: line-place line-side line-steepness
# says: `choose_line` returned nothing; end it with `return w, b`
def choose_line():
    w, b = np.array([1.5, -3.0]), -1.5
