"""The classifier in PyTorch."""

import math

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from ticketcourse.scratch.text import PADDING


def best_device():
    """Return the device that computes fastest here: a CUDA GPU where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


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
    Source: Vaswani et al., "Attention Is All You Need" (2017), equation 1 and section 3.2.2.
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
        scores = Q @ K.transpose(-2, -1) / math.sqrt(Q.shape[-1])  # (n, H, T, S)
        # A finite lowest score, because softmax of nothing but -inf is not a number.
        scores = scores.masked_fill(~mask[:, None, None, :], torch.finfo(scores.dtype).min)
        weights = torch.softmax(scores, dim=-1)
        context = (weights @ V).transpose(1, 2).flatten(2)  # (n, T, dim)
        return self.output(context) * mask.any(dim=1)[:, None, None]

    def _split(self, x):
        return x.unflatten(-1, (self.n_heads, -1)).transpose(1, 2)


class BiLSTMEncoder(nn.Module):
    """Reads a text forward and backward.

    Notes
    -----
    Source: Hochreiter and Schmidhuber, "Long Short-Term Memory" (1997), with the forget gate of
    Gers et al. (2000); Graves and Schmidhuber (2005) for the two directions.
    """

    def __init__(self, config):
        super().__init__()
        self.lstm = nn.LSTM(
            config.embedding_dim,
            config.units,
            num_layers=config.n_layers,
            dropout=config.dropout if config.n_layers > 1 else 0,
            bidirectional=True,
            batch_first=True,
        )

    def forward(self, x, mask):
        """Turn embeddings (n, T, d) and their mask (n, T) into features (n, T, 2u)."""
        # Packing lets the backward direction start at the last real token. An empty text counts as
        # one padding token here, because packing refuses length 0; the mask hides it afterwards.
        # Packing wants the lengths on the CPU, so that a GPU is waited for here.
        lengths = mask.sum(dim=1).clamp(min=1).cpu()
        packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        h, _ = self.lstm(packed)
        return pad_packed_sequence(h, batch_first=True, total_length=x.shape[1])[0]


class TransformerBlock(nn.Module):
    """Self-attention and a feed-forward layer, each after a layer norm and beside a shortcut.

    Notes
    -----
    Source: Vaswani et al. (2017), section 3.1, with the norm first as in Xiong et al., "On Layer
    Normalization in the Transformer Architecture" (2020).
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
    """Embeddings plus positions, then transformer blocks, then a layer norm."""

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
    code : Tensor, shape (T, d)
        Sines in the first half of the columns, cosines in the second.

    Notes
    -----
    Source: Vaswani et al. (2017), section 3.5, with the columns sorted by function.
    """
    frequency = 10_000.0 ** (-torch.arange(0, d, 2, device=device) / d)  # (d/2,)
    angle = torch.arange(T, device=device)[:, None] * frequency  # (T, d/2)
    return torch.cat([angle.sin(), angle.cos()], dim=1)


class TorchModel(nn.Module):
    """The whole classifier: two texts in, one logit for each label out.

    Both texts share one embedding table; each has an encoder of its own. Then every token of the
    description asks the resolution, and every token of the resolution asks the description, by
    attention. The largest value over time of each joined feature goes to the classification layer.

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
        dim = config.feature_dim
        self.embedding = nn.Embedding(V, config.embedding_dim, padding_idx=PADDING)
        self.description_encoder = encoder(config)
        self.resolution_encoder = encoder(config)
        self.description_attention = MultiHeadAttention(dim, config.n_heads)
        self.resolution_attention = MultiHeadAttention(dim, config.n_heads)
        self.dropout = nn.Dropout(config.dropout)
        self.classification = nn.Linear(2 * dim, L)

    def forward(self, description_ids, resolution_ids):
        """Compute the logits.

        Parameters
        ----------
        description_ids : Tensor of int64, shape (n, T)
            Ids, 0 where there is no token; on any device.
        resolution_ids : Tensor of int64, shape (n, S)

        Returns
        -------
        z : Tensor, shape (n, L)
            Logits, on the model's device; the sigmoid gives p.
        """
        device = self.classification.weight.device
        description_ids, resolution_ids = description_ids.to(device), resolution_ids.to(device)
        d_mask, r_mask = description_ids != PADDING, resolution_ids != PADDING
        d = self.dropout(self.embedding(description_ids))  # (n, T, d)
        r = self.dropout(self.embedding(resolution_ids))  # (n, S, d)
        d = self.description_encoder(d, d_mask)  # (n, T, feature_dim)
        r = self.resolution_encoder(r, r_mask)  # (n, S, feature_dim)
        d_joined = d + self.description_attention(d, r, r_mask)
        r_joined = r + self.resolution_attention(r, d, d_mask)
        pooled = [masked_max(d_joined, d_mask), masked_max(r_joined, r_mask)]
        return self.classification(self.dropout(torch.cat(pooled, dim=-1)))


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
    lowest = torch.finfo(x.dtype).min
    pooled = x.masked_fill(~mask[..., None], lowest).amax(dim=1)
    return pooled * mask.any(dim=1)[:, None]
