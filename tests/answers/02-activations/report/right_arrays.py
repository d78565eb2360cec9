# loses: nothing
def layer_report(H):
    spread = [float(np.mean(np.std(h, axis=0))) for h in H]
    dead = [np.mean(np.abs(h).max(axis=0) == 0) for h in H]
    spread, dead = np.array(spread), np.array(dead)
    below = spread / spread[0] < 0.01
    return spread, dead, int(below.argmax()) if below.any() else -1
