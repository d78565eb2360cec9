"""A dense layer: every unit sees every input."""


def dense(X, W, b):
    """Logits of a layer, Z = X W + b, before any activation.

    Parameters
    ----------
    X : array (n, d), one row for each example; or (n, T, d), the layer then works on each step
    W : array (d, u), one column of weights for each unit
    b : array (u,), one bias for each unit

    Returns
    -------
    array (n, u), or (n, T, u)

    Source
    ------
    Goodfellow et al. (2016), Deep Learning, section 6.1, for a whole batch.
    Taught in chapter 1, Neurons.
    """
    return X @ W + b


def dense_backward(dZ, X, W):
    """Gradients of the loss at the inputs of ``dense``, given its gradient dZ at the output.

    Parameters
    ----------
    dZ : array (n, u), or (n, T, u)
    X : array (n, d), or (n, T, d)
    W : array (d, u)

    Returns
    -------
    dX : array, the shape of X
    dW : array (d, u)
    db : array (u,), summed over the batch, because each bias was added to every row

    Source
    ------
    Goodfellow et al. (2016), Deep Learning, section 6.5.6.
    Taught in chapter 9, Backpropagation.
    """
    d, u = W.shape
    rows, dZ_rows = X.reshape(-1, d), dZ.reshape(-1, u)  # each step of each text is one row
    return dZ @ W.T, rows.T @ dZ_rows, dZ_rows.sum(axis=0)
