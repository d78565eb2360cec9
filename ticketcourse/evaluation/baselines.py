"""What any classifier must beat."""

import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC


def prior_scores(y, tickets):
    """Score each label by its share in the training targets y: shape (n, L), equal rows."""
    return np.tile(y.mean(axis=0, dtype=np.float64), (len(tickets), 1))


class LinearSVMBaseline:
    """TF-IDF of each text and a linear support vector machine for each label.

    Words and pairs of words that at least two training tickets have, term frequencies on a
    logarithmic scale, C = 1.

    Parameters
    ----------
    train : Tickets
        Training tickets.
    y : ndarray, shape (n, L)
        Their targets.
    """

    def __init__(self, train, y):
        self._vectorizers = []
        for texts in (train.descriptions, train.resolutions):
            vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
            try:
                vectorizer.fit(texts)
            except ValueError:  # no word occurs twice
                vectorizer = None
            self._vectorizers.append(vectorizer)
        x = self._features(train)
        # Without any word, or for a label that all training tickets have or none, there is
        # nothing to separate: such labels keep the constant score None stands for.
        self._machines = [
            LinearSVC(C=1.0, random_state=0).fit(x, y[:, j])
            if x is not None and 0 < y[:, j].sum() < len(y)
            else None
            for j in range(y.shape[1])
        ]
        self._constant = np.where(y.all(axis=0), 1.0, -np.inf)

    def scores(self, tickets):
        """Return the signed distances from the separating planes, shape (n, L)."""
        x = self._features(tickets)
        scores = np.tile(self._constant, (len(tickets), 1))
        for j, machine in enumerate(self._machines):
            if machine is not None:
                scores[:, j] = machine.decision_function(x)
        return scores

    def _features(self, tickets):
        texts = (tickets.descriptions, tickets.resolutions)
        parts = [v.transform(t) for v, t in zip(self._vectorizers, texts, strict=True) if v]
        return hstack(parts).tocsr() if parts else None
