# loses: nothing
def choose(z, names, several):
    p, chosen = [], []
    for row in z:
        shares = sigmoid(row) if several else softmax(row)
        picked = []
        for k in range(len(names)):
            if several and shares[k] > 0.5 or not several and k == shares.argmax():
                picked.append(names[k])
        p.append(shares)
        chosen.append(picked)
    return p, chosen
