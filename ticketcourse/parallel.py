"""The same work for every label, on one core or on all of them."""

_MANY = 30_000_000  # numbers that all labels together read: from here on every core works


def for_each_label(function, y, n_numbers):
    """Call a function with the targets of each label.

    Parameters
    ----------
    function : callable
        Takes an array (n,), the targets of one label; other processes must be able to import it.
    y : ndarray, shape (n, L)
        Targets.
    n_numbers : int
        How many numbers each call reads, which decides whether other processes are worth their
        start.

    Returns
    -------
    list
        What the function returned for each of the L labels.
    """
    from joblib import Parallel, delayed

    many = y.shape[1] * n_numbers > _MANY
    return Parallel(n_jobs=-1 if many else 1)(delayed(function)(column) for column in y.T)
