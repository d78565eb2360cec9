"""The network and the wide path together: from texts to probabilities."""

from collections.abc import Iterable
from itertools import islice

import numpy as np

from ticketcourse.errors import TicketcourseError
from ticketcourse.evaluation.decisions import threshold_in_use
from ticketcourse.models.encoded import Encoded
from ticketcourse.models.predict import predict_logits
from ticketcourse.models.wide import WidePath
from ticketcourse.scratch import binary_cross_entropy, sigmoid
from ticketcourse.vectorizer import Vectorizer

_CHARACTERS = 4_000_000  # of tickets that become ids at the same time
_CHUNK = 8192  # tickets that become ids at the same time, and that are ids in a prediction
_WIDE = "wide."  # before the names of the wide path's arrays in a saved model


class TwoPaths:
    """What a trained classifier computes with.

    Parameters
    ----------
    config : ModelConfig
    backend : {"torch", "tensorflow"}
    vectorizer : Vectorizer
    L : int
        The number of labels.

    Attributes
    ----------
    network : TorchBackend or KerasBackend
        The model, with weights that mean nothing yet.
    wide : WidePath or None
        The wide path, where the classifier has one.
    share : float
        The network's share of the logits, 0 to 1; the wide path has the rest.
    thresholds : dict of str to float
        The threshold of "network" and of "wide path" each by itself; empty where there is no wide
        path.
    """

    def __init__(self, config, backend, vectorizer, L):
        if backend == "torch":
            from ticketcourse.training.torch_backend import TorchBackend as Backend
        else:
            from ticketcourse.training.keras_backend import KerasBackend as Backend

        self.config = config
        self.vectorizer = vectorizer
        self.network = Backend(config, V=len(vectorizer), L=L)
        self.wide = None
        self.share = 1.0
        self.thresholds = {}

    def encode(self, pairs, y=None):
        """Turn tickets into ids.

        Parameters
        ----------
        pairs : iterable of (str, str), or of Ticket
        y : ndarray of bool, shape (n, L), optional
            Targets, where they are known.

        Returns
        -------
        encoded : Encoded
        """
        return Encoded(self._ids(texts_read(pair, self.config) for pair in pairs), y)

    def _ids(self, pairs):
        """Yield the ids of both texts of each ticket."""
        limits, encode_all = self.config, self.vectorizer.encode_all
        for some in _in_parts(pairs):
            descriptions, resolutions = zip(*some, strict=True)
            yield from zip(
                encode_all(descriptions, limits.max_description),
                encode_all(resolutions, limits.max_resolution, keep="head and tail"),
                strict=True,
            )

    def settle(self, valid, encoded, threshold, at_least_one):
        """Choose the network's share, by the loss on validation tickets, and the thresholds.

        Parameters
        ----------
        valid : Tickets
        encoded : Encoded
            The same tickets with targets.
        threshold : float
            The network's own.
        at_least_one : bool
            Whether each ticket gets at least one label; see `decide`.

        Returns
        -------
        threshold : float
            That of both paths together.
        """
        if self.wide is None:
            return threshold
        y = encoded.targets()
        wide = self.wide.logits(texts_read(ticket, self.config) for ticket in valid)
        deep = predict_logits(self.network, encoded).astype(np.float64)

        def joined(share):
            return share * deep + (1 - share) * wide

        def best_threshold(z):
            return threshold_in_use(y, sigmoid(z), at_least_one)

        shares = np.linspace(0, 1, 11)
        self.share = float(min(shares, key=lambda share: binary_cross_entropy(joined(share), y)))
        self.thresholds = {"network": threshold, "wide path": best_threshold(wide)}
        return best_threshold(joined(self.share))

    def probabilities(self, pairs):
        """Compute the probability of each label.

        Parameters
        ----------
        pairs : iterable of (str, str), or Tickets
            Description and resolution of each of n tickets; either may be empty.

        Returns
        -------
        p : dict of str to ndarray of float64, shape (n, L)
            Of "both" and, where there are two paths, of "network" and "wide path" each alone.

        Raises
        ------
        TicketcourseError
            When `pairs` are not pairs of texts.
        """
        pairs = iter(pairs if isinstance(pairs, Iterable) else [pairs])
        found = {name: [np.zeros((0, self.network.L))] for name in ("both", *self.thresholds)}
        while chunk := [texts_read(pair, self.config) for pair in islice(pairs, _CHUNK)]:
            z = predict_logits(self.network, self.encode(chunk)).astype(np.float64)
            if self.wide is None:
                found["both"].append(sigmoid(z))
                continue
            wide = self.wide.logits(chunk)
            found["both"].append(sigmoid(self.share * z + (1 - self.share) * wide))
            found["network"].append(sigmoid(z))
            found["wide path"].append(sigmoid(wide))
        return {name: np.concatenate(parts) for name, parts in found.items()}

    def saved(self):
        """Return all of it but `config`: arrays by name, and a dictionary that JSON can hold."""
        arrays = self.network.weights()
        if self.wide is not None:
            arrays |= {f"{_WIDE}{name}": array for name, array in self.wide.arrays().items()}
        return arrays, {
            "share": self.share,
            "path_thresholds": self.thresholds,
            "ngrams": None if self.wide is None else self.wide.ngrams,
            "vectorizer": self.vectorizer.to_dict(),
        }

    @classmethod
    def from_saved(cls, config, backend, L, arrays, description):
        """Make what `saved` described.

        Raises
        ------
        TicketcourseError, KeyError, TypeError, ValueError, RuntimeError
            When the parts do not fit together.
        """
        paths = cls(config, backend, Vectorizer.from_dict(description["vectorizer"]), L)
        paths.share = float(description["share"])
        if not 0 <= paths.share <= 1:
            raise ValueError("no share")
        if config.wide != (description["ngrams"] is not None):
            raise ValueError("the wide path is missing, or should be")
        if config.wide:
            wide = {
                name.removeprefix(_WIDE): arrays[name] for name in arrays if name.startswith(_WIDE)
            }
            paths.wide = WidePath(description["ngrams"], **wide)
            if paths.wide.b.shape != (L,):
                raise ValueError("the wide path has other labels")
            thresholds = description["path_thresholds"]
            paths.thresholds = {name: float(thresholds[name]) for name in ("network", "wide path")}
        if not all(
            np.isfinite(value).all() for value in [*paths.thresholds.values(), *arrays.values()]
        ):
            raise ValueError("a number is not finite")
        paths.network.load_weights(
            {name: array for name, array in arrays.items() if not name.startswith(_WIDE)}
        )
        return paths


def _in_parts(pairs):
    """Yield lists of pairs of texts, each of about so many characters or tickets at most."""
    part, length = [], 0
    for pair in pairs:
        part.append(pair)
        length += sum(map(len, pair))
        if length >= _CHARACTERS or len(part) == _CHUNK:
            yield part
            part, length = [], 0
    if part:
        yield part


def texts_read(pair, config):
    """Return what a classifier reads of a ticket.

    Parameters
    ----------
    pair : (str, str) or Ticket
    config : ModelConfig

    Returns
    -------
    description, resolution : str
        A text that is not read is empty.

    Raises
    ------
    TicketcourseError
        When it is no pair of texts.
    """
    # Ticket is a tuple as well; its third part, the labels, plays no role here.
    if (
        not isinstance(pair, (tuple, list))
        or len(pair) < 2
        or not all(isinstance(text, str) for text in pair[:2])
    ):
        raise TicketcourseError(
            "Tickets are pairs of texts: give a list of (description, resolution)."
        )
    description, resolution = pair[:2]
    return (
        description if "description" in config.texts_read else "",
        resolution if "resolution" in config.texts_read else "",
    )
