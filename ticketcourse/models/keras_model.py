"""The classifier in Keras: of ``keras.ops`` and Keras layers alone: it runs on every backend."""

import math

import keras
import numpy as np
from keras import ops

from ticketcourse.scratch.positions import positions
from ticketcourse.scratch.text import PADDING

EPSILON = 1e-5
"""What keeps the root of every layer norm from 0: PyTorch's default, where Keras's is 1e-3."""
LOWEST = -3e4
"""The score of a key that is no token: e to its power is 0, and half precision can hold it."""


class BiLSTMEncoder(keras.layers.Layer):
    """Reads a text forward and backward.

    Parameters
    ----------
    config : ModelConfig
    **kwargs
        Of every Keras layer, such as `name` and `dtype`.

    Notes
    -----
    Source: Hochreiter and Schmidhuber, "Long Short-Term Memory" (1997), with the forget gate of
    Gers et al. (2000); Graves and Schmidhuber (2005) for the two directions.
    """

    def __init__(self, config, **kwargs):
        super().__init__(**kwargs)
        dtype = self.dtype_policy
        self.layers = [bilstm(config.units, f"lstm_{k}", dtype) for k in range(config.n_layers)]
        self.dropout = keras.layers.Dropout(config.dropout, dtype=dtype)

    def call(self, x, mask, training=None):
        """Turn embeddings (n, T, d) and their mask (n, T) into features (n, T, 2u)."""
        # An empty text counts as one padding token here, because the LSTM for GPUs refuses length
        # 0; the mask hides it afterwards.
        first = ops.equal(ops.arange(ops.shape(mask)[1]), 0)
        mask = ops.logical_or(mask, first)
        for k, layer in enumerate(self.layers):
            x = layer(self.dropout(x, training=training) if k else x, mask=mask)
        # Zeros at padded steps, as PyTorch gives. A new tensor also ends Keras's own passing on of
        # the mask, which the layers after this one get by name.
        return ops.where(mask[..., None], x, 0)


def bilstm(units, name, dtype):
    """Return a Keras layer of two LSTMs that gives both states of each token, (n, T, 2u)."""
    # Bidirectional does not hand its dtype down.
    lstm = keras.layers.LSTM(units, return_sequences=True, name="lstm", dtype=dtype)
    return keras.layers.Bidirectional(lstm, name=name, dtype=dtype)


class MultiHeadAttention(keras.layers.Layer):
    """Scaled dot-product attention with several heads.

    It has the weights of Keras's own layer, which in float64 would round 1 / √d_k to float32.

    Parameters
    ----------
    dim : int
        The size of the features, of queries, keys and values, and of the output.
    n_heads : int
        H; each head works on d_k = dim / H of the size.
    **kwargs
        Of every Keras layer, such as `name` and `dtype`.

    Notes
    -----
    Source: Vaswani et al., "Attention Is All You Need" (2017), equation 1 and section 3.2.2, with
    biases, which the paper has not.
    """

    def __init__(self, dim, n_heads, **kwargs):
        super().__init__(**kwargs)
        self.d_k = dim // n_heads
        self.query, self.key, self.value = (
            keras.layers.EinsumDense(
                "ntd,dhk->nthk",
                (None, n_heads, self.d_k),
                bias_axes="hk",
                name=name,
                dtype=self.dtype_policy,
            )
            for name in ("query", "key", "value")
        )
        self.output_layer = keras.layers.EinsumDense(
            "nthk,hkd->ntd",
            (None, dim),
            bias_axes="d",
            name="attention_output",
            dtype=self.dtype_policy,
        )

    def call(self, x, memory, mask):
        """Let every position of x ask every position of memory.

        Parameters
        ----------
        x : tensor, shape (n, T, dim)
            What asks.
        memory : tensor, shape (n, S, dim)
            What is asked.
        mask : tensor of bool, shape (n, S)
            True where memory holds a real token. A row without any gives zeros.

        Returns
        -------
        context : tensor, shape (n, T, dim)
        """
        Q, K, V = self.query(x), self.key(memory), self.value(memory)  # (n, T or S, H, d_k)
        scores = ops.einsum("nthk,nshk->nhts", Q, K) / math.sqrt(self.d_k)  # (n, H, T, S)
        scores = ops.where(mask[:, None, None, :], scores, LOWEST)
        # The softmax, of which Keras's own warns where there is one key: a text of one word.
        weights = ops.exp(scores - ops.logsumexp(scores, axis=-1, keepdims=True))
        context = self.output_layer(ops.einsum("nhts,nshk->nthk", weights, V))
        return ops.where(ops.any(mask, axis=1)[:, None, None], context, 0)


def feed_forward(units, dim, activation, name, dtype):
    """Return two dense layers, which work on each token: to `units` features, and back to dim."""
    first = keras.layers.Dense(units, activation, name="first", dtype=dtype)
    return keras.Sequential([first, keras.layers.Dense(dim, name="second", dtype=dtype)], name=name)


def layer_norm(name, dtype):
    """Return Keras's layer norm with PyTorch's epsilon."""
    return keras.layers.LayerNormalization(epsilon=EPSILON, name=name, dtype=dtype)


def gelu(z):
    """Compute z Φ(z), the exact form, which Keras's own has in no more digits than float32."""
    return z * (1 + ops.erf(z / math.sqrt(2))) / 2


class TransformerBlock(keras.layers.Layer):
    """Self-attention and a feed-forward layer, each after a layer norm and beside a shortcut.

    Parameters
    ----------
    config : ModelConfig
    **kwargs
        Of every Keras layer, such as `name` and `dtype`.

    Notes
    -----
    Source: Vaswani et al. (2017), sections 3.1 and 5.4, with the norm first as in Xiong et al., "On
    Layer Normalization in the Transformer Architecture" (2020), table 1, and GELU (Hendrycks and
    Gimpel 2016) for ReLU.
    """

    def __init__(self, config, **kwargs):
        super().__init__(**kwargs)
        dim, dtype = config.embedding_dim, self.dtype_policy
        self.attention_norm = layer_norm("attention_norm", dtype)
        self.attention = MultiHeadAttention(dim, config.n_heads, name="attention", dtype=dtype)
        self.feed_forward_norm = layer_norm("feed_forward_norm", dtype)
        self.feed_forward = feed_forward(4 * config.units, dim, gelu, "feed_forward", dtype)
        self.dropout = keras.layers.Dropout(config.dropout, dtype=dtype)

    def call(self, x, mask, training=None):
        """Turn features (n, T, d) and their mask (n, T) into features (n, T, d)."""
        normed = self.attention_norm(x)
        attended = self.attention(normed, normed, mask)
        x = x + self.dropout(attended, training=training)
        fed = self.feed_forward(self.feed_forward_norm(x))
        return x + self.dropout(fed, training=training)


class TransformerEncoder(keras.layers.Layer):
    """Embeddings plus positions, then transformer blocks, then a layer norm.

    Parameters
    ----------
    config : ModelConfig
        A TensorFlow graph for texts of any length reads at most `max_description` tokens, or
        `max_resolution`, whichever is more.
    **kwargs
        Of every Keras layer, such as `name` and `dtype`.

    Notes
    -----
    Source: Vaswani et al. (2017), sections 3.4 and 3.5, without their factor √d for the embeddings
    and with dropout before the positions are added, not after; Xiong et al. (2020) for the last
    norm.
    """

    def __init__(self, config, **kwargs):
        super().__init__(**kwargs)
        dtype = self.dtype_policy
        self.blocks = [
            TransformerBlock(config, name=f"block_{k}", dtype=dtype) for k in range(config.n_layers)
        ]
        self.norm = layer_norm("norm", dtype)
        self.longest = max(config.max_description, config.max_resolution)

    def call(self, x, mask, training=None):
        """Turn embeddings (n, T, d) and their mask (n, T) into features (n, T, d)."""
        # By NumPy: the angles of late steps need float64, which JAX and some GPUs lack. A graph for
        # texts of any length does not know T, and takes its rows from the longest code.
        T, d = x.shape[1], x.shape[2]
        code = positions(T if isinstance(T, int) else self.longest, d)
        steps = ops.arange(ops.shape(x)[1])
        x = x + ops.take(ops.convert_to_tensor(code, x.dtype), steps, axis=0)
        for block in self.blocks:
            x = block(x, mask, training=training)
        return self.norm(x)


class KerasModel(keras.Model):
    """The whole classifier: two texts in, one logit for each label out.

    It is `TorchModel` with Keras's layers; ``ticketcourse.models.convert_weights`` carries weights
    from one to the other.

    Parameters
    ----------
    config : ModelConfig
        The sizes.
    V : int
        The number of ids of the vectorizer.
    L : int
        The number of labels.
    **kwargs
        Of every Keras model, such as `dtype`.
    """

    def __init__(self, config, V, L, **kwargs):
        super().__init__(**kwargs)
        encoder = BiLSTMEncoder if config.encoder == "lstm" else TransformerEncoder
        d, dim, dtype = config.embedding_dim, config.feature_dim, self.dtype_policy
        self.config = config
        self.embedding = keras.layers.Embedding(V, d, name="embedding", dtype=dtype)
        self.encoders = {
            text: encoder(config, name=f"{text}_encoder", dtype=dtype) for text in config.texts_read
        }
        if config.attends:
            self.description_attention = MultiHeadAttention(
                dim, config.n_heads, name="description_attention", dtype=dtype
            )
            self.resolution_attention = MultiHeadAttention(
                dim, config.n_heads, name="resolution_attention", dtype=dtype
            )
        self.dropout = keras.layers.Dropout(config.dropout, dtype=dtype)
        self.classification = keras.layers.Dense(L, name="classification", dtype=dtype)
        # Keras makes the weights at the first call.
        self([np.full((1, 1), PADDING)] * 2)

    def call(self, inputs, training=None):
        """Compute the logits.

        Parameters
        ----------
        inputs : pair of tensors of int, shapes (n, T) and (n, S)
            Ids of the descriptions and of the resolutions, 0 where there is no token.
        training : bool, optional
            Whether dropout is on.

        Returns
        -------
        z : tensor, shape (n, L)
            Logits; the sigmoid gives p.
        """
        ids = dict(zip(("description", "resolution"), inputs, strict=True))
        mask, x = {}, {}
        for text, encoder in self.encoders.items():
            mask[text] = ops.not_equal(ids[text], PADDING)
            embedded = self.dropout(self.embedding(ids[text]), training=training)
            x[text] = encoder(embedded, mask[text], training=training)  # (n, T or S, feature_dim)
        if self.config.attends:
            d, r = x["description"], x["resolution"]
            x["description"] = d + self.description_attention(d, r, mask["resolution"])
            x["resolution"] = r + self.resolution_attention(r, d, mask["description"])
        pooled = [pool(x[text], mask[text], self.config.pooling) for text in x]
        pooled = self.dropout(ops.concatenate(pooled, axis=-1), training=training)
        return self.classification(pooled)


def pool(x, mask, pooling):
    """Make one row of features of each text.

    Parameters
    ----------
    x : tensor, shape (n, T, dim)
    mask : tensor of bool, shape (n, T)
    pooling : {"max", "mean and max"}

    Returns
    -------
    pooled : tensor, shape (n, dim), or (n, 2 dim) with the mean first
        Zeros for a text without any real token.
    """
    largest = masked_max(x, mask)
    if pooling == "max":
        return largest
    return ops.concatenate([masked_mean(x, mask), largest], axis=-1)


def masked_mean(x, mask):
    """Take the mean over the real time steps.

    Parameters
    ----------
    x : tensor, shape (n, T, dim)
    mask : tensor of bool, shape (n, T)

    Returns
    -------
    pooled : tensor, shape (n, dim)
        Zeros for a text without any real token.
    """
    # Half precision could not count the tokens of a long text one by one.
    length = ops.maximum(ops.sum(ops.cast(mask, "int32"), axis=1, keepdims=True), 1)
    return ops.sum(ops.where(mask[..., None], x, 0), axis=1) / ops.cast(length, x.dtype)


def masked_max(x, mask):
    """Take the largest value over the real time steps.

    Parameters
    ----------
    x : tensor, shape (n, T, dim)
    mask : tensor of bool, shape (n, T)

    Returns
    -------
    pooled : tensor, shape (n, dim)
        Zeros for a text without any real token.
    """
    largest = ops.max(ops.where(mask[..., None], x, -np.inf), axis=1)
    return ops.where(ops.any(mask, axis=1)[:, None], largest, 0)


def weights_by_path(layer):
    """Return the variables that training changes.

    Parameters
    ----------
    layer : keras.Layer
        A built layer or model.

    Returns
    -------
    dict of str to keras.Variable
        By the path in the layer, such as "classification/kernel".
    """
    # The first name of a path is that of the layer itself.
    return {weight.path.split("/", 1)[1]: weight for weight in layer.trainable_weights}


def read_weights(layer):
    """Return the weights of a layer or model.

    Parameters
    ----------
    layer : keras.Layer
        A built layer or model.

    Returns
    -------
    dict of str to ndarray
        By the path in the layer, as ``convert_weights`` takes them.
    """
    variables = weights_by_path(layer)
    return {path: ops.convert_to_numpy(variable) for path, variable in variables.items()}


def write_weights(layer, arrays):
    """Give a layer or model the weights that `read_weights` would return.

    Parameters
    ----------
    layer : keras.Layer
        A built layer or model.
    arrays : dict of str to ndarray

    Raises
    ------
    ValueError
        When a weight is missing or has another name or shape.
    """
    variables = weights_by_path(layer)
    if variables.keys() != arrays.keys():
        wrong = sorted(variables.keys() ^ arrays.keys())
        raise ValueError(f"missing or unknown weights: {', '.join(wrong)}")
    for path, variable in variables.items():
        variable.assign(arrays[path])
