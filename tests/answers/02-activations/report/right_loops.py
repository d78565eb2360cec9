# loses: nothing
def layer_report(H):
    spread, dead, blind = [], [], -1
    for k, h in enumerate(H):
        n, u = h.shape
        deviations, zeros = 0.0, 0
        for j in range(u):
            column = h[:, j]
            deviations += (((column - column.mean()) ** 2).sum() / n) ** 0.5
            zeros += not column.any()
        spread.append(deviations / u)
        dead.append(zeros / u)
        if blind == -1 and spread[k] * 100 < spread[0]:
            blind = k
    return spread, dead, blind
