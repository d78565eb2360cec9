"""A dense layer: every unit sees every input. Taught in chapter 1."""


def dense(X, W, b):
    """Logits of a layer, Z = X W + b, before any activation.

    Parameters
    ----------
    X : array (n, d), one row for each example
    W : array (d, u), one column of weights for each unit
    b : array (u,), one bias for each unit

    Returns
    -------
    array (n, u)

    Source
    ------
    Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.1, for a whole batch.
    """
    return X @ W + b


def dense_backward(dZ, X, W):
    """Gradients of the loss at the inputs of ``dense``, given its gradient dZ at the output.

    Parameters
    ----------
    dZ : array (n, u)
    X : array (n, d)
    W : array (d, u)

    Returns
    -------
    dX : array (n, d)
    dW : array (d, u)
    db : array (u,), summed over the batch, because each bias was added to every row

    Source
    ------
    Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.5.6.
    """
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)
