"""The ticket classifier: train it, judge it, use it, keep it."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from ticketcourse.errors import TicketcourseError
from ticketcourse.models import ModelConfig
from ticketcourse.models.folder import damaged_model, read_model, write_model
from ticketcourse.training import TrainConfig
from ticketcourse.vectorizer import Vectorizer


class TicketClassifier:
    """Gives a ticket every label that fits.

    Parameters
    ----------
    config : ModelConfig, optional
        The sizes; by default those of `ModelConfig`.
    backend : {"torch"}
        The framework that computes.

    Attributes
    ----------
    label_names : tuple of str
        The L labels, in the order of the columns of `predict_proba`; known after `fit`.
    threshold : float
        A label is given when its probability is at least this; tuned on validation tickets.
    history : list of dict
        What training measured, one row an epoch; empty after `load`.

    Raises
    ------
    TicketcourseError
        When the backend is not known or not installed.
    """

    def __init__(self, config=None, *, backend="torch"):
        _check_backend(backend)
        self.config = ModelConfig() if config is None else config
        self.backend = backend
        self.label_names = ()
        self.threshold = None
        self.history = []
        self._model = None
        self._vectorizer = None
        self._parts = None  # the training and validation tickets, for the baselines
        self._seen = {"train": [], "valid": []}  # their fingerprints

    def fit(self, train, valid, config=None, *, folder=None, resume=False):
        """Train on tickets; what was learned before is forgotten.

        Parameters
        ----------
        train, valid : Tickets
            Training tickets, and validation tickets that choose the best epoch and the threshold.
        config : TrainConfig, optional
            How to train; by default as `TrainConfig` says.
        folder : str or Path, optional
            Where a checkpoint and `history.csv` are written after every epoch.
        resume : bool
            Whether to go on from the checkpoint in `folder`: on a CPU exactly as if never
            interrupted, on a GPU but for the order of sums.

        Returns
        -------
        self : TicketClassifier

        Raises
        ------
        TicketcourseError
            When there are no tickets or no labels, when the folder cannot be used or its
            checkpoint does not fit, or when training diverges.
        KeyboardInterrupt
            When the user stops; if an epoch is complete, the best weights so far are kept and the
            classifier is usable.
        """
        import torch

        from ticketcourse.data import label_matrix
        from ticketcourse.training.torch_loop import TorchTrainer

        config = TrainConfig() if config is None else config
        if not len(train) or not len(valid):
            raise TicketcourseError(
                "Training needs training tickets and validation tickets: one of them is empty."
            )
        if not any(train.labels):
            raise TicketcourseError("No training ticket has a label: label some of them.")
        if resume and folder is None:
            raise TicketcourseError("Resuming needs the folder of the checkpoint: give folder=….")
        self.history, self.threshold = [], None
        self.label_names = train.label_names
        self._vectorizer = Vectorizer.from_texts(
            [*train.descriptions, *train.resolutions],
            max_size=self.config.max_vocabulary,
            min_count=self.config.min_count,
        )
        self._parts = train, valid
        self._seen = {"train": list(train.fingerprints), "valid": list(valid.fingerprints)}
        encoded = [
            self._encode(part, label_matrix(part.labels, self.label_names))
            for part in (train, valid)
        ]
        # Initial weights and dropout draw from PyTorch's global generators: leave those unchanged.
        with torch.random.fork_rng(devices=range(torch.cuda.device_count())):
            torch.manual_seed(config.seed)
            self._model = self._new_model()
            trainer = TorchTrainer(self._model, config, None if folder is None else Path(folder))
            try:
                trainer.run(*encoded, identity=self._identity(train, valid, config), resume=resume)
            finally:
                self.history, self.threshold = trainer.history, trainer.threshold
        return self

    def predict_proba(self, pairs):
        """Compute the probability of each label.

        Parameters
        ----------
        pairs : iterable of (str, str), or Tickets
            Description and resolution of each of n tickets; either may be empty.

        Returns
        -------
        p : ndarray of float64, shape (n, L)

        Raises
        ------
        TicketcourseError
            When the classifier is not trained yet or `pairs` are not pairs of texts.
        """
        self._require_trained()
        from ticketcourse.models.torch_predict import predict_logits
        from ticketcourse.scratch import sigmoid

        return sigmoid(predict_logits(self._model, self._encode(pairs)).astype(np.float64))

    def predict(self, pairs):
        """Give each ticket every label whose probability reaches the threshold.

        Parameters
        ----------
        pairs : iterable of (str, str), or Tickets
            As in `predict_proba`.

        Returns
        -------
        labels : list of tuple of str
            The labels of each ticket, the most probable first; empty when none reaches it.
        """
        return self.labels_of(self.predict_proba(pairs))

    def labels_of(self, p):
        """Give each ticket every label whose probability reaches the threshold.

        Parameters
        ----------
        p : ndarray, shape (n, L)
            What `predict_proba` gave.

        Returns
        -------
        labels : list of tuple of str
            As in `predict`.
        """
        return [
            tuple(self.label_names[j] for j in np.argsort(-row) if row[j] >= self.threshold)
            for row in p
        ]

    def evaluate(self, tickets, *, train=None, valid=None):
        """Judge the classifier on tickets, beside baselines and, where known, the ceiling.

        Parameters
        ----------
        tickets : Tickets
            Tickets that it was not trained on; a note in the report says when it was.
        train, valid : Tickets, optional
            What the baselines learn from; by default the tickets of `fit`, which a loaded
            classifier no longer has.

        Returns
        -------
        report : Report

        Raises
        ------
        TicketcourseError
            When there are no tickets, or the classifier is not trained yet.
        """
        from ticketcourse.evaluation import make_report

        if not len(tickets):
            raise TicketcourseError("There are no tickets to judge: give at least one.")
        p = self.predict_proba(tickets)
        if train is None and valid is None and self._parts is not None:
            train, valid = self._parts
        seen = {fingerprint for part in self._seen.values() for fingerprint in part}
        known = sum(fingerprint in seen for fingerprint in tickets.fingerprints)
        notes = []
        if known:
            notes.append(
                f"{known} of these {len(tickets)} tickets were used in training: "
                "the numbers flatter the classifier."
            )
        return make_report(
            self.label_names, p, self.threshold, tickets, train=train, valid=valid, notes=notes
        )

    def parts_of(self, tickets):
        """Find out what training used of some tickets.

        Parameters
        ----------
        tickets : Tickets

        Returns
        -------
        train, valid : Tickets or None
            The training and validation tickets; None, None unless all of them are there.
        unseen : Tickets
            The tickets that training did not use.
        """
        fingerprints = tickets.fingerprints

        def those_in(wanted):
            return tickets[[i for i, name in enumerate(fingerprints) if name in wanted]]

        here, seen = set(fingerprints), {name for part in self._seen.values() for name in part}
        train, valid = (
            those_in(set(self._seen[part])) if seen <= here else None for part in ("train", "valid")
        )
        return train, valid, those_in(here - seen)

    def save(self, path):
        """Save the classifier in a folder: `model.json` and weights in safetensors format.

        Parameters
        ----------
        path : str or Path
            A new or empty folder, or one with a saved model, which is replaced.

        Raises
        ------
        TicketcourseError
            When the classifier is not trained yet, or the folder holds other files or cannot be
            written.
        """
        self._require_trained()
        weights = {name: tensor.cpu().numpy() for name, tensor in self._model.state_dict().items()}
        description = {
            "config": self.config.to_dict(),
            "labels": list(self.label_names),
            "threshold": self.threshold,
            "vectorizer": self._vectorizer.to_dict(),
            # Fingerprints, so that a later evaluation can leave these tickets out.
            "seen": self._seen,
        }
        write_model(path, weights, description)

    @classmethod
    def load(cls, path, *, backend="torch"):
        """Load a saved classifier.

        Parameters
        ----------
        path : str or Path
            The folder that `save` wrote.
        backend : {"torch"}
            The framework that computes; any backend loads any saved classifier.

        Returns
        -------
        classifier : TicketClassifier

        Raises
        ------
        TicketcourseError
            When the folder holds no whole model; the message says what is wrong.
        """
        _check_backend(backend)
        import torch

        weights, description = read_model(path)
        try:
            classifier = cls(ModelConfig(**description["config"]), backend=backend)
            classifier.label_names = tuple(_texts(description["labels"]))
            classifier.threshold = float(description["threshold"])
            classifier._vectorizer = Vectorizer.from_dict(description["vectorizer"])
            seen = description["seen"]
            classifier._seen = {part: _texts(seen[part]) for part in ("train", "valid")}
            if len(set(classifier.label_names)) < len(classifier.label_names):
                raise ValueError("a label occurs twice")
            if not all(
                np.isfinite(value).all() for value in [classifier.threshold, *weights.values()]
            ):
                raise ValueError("a number is not finite")
            classifier._model = classifier._new_model()
            classifier._model.load_state_dict(
                {name: torch.from_numpy(array) for name, array in weights.items()}
            )
        except TicketcourseError as error:
            raise damaged_model(path, error) from error
        except (KeyError, TypeError, ValueError, RuntimeError) as error:
            raise damaged_model(path, "its parts do not fit together") from error
        return classifier

    def _new_model(self):
        from ticketcourse.models.torch_model import TorchModel, best_device

        model = TorchModel(self.config, V=len(self._vectorizer), L=len(self.label_names))
        return model.to(best_device())  # made on the CPU: the same initial weights everywhere

    def _encode(self, pairs, y=None):
        from ticketcourse.models.torch_predict import Encoded

        pairs = list(pairs) if isinstance(pairs, Iterable) else [pairs]
        for pair in pairs:
            # Ticket is a tuple as well; its third part, the labels, plays no role here.
            if (
                not isinstance(pair, (tuple, list))
                or len(pair) < 2
                or not all(isinstance(text, str) for text in pair[:2])
            ):
                raise TicketcourseError(
                    "Tickets are pairs of texts: give a list of (description, resolution)."
                )
        encode, config = self._vectorizer.encode, self.config
        return Encoded(
            [encode(pair[0], config.max_description) for pair in pairs],
            [encode(pair[1], config.max_resolution, keep="head and tail") for pair in pairs],
            y,
        )

    def _identity(self, train, valid, config):
        settings = config.to_dict()
        for name in ("epochs", "patience", "progress"):  # these may change when training goes on
            del settings[name]
        return {
            "model settings": self.config.to_dict(),
            "training settings": settings,
            "label names": list(self.label_names),
            "tickets": _digest([list(part) for part in (train, valid)]),
            "vocabulary": _digest(self._vectorizer.vocabulary),
        }

    def _require_trained(self):
        if self.threshold is None:
            raise TicketcourseError(
                "The classifier is not trained yet: call fit, or load a saved one."
            )


def _digest(value):
    return hashlib.sha256(repr(value).encode("utf-8", "surrogatepass")).hexdigest()


def _texts(value):
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise ValueError("no list of texts")
    return value


def _check_backend(backend):
    if backend != "torch":
        raise TicketcourseError(f'Backend {backend!r} is not known: give "torch".')
    try:
        import torch  # noqa: F401
    except ModuleNotFoundError:
        raise TicketcourseError(
            'PyTorch is not installed: run pip install "ticketcourse[torch]".'
        ) from None
