"""What the benchmarks compare with: the default model as one would first write it."""

import statistics
import time

import numpy as np
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from ticketcourse.evaluation import micro_f1, tune_threshold
from ticketcourse.scratch.text import pad

LEARNING_RATE = 3e-3


def obvious_keras(config, V, L):
    """The model in Keras's functional style, of Keras's layers."""
    import keras

    d_ids, r_ids = (keras.Input((None,), dtype="int32") for _ in range(2))
    embedding = keras.layers.Embedding(V, config.embedding_dim, mask_zero=True)
    dropout = keras.layers.Dropout(config.dropout)

    def encode(ids):
        lstm = keras.layers.LSTM(config.units, return_sequences=True)
        return keras.layers.Bidirectional(lstm)(dropout(embedding(ids)))

    def attend(x, memory):
        d_k = config.feature_dim // config.n_heads
        return x + keras.layers.MultiHeadAttention(config.n_heads, d_k)(x, memory)

    d, r = encode(d_ids), encode(r_ids)
    pool = keras.layers.GlobalMaxPooling1D()
    pooled = keras.layers.concatenate([pool(attend(d, r)), pool(attend(r, d))])
    model = keras.Model([d_ids, r_ids], keras.layers.Dense(L)(dropout(pooled)))
    model.compile(
        keras.optimizers.Adam(LEARNING_RATE), keras.losses.BinaryCrossentropy(from_logits=True)
    )
    return model


class ObviousTorch(nn.Module):
    """The model of PyTorch's layers, with packed sequences."""

    def __init__(self, config, V, L):
        super().__init__()
        d, u, dim = config.embedding_dim, config.units, config.feature_dim
        self.embedding = nn.Embedding(V, d, padding_idx=0)
        self.d_lstm = nn.LSTM(d, u, batch_first=True, bidirectional=True)
        self.r_lstm = nn.LSTM(d, u, batch_first=True, bidirectional=True)
        self.d_attention = nn.MultiheadAttention(dim, config.n_heads, batch_first=True)
        self.r_attention = nn.MultiheadAttention(dim, config.n_heads, batch_first=True)
        self.dropout = nn.Dropout(config.dropout)
        self.classification = nn.Linear(2 * dim, L)

    def forward(self, d_ids, r_ids):
        d, r = self._read(d_ids, self.d_lstm), self._read(r_ids, self.r_lstm)
        d_out, r_out = d_ids == 0, r_ids == 0

        def attend(attention, x, memory, out):
            return x + attention(x, memory, memory, key_padding_mask=out, need_weights=False)[0]

        def largest(x, out):
            return x.masked_fill(out[..., None], -1e9).amax(dim=1)

        pooled = [
            largest(attend(self.d_attention, d, r, r_out), d_out),
            largest(attend(self.r_attention, r, d, d_out), r_out),
        ]
        return self.classification(self.dropout(torch.cat(pooled, dim=1)))

    def _read(self, ids, lstm):
        x = self.dropout(self.embedding(ids))
        lengths = (ids != 0).sum(dim=1)
        packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        return pad_packed_sequence(lstm(packed)[0], batch_first=True, total_length=ids.shape[1])[0]


def _batch(texts, positions):
    """The ids of both texts of some tickets, padded to the longest."""
    return [pad([ids[i] for i in positions]) for ids in texts]


def _torch_batch(texts, positions):
    return [torch.from_numpy(ids) for ids in _batch(texts, positions)]


def predict_obvious_torch(model, texts, batch_size):
    """Compute logits batch by batch, in the order of the tickets."""
    model.eval()
    n = len(texts[0])
    with torch.inference_mode():
        return np.concatenate(
            [
                model(*_torch_batch(texts, range(start, min(start + batch_size, n))))
                for start in range(0, n, batch_size)
            ]
        )


def train_obvious_torch(model, optimizer, texts, y, batch_size, generator):
    """Train one epoch on random batches, each padded to its longest text."""
    model.train()
    order = generator.permutation(len(y))
    for start in range(0, len(order), batch_size):
        positions = order[start : start + batch_size]
        z = model(*_torch_batch(texts, positions))
        loss = nn.functional.binary_cross_entropy_with_logits(z, torch.from_numpy(y[positions]))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def train_keras_by_batch(model, texts, y, batch_size, generator):
    """Train one epoch on random batches, each padded to its longest text."""
    order = generator.permutation(len(y))
    for start in range(0, len(order), batch_size):
        positions = order[start : start + batch_size]
        model.train_on_batch(_batch(texts, positions), y[positions])


def predict_keras_by_batch(model, texts, batch_size):
    """Compute logits in the order of the tickets, each batch padded to its longest text."""
    n = len(texts[0])
    return np.concatenate(
        [
            model.predict_on_batch(_batch(texts, range(start, min(start + batch_size, n))))
            for start in range(0, n, batch_size)
        ]
    )


def f1_of_halves(y, z):
    """Tune the threshold on the first half of the tickets, and return micro-F1 on the second."""
    half = len(y) // 2
    threshold = tune_threshold(y[:half], z[:half])
    return micro_f1(y[half:], z[half:] >= threshold)


def generated_tickets(n, config):
    """Make n tickets; return both texts of each as ids, targets y (n, L), and V."""
    from ticketcourse.data import generate_tickets
    from ticketcourse.vectorizer import Vectorizer

    tickets = generate_tickets(n, seed=0)
    vectorizer = Vectorizer.from_texts([*tickets.descriptions, *tickets.resolutions])
    d = [vectorizer.encode(text, config.max_description) or [1] for text in tickets.descriptions]
    r = [vectorizer.encode(text, config.max_resolution) or [1] for text in tickets.resolutions]
    return (d, r), tickets.targets, len(vectorizer)


def keyword_tickets(n, L=8, V=500):
    """Make n tickets whose labels stand in their texts, as one of five words each."""
    generator = np.random.default_rng(0)
    y = np.zeros((n, L), dtype=np.float32)
    texts = [], []
    for i in range(n):
        words = [list(generator.integers(5 * L + 2, V, generator.integers(3, 28))) for _ in texts]
        for label in generator.choice(L, generator.integers(1, 3), replace=False):
            y[i, label] = 1
            word = 2 + 5 * label + generator.integers(5)
            words[generator.integers(2)].insert(0, word)
        for text, ids in zip(texts, words, strict=True):
            text.append([int(word) for word in generator.permutation(ids)])
    return texts, y, V


def padded(texts, T):
    """Pad both texts of every ticket to T ids."""
    return [np.stack([np.pad(ids[:T], (0, T - len(ids[:T]))) for ids in text]) for text in texts]


def timings(functions, rounds, clock=time.perf_counter):
    """Measure each function after a first call, in turn, as noise is.

    Returns the median and the least of the seconds of each.
    """
    seconds = {name: [] for name in functions}
    for _ in range(1 + rounds):
        for name, function in functions.items():
            start = clock()
            function()
            seconds[name].append(clock() - start)
    measured = {name: some[1:] for name, some in seconds.items()}
    return {name: (statistics.median(some), min(some)) for name, some in measured.items()}


def cores():
    """Say on how many cores both frameworks compute."""
    return f"{torch.get_num_threads()} cores"
