# loses: nothing
import math


def explain(x, w, b):
    contributions = []
    z = b
    decided = 0
    for i in range(len(x)):
        contributions.append(float(w[i]) * float(x[i]))
        z += contributions[i]
        if abs(contributions[i]) > abs(contributions[decided]):
            decided = i
    return contributions, z, 1 / (1 + math.exp(-z)), decided
