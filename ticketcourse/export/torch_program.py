"""The whole classifier as a PyTorch program that takes ids, and what makes ids of texts."""

import shutil
import warnings

import numpy as np
import torch
from torch import nn
from torch.export._patches import register_lstm_while_loop_decomposition
from torch.nn.functional import embedding_bag, pad

from ticketcourse.export.folder import write_json
from ticketcourse.models.wide import WEIGHTS, WINDOW
from ticketcourse.scratch import text
from ticketcourse.scratch.text import PADDING, UNKNOWN
from ticketcourse.training.torch_backend import TorchBackend


def write_torch_program(path, paths, decision):
    """Write a classifier as `classifier.pt2`, `words.json`, `labels.json` and `text.py`.

    Parameters
    ----------
    path : Path
        A folder.
    paths : TwoPaths
        What computes the probabilities.
    decision : dict
        The names of the labels, "labels", and what decides which are given: "threshold" and
        "at_least_one".
    """
    words = list(dict.fromkeys([*paths.vectorizer.vocabulary, *_wide_words(paths)]))
    program = TorchProgram(paths, words, **decision).eval()
    sizes = [torch.export.Dim.DYNAMIC] * 2
    # Sizes of 0 and 1 in the example would count as constants.
    example = torch.full((2, 3), UNKNOWN), torch.full((2, 5), UNKNOWN)
    with warnings.catch_warnings(), register_lstm_while_loop_decomposition():
        # The loop is not in the program, which keeps the LSTM; without it, export would try steps
        # one by one and so fix their number.
        warnings.simplefilter("ignore")  # of how nn.LSTM keeps its weights
        exported = torch.export.export(program, example, dynamic_shapes=(sizes, sizes))
    # What is left of the loop, of which loading would warn.
    for symbol in [s for s in exported.range_constraints if s.name.startswith("u")]:
        del exported.range_constraints[symbol]
    torch.export.save(exported, path / "classifier.pt2")
    write_json(path / "words.json", words)
    write_json(path / "labels.json", decision)
    shutil.copyfile(text.__file__, path / "text.py")


class TorchProgram(nn.Module):
    """What is saved: called with ids, it gives probabilities and decisions.

    Parameters
    ----------
    paths : TwoPaths
    words : list of str
        The words with the ids 2, 3, …: those of the vectorizer, then others of the wide path.
    labels : list of str
    threshold : float
    at_least_one : bool
    """

    def __init__(self, paths, words, labels, threshold, at_least_one):
        super().__init__()
        network = TorchBackend(paths.config, len(paths.vectorizer), len(labels))
        network.load_weights(paths.network.weights())
        self.network = network.model.cpu()
        self.V = len(paths.vectorizer)
        self.limits = paths.config.max_description, paths.config.max_resolution
        self.wide = None if paths.wide is None else _WideProgram(paths.wide, words)
        self.share = paths.share
        self.threshold = threshold
        self.at_least_one = at_least_one

    def forward(self, description, resolution):
        """Classify tickets.

        Parameters
        ----------
        description, resolution : Tensor of int64, shapes (n, T) and (n, S)
            The ids of all tokens of the whole texts, 1 for a word that is not in the list, then 0
            up to the longest text.

        Returns
        -------
        probabilities : Tensor of float32, shape (n, L)
        decisions : Tensor of bool, shape (n, L)
            Whether the ticket gets the label.
        """
        # Export tells texts of one and of two tokens from longer ones, which three steps avoid.
        description, resolution = pad(description, (0, 2)), pad(resolution, (0, 2))
        max_description, max_resolution = self.limits
        d_ids = _cut(description, max_description, 0)
        r_ids = _cut(resolution, max_resolution, max_resolution // 2)
        # The words after the vectorizer's are unknown to the network.
        ids = [torch.where(ids < self.V, ids, UNKNOWN) for ids in (d_ids, r_ids)]
        z = self.network(*ids).double()
        if self.wide is not None:
            wide = self.wide(description, resolution).double()
            z = self.share * z + (1 - self.share) * wide
        p = z.sigmoid()
        decisions = p >= self.threshold
        if self.at_least_one:
            label = torch.arange(p.shape[1], device=p.device)
            decisions = decisions | (label == p.argmax(dim=1, keepdim=True))
        return p.float(), decisions


class _WideProgram(nn.Module):
    """`WidePath.logits` on padded ids."""

    def __init__(self, wide, words):
        super().__init__()
        F = len(wide.keys)
        self.V = len(wide.ids)
        ids = [0] * (UNKNOWN + 1) + [wide.ids.get(word, 0) for word in words]
        self.register_buffer("ids", torch.tensor(ids))
        # One more n-gram, which no ticket has, stands for all that are not known.
        self.register_buffer("keys", torch.from_numpy(np.append(wide.keys, np.iinfo("int64").max)))
        self.register_buffer("idf", torch.from_numpy(np.append(wide.idf[:F], np.float32(0))))
        self.register_buffer("W", torch.from_numpy(np.pad(wide.W[:F], [(0, 1), (0, 0)])))
        self.register_buffer("b", torch.from_numpy(wide.b))
        self.register_buffer("cross_idf", torch.from_numpy(wide.idf[F:].copy()))
        self.register_buffer("cross_W", torch.from_numpy(wide.W[F:].copy()))
        self.register_buffer("crosses", torch.from_numpy(wide.crosses.copy()))

    def forward(self, description, resolution):
        lengths = (resolution != PADDING).sum(dim=1, keepdim=True)
        step = torch.arange(WINDOW, device=resolution.device)
        tail = (lengths - WINDOW).clamp(min=0) + step
        closing = pad(resolution, (0, WINDOW)).gather(1, tail)
        opening = pad(description, (0, WINDOW))[:, :WINDOW]
        shape = description.shape[0], len(self.keys)
        there = torch.zeros(shape, dtype=torch.bool, device=description.device)
        z = self.b
        for field, ids in enumerate((description, resolution, opening, closing)):
            columns, parts = self._tf_idf(field, self.ids[ids])
            start = torch.arange(columns.shape[0], device=ids.device) * columns.shape[1]
            parts = (WEIGHTS[field] * parts).flatten()
            z = z + embedding_bag(
                columns.flatten(), self.W, start, mode="sum", per_sample_weights=parts
            )
            there = there.scatter(1, columns, True)
        first, second = self.crosses.unbind(dim=1)
        crossed = (there[:, first] & there[:, second]) * self.cross_idf  # (n, P)
        norm = crossed.norm(dim=1, keepdim=True)
        return z + WEIGHTS[-1] * torch.where(norm > 0, crossed @ self.cross_W / norm, 0)

    def _tf_idf(self, field, ids):
        """Find the columns (n, K) of a field's n-grams, and each place's part of their numbers."""
        keys = (field * (self.V + 1) + ids) * (self.V + 1)
        none, known = self.keys[-1], ids > 0
        pairs = torch.where(known[:, :-1] & known[:, 1:], keys[:, :-1] + ids[:, 1:], none)
        keys = torch.cat([torch.where(known, keys, none), pairs], dim=1).sort(dim=1).values
        columns = torch.searchsorted(self.keys, keys)
        columns = torch.where(self.keys[columns] == keys, columns, len(self.keys) - 1)
        end = torch.searchsorted(keys, keys, right=True)
        tf = (end - torch.searchsorted(keys, keys)).float()
        # Each of the tf places of an n-gram gets its part.
        values = (1 + tf.log()) * self.idf[columns]
        norm = (values**2 / tf).sum(dim=1, keepdim=True).sqrt()
        return columns, torch.where(norm > 0, values / tf / norm, 0)


def _cut(ids, max_length, n_tail):
    """Keep the first and the last tokens of each text."""
    lengths = (ids != PADDING).sum(dim=1, keepdim=True)
    # A slice would ask whether T is below its end, and export one of the answers.
    T = torch.sym_min(ids.shape[1], max_length)
    step = torch.arange(T, device=ids.device)
    from_tail = (step >= max_length - n_tail) & (lengths > max_length)
    return ids.gather(1, torch.where(from_tail, lengths - max_length + step, step))


def _wide_words(paths):
    return [] if paths.wide is None else paths.wide.ids
