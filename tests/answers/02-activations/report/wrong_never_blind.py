# loses: report-blind report-healthy
# says: almost no spread
def layer_report(H):
    spread = [h.std(axis=0).mean() for h in H]
    dead = [(h == 0).all(axis=0).mean() for h in H]
    return spread, dead, -1
