"""The classifier in PyTorch."""

import torch
from torch import nn
from torch.nn.functional import embedding, scaled_dot_product_attention

from ticketcourse.scratch.text import PADDING


class MultiHeadAttention(nn.Module):
    """Scaled dot-product attention with several heads.

    Parameters
    ----------
    dim : int
        The size of the features, of queries, keys and values, and of the output.
    n_heads : int
        H; each head works on d_k = dim / H of the size.

    Notes
    -----
    Source: Vaswani et al., "Attention Is All You Need" (2017), equation 1 and section 3.2.2, with
    biases, which the paper has not.
    """

    def __init__(self, dim, n_heads):
        super().__init__()
        self.n_heads = n_heads
        self.query = nn.Linear(dim, dim)
        self.key = nn.Linear(dim, dim)
        self.value = nn.Linear(dim, dim)
        self.output = nn.Linear(dim, dim)

    def forward(self, x, memory, mask):
        """Let every position of x ask every position of memory.

        Parameters
        ----------
        x : Tensor, shape (n, T, dim)
            What asks.
        memory : Tensor, shape (n, S, dim)
            What is asked.
        mask : Tensor of bool, shape (n, S)
            True where memory holds a real token. A row without any gives zeros.

        Returns
        -------
        context : Tensor, shape (n, T, dim)
        """
        Q = self._split(self.query(x))  # (n, H, T, d_k)
        K = self._split(self.key(memory))  # (n, H, S, d_k)
        V = self._split(self.value(memory))
        any_token = mask.any(dim=1, keepdim=True)  # (n, 1)
        # Softmax of nothing need not be a number: where there is no token, all padding is asked.
        keys = (mask | ~any_token)[:, None, None, :]
        context = scaled_dot_product_attention(Q, K, V, attn_mask=keys)  # (n, H, T, d_k)
        context = self.output(context.transpose(1, 2).flatten(2))  # (n, T, dim)
        return context * any_token[..., None]

    def _split(self, x):
        return x.unflatten(-1, (self.n_heads, -1)).transpose(1, 2)


class BiLSTM(nn.Module):
    """Two LSTMs, of which one reads each text from its last real token to its first.

    On padded batches they are several times faster on a CPU than one bidirectional layer on packed
    sequences, and a GPU is not waited for.

    Parameters
    ----------
    d : int
        Features of each token.
    u : int
        Units of each direction.

    Notes
    -----
    Only the sum of PyTorch's two biases has an effect. One of them learns: if both did, the sum
    would learn twice as fast as Keras's one bias.

    Source: Hochreiter and Schmidhuber, "Long Short-Term Memory" (1997), with the forget gate of
    Gers et al. (2000); Graves and Schmidhuber (2005) for the two directions.
    """

    def __init__(self, d, u):
        super().__init__()
        self.forward_lstm = nn.LSTM(d, u)
        self.backward_lstm = nn.LSTM(d, u)
        for lstm in (self.forward_lstm, self.backward_lstm):
            lstm.bias_hh_l0.requires_grad_(False)

    def forward(self, x, mask):
        """Compute the states at every token.

        Parameters
        ----------
        x : Tensor, shape (n, T, d)
        mask : Tensor of bool, shape (n, T)
            True where there is a real token; padding is on the right.

        Returns
        -------
        h : Tensor, shape (n, T, 2u)
            Without a meaning at padded steps.
        """
        n = x.shape[0]  # `len` would fix it in an exported program
        turn = n * reversal(mask) + torch.arange(n, device=x.device)[:, None]  # (n, T)
        x = x.transpose(0, 1)
        backward = self.backward_lstm(_rows(x, turn.T))[0]  # (T, n, u)
        forward = self.forward_lstm(x)[0].transpose(0, 1)
        return torch.cat([forward, _rows(backward, turn)], dim=-1)


def reversal(mask):
    """Return the steps (n, T) in the order that turns the real tokens around, not the padding."""
    step = torch.arange(mask.shape[1], device=mask.device)
    length = mask.sum(dim=1, keepdim=True)
    return torch.where(step < length, length - 1 - step, step)


def _rows(x, numbers):
    # A table's rows are copied whole, and faster than by `gather`, which copies number by number.
    return embedding(numbers, x.flatten(0, 1))


class BiLSTMEncoder(nn.Module):
    """Layers of two LSTMs, with dropout between them."""

    def __init__(self, config):
        super().__init__()
        sizes = [config.embedding_dim] + [2 * config.units] * (config.n_layers - 1)
        self.lstm = nn.ModuleList(BiLSTM(size, config.units) for size in sizes)
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, x, mask):
        """Turn embeddings (n, T, d) and their mask (n, T) into features (n, T, 2u)."""
        for k, layer in enumerate(self.lstm):
            x = layer(self.dropout(x) if k else x, mask)
        return x


class TransformerBlock(nn.Module):
    """Self-attention and a feed-forward layer, each after a layer norm and beside a shortcut.

    Notes
    -----
    Source: Vaswani et al. (2017), sections 3.1 and 5.4, with the norm first as in Xiong et al., "On
    Layer Normalization in the Transformer Architecture" (2020), table 1, and GELU (Hendrycks and
    Gimpel 2016) for ReLU.
    """

    def __init__(self, config):
        super().__init__()
        dim = config.embedding_dim
        self.attention_norm = nn.LayerNorm(dim)
        self.attention = MultiHeadAttention(dim, config.n_heads)
        self.feed_forward = nn.Sequential(
            nn.LayerNorm(dim),
            nn.Linear(dim, 4 * config.units),
            nn.GELU(),
            nn.Linear(4 * config.units, dim),
        )
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, x, mask):
        """Turn features (n, T, d) and their mask (n, T) into features (n, T, d)."""
        normed = self.attention_norm(x)
        x = x + self.dropout(self.attention(normed, normed, mask))
        return x + self.dropout(self.feed_forward(x))


class TransformerEncoder(nn.Module):
    """Embeddings plus positions, then transformer blocks, then a layer norm.

    Notes
    -----
    Source: Vaswani et al. (2017), sections 3.4 and 3.5, without their factor √d for the embeddings
    and with dropout before the positions are added, not after; Xiong et al. (2020) for the last
    norm.
    """

    def __init__(self, config):
        super().__init__()
        self.blocks = nn.ModuleList(TransformerBlock(config) for _ in range(config.n_layers))
        self.norm = nn.LayerNorm(config.embedding_dim)

    def forward(self, x, mask):
        """Turn embeddings (n, T, d) and their mask (n, T) into features (n, T, d)."""
        x = x + positions(x.shape[1], x.shape[2], x.device).to(x.dtype)
        for block in self.blocks:
            x = block(x, mask)
        return self.norm(x)


def positions(T, d, device=None):
    """Return the sine and cosine code of each position.

    Parameters
    ----------
    T : int
        Time steps.
    d : int
        Size of the code; even.
    device : torch.device, optional
        Where the code is needed; by default the CPU.

    Returns
    -------
    code : Tensor of float64, shape (T, d)
        Sines in the first half of the columns, cosines in the second.

    Notes
    -----
    Source: Vaswani et al. (2017), section 3.5, where sines and cosines take turns.
    """
    # In float32 the angles of late steps, and so their sines, would be off by 1e-5.
    even = torch.arange(0, d, 2, dtype=torch.float64, device=device)
    frequency = 10_000.0 ** (-even / d)  # (d/2,)
    angle = torch.arange(T, device=device)[:, None] * frequency  # (T, d/2)
    return torch.cat([angle.sin(), angle.cos()], dim=1)


class TorchModel(nn.Module):
    """The whole classifier: two texts in, one logit for each label out.

    Both texts share one embedding table; each has an encoder of its own. Then every token of the
    description asks the resolution, and every token of the resolution asks the description, by
    attention. The largest value over time of each joined feature goes to the classification layer.
    A `config` may leave out the attention or one of the texts, or add the mean over time.

    Parameters
    ----------
    config : ModelConfig
        The sizes.
    V : int
        The number of ids of the vectorizer.
    L : int
        The number of labels.
    """

    def __init__(self, config, V, L):
        super().__init__()
        encoder = BiLSTMEncoder if config.encoder == "lstm" else TransformerEncoder
        self.config = config
        self.embedding = nn.Embedding(V, config.embedding_dim, padding_idx=PADDING)
        for text in config.texts_read:
            self.add_module(f"{text}_encoder", encoder(config))
        if config.attends:
            self.description_attention = MultiHeadAttention(config.feature_dim, config.n_heads)
            self.resolution_attention = MultiHeadAttention(config.feature_dim, config.n_heads)
        self.dropout = nn.Dropout(config.dropout)
        self.classification = nn.Linear(config.pooled_dim, L)

    def forward(self, description_ids, resolution_ids):
        """Compute the logits.

        Parameters
        ----------
        description_ids : Tensor of int64, shape (n, T)
            Ids, 0 where there is no token.
        resolution_ids : Tensor of int64, shape (n, S)

        Returns
        -------
        z : Tensor, shape (n, L)
            Logits; the sigmoid gives p.
        """
        ids = {"description": description_ids, "resolution": resolution_ids}
        ids = {text: ids[text] for text in self.config.texts_read}
        mask = {text: ids[text] != PADDING for text in ids}
        x = {}
        for text in ids:
            # Laid out step by step, as an LSTM needs it: else a batch would be copied for it.
            embedded = self.embedding(ids[text].T).transpose(0, 1)  # (n, T or S, d)
            encoder = self.get_submodule(f"{text}_encoder")
            x[text] = encoder(self.dropout(embedded), mask[text])  # (n, T or S, feature_dim)
        if self.config.attends:
            d, r = x["description"], x["resolution"]
            x["description"] = d + self.description_attention(d, r, mask["resolution"])
            x["resolution"] = r + self.resolution_attention(r, d, mask["description"])
        pooled = [pool(x[text], mask[text], self.config.pooling) for text in ids]
        return self.classification(self.dropout(torch.cat(pooled, dim=-1)))


def pool(x, mask, pooling):
    """Make one row of features of each text.

    Parameters
    ----------
    x : Tensor, shape (n, T, dim)
    mask : Tensor of bool, shape (n, T)
    pooling : {"max", "mean and max"}

    Returns
    -------
    pooled : Tensor, shape (n, dim), or (n, 2 dim) with the mean first
        Zeros for a text without any real token.
    """
    largest = masked_max(x, mask)
    return largest if pooling == "max" else torch.cat([masked_mean(x, mask), largest], dim=-1)


def masked_mean(x, mask):
    """Take the mean over the real time steps.

    Parameters
    ----------
    x : Tensor, shape (n, T, dim)
    mask : Tensor of bool, shape (n, T)

    Returns
    -------
    pooled : Tensor, shape (n, dim)
        Zeros for a text without any real token.
    """
    length = mask.sum(dim=1, keepdim=True).clamp(min=1)  # (n, 1)
    return (mask[:, None].to(x.dtype) @ x).squeeze(1) / length


def masked_max(x, mask):
    """Take the largest value over the real time steps.

    Parameters
    ----------
    x : Tensor, shape (n, T, dim)
    mask : Tensor of bool, shape (n, T)

    Returns
    -------
    pooled : Tensor, shape (n, dim)
        Zeros for a text without any real token.
    """
    # Adding is quicker than filling, and so is its gradient. Padded steps have to be finite.
    lowest = torch.zeros_like(mask, dtype=x.dtype).masked_fill(~mask, torch.finfo(x.dtype).min)
    pooled = (x + lowest[..., None]).amax(dim=1)
    return pooled * mask.any(dim=1)[:, None]
