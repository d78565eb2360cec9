"""The whole classifier as a TensorFlow SavedModel that takes raw strings."""

import keras
import numpy as np
import tensorflow as tf

from ticketcourse.errors import TicketcourseError
from ticketcourse.export.folder import write_json
from ticketcourse.export.tensorflow_text import TextRules
from ticketcourse.models.wide import WEIGHTS, WINDOW
from ticketcourse.scratch.text import PADDING, UNKNOWN
from ticketcourse.training.keras_backend import KerasBackend


def write_saved_model(path, paths, decision):
    """Write a classifier as a SavedModel with `labels.json` among its assets.

    Parameters
    ----------
    path : Path
        A folder.
    paths : TwoPaths
        What computes the probabilities.
    decision : dict
        The names of the labels, "labels", and what decides which are given: "threshold" and
        "at_least_one".

    Raises
    ------
    TicketcourseError
        When Keras runs on another framework than TensorFlow.
    """
    if keras.backend.backend() != "tensorflow":
        raise TicketcourseError(
            f"Keras runs on {keras.backend.backend()} here, but a SavedModel needs TensorFlow: "
            "set the environment variable KERAS_BACKEND to tensorflow."
        )
    tf.saved_model.save(SavedClassifier(paths, **decision), path)
    write_json(path / "assets" / "labels.json", decision)


class SavedClassifier(tf.Module):
    """What is saved: called with descriptions and resolutions, it gives probabilities.

    Parameters
    ----------
    paths : TwoPaths
    labels : list of str
    threshold : float
    at_least_one : bool

    Attributes
    ----------
    labels : Variable of string, shape (L,)
    threshold : Variable of float64, shape ()
    """

    def __init__(self, paths, labels, threshold, at_least_one):
        super().__init__()
        self.labels = _variable([label.encode("utf-8", "surrogatepass") for label in labels])
        self.threshold = _variable(np.float64(threshold))
        self._at_least_one = at_least_one
        self._share = paths.share
        self._rules = TextRules()
        self._ids = _numbers(paths.vectorizer.vocabulary, UNKNOWN + 1, default=UNKNOWN)
        self._limits = paths.config.max_description, paths.config.max_resolution
        network = KerasBackend(paths.config, len(paths.vectorizer), len(labels))
        network.load_weights(paths.network.weights())
        model = network.model
        for layer in model._flatten_layers():
            if isinstance(layer, keras.layers.LSTM):
                layer.use_cudnn = False  # the graph must run without a GPU too
        # The variables are saved; the model, which needs Keras, is not.
        self._weights = [variable.value for variable in model.variables]
        self._network = lambda ids: model(ids, training=False)
        self._wide = None if paths.wide is None else _WideGraph(paths.wide)

    @tf.function(
        input_signature=[
            tf.TensorSpec([None], tf.string, name) for name in ("description", "resolution")
        ],
        autograph=False,
    )
    def __call__(self, description, resolution):
        """Classify tickets.

        Parameters
        ----------
        description, resolution : Tensor of string, shape (n,)
            The texts of n tickets in UTF-8; either may be empty. Bytes that are not UTF-8 count as
            U+FFFD.

        Returns
        -------
        dict of str to Tensor
            `probabilities`, float32, and `decisions`, bool: whether the ticket gets the label. Both
            have the shape (n, L).
        """
        description, resolution = (
            tf.strings.unicode_transcode(texts, "UTF-8", "UTF-8")
            for texts in (description, resolution)
        )
        tokens = self._rules.tokenise(tf.concat([description, resolution], axis=0))
        n = tf.size(description, tf.int64)
        limits = self._limits
        d_ids = self._encode(tokens[:n], limits[0], 0)
        r_ids = self._encode(tokens[n:], limits[1], limits[1] // 2)
        z = tf.cast(self._network([d_ids, r_ids]), tf.float64)
        if self._wide is not None:
            wide = tf.cast(self._wide.logits(tokens, n), tf.float64)
            z = self._share * z + (1 - self._share) * wide
        p = tf.sigmoid(z)
        decisions = p >= self.threshold
        if self._at_least_one:
            decisions |= tf.one_hot(tf.argmax(p, axis=1), p.shape[1], True, False)
        return {"probabilities": tf.cast(p, tf.float32), "decisions": decisions}

    def _encode(self, tokens, max_length, n_tail):
        """Look up ids (n, T), T at least 1, of the first and the last tokens of each text."""
        lengths = tokens.row_lengths()
        step = tf.ragged.range(lengths).flat_values
        from_end = tf.repeat(lengths, lengths) - step
        kept = tokens.with_values((step < max_length - n_tail) | (from_end <= n_tail))
        tokens = tf.ragged.boolean_mask(tokens, kept)
        ids = tokens.with_values(self._ids.lookup(tokens.values)).to_tensor(PADDING)
        return tf.pad(ids, [[0, 0], [0, tf.cast(tf.shape(ids)[1] == 0, tf.int32)]])


class _WideGraph(tf.Module):
    """`WidePath.logits` as a part of a graph."""

    def __init__(self, wide):
        super().__init__()
        F = len(wide.keys)
        self._ids = _numbers(wide.ids, 1, default=0)
        self._V = len(wide.ids)
        self._keys = _variable(wide.keys)
        self._idf, self._cross_idf = _variable(wide.idf[:F]), _variable(wide.idf[F:])
        self._W, self._cross_W = _variable(wide.W[:F]), _variable(wide.W[F:])
        self._b = _variable(wide.b)
        self._crosses = _variable(wide.crosses)

    def logits(self, tokens, n):
        """Compute logits (n, L) from the tokens of n descriptions and then of n resolutions."""
        F = tf.size(self._keys, tf.int64)
        parts = [tokens, tokens[:n, :WINDOW], tokens[n:, -WINDOW:]]
        tokens = tf.concat(parts, axis=0)  # of all four fields
        row, ids = tokens.value_rowids(), self._ids.lookup(tokens.values)
        keys = (row // tf.maximum(n, 1) * (self._V + 1) + ids) * (self._V + 1)
        known = ids > 0
        pair = known[:-1] & known[1:] & (row[:-1] == row[1:])
        rows = tf.concat([row[known], row[:-1][pair]], axis=0)
        keys = tf.concat([keys[known], (keys[:-1] + ids[1:])[pair]], axis=0)
        columns = tf.searchsorted(self._keys, keys, out_type=tf.int64)
        there = tf.gather(tf.pad(self._keys, [[0, 1]], constant_values=-1), columns) == keys
        cells, _, tf_count = tf.unique_with_counts((rows * F + columns)[there])
        rows, columns = cells // tf.maximum(F, 1), cells % tf.maximum(F, 1)
        values = (1 + tf.math.log(tf.cast(tf_count, tf.float32))) * tf.gather(self._idf, columns)
        weights = tf.repeat(tf.constant(WEIGHTS[:-1], tf.float32), n)  # of each text
        squares = tf.math.unsorted_segment_sum(values**2, rows, tf.size(weights))
        values *= tf.gather(weights / tf.sqrt(squares), rows)
        cells, shape = tf.stack([rows % tf.maximum(n, 1), columns], axis=1), tf.stack([n, F])
        z = tf.sparse.sparse_dense_matmul(tf.SparseTensor(cells, values, shape), self._W)
        there = tf.scatter_nd(cells, tf.ones_like(columns, tf.bool), shape)
        first, second = tf.unstack(self._crosses, axis=1)
        both = tf.gather(there, first, axis=1) & tf.gather(there, second, axis=1)
        crossed = tf.where(both, self._cross_idf, 0)  # (n, P)
        norms = tf.norm(crossed, axis=1, keepdims=True)
        crossed = tf.math.divide_no_nan(tf.matmul(crossed, self._cross_W), norms)
        return z + WEIGHTS[-1] * crossed + self._b


def _numbers(words, start, default):
    """A table that numbers words from `start`; others have the number `default`."""
    words = ["", *words]  # a table must not be empty; no token is ""
    numbers = np.append([default], np.arange(len(words) - 1) + start)
    found = tf.lookup.KeyValueTensorInitializer(words, numbers, tf.string, tf.int64)
    return tf.lookup.StaticHashTable(found, default)


def _variable(value):
    return tf.Variable(value, trainable=False)
