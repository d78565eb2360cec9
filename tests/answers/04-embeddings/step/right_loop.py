# loses: nothing
def step(E, C, w, c, drawn, alpha):
    E_new, C_new, loss = E.copy(), C.copy(), 0.0
    for centre, real, others in zip(w, c, drawn):
        for context, target in [(real, 1), *((other, 0) for other in others)]:
            p = sigmoid(E[centre] @ C[context])
            E_new[centre] -= alpha * (p - target) * C[context]
            C_new[context] -= alpha * (p - target) * E[centre]
            loss -= np.log(p if target else 1 - p)
    return E_new, C_new, loss / len(w)
