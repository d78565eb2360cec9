# loses: nothing
def counting_cell():
    h, error = [0, 0, 0, 0], [18, 0, 18, 0]
    restart, close = [-1, -24, 0, 0], [0, 0, 0, 24]
    return [h, error, restart, close], [-9, 12, 0, -12]
