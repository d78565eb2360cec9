"""The ticket classifier: train it, judge it, use it, keep it."""

import hashlib
from pathlib import Path

import numpy as np

from ticketcourse.errors import TicketcourseError
from ticketcourse.models import ModelConfig
from ticketcourse.models.folder import claim_folder, read_model, write_model
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
            Whether to go on from the checkpoint in `folder`, exactly as if never interrupted.

        Returns
        -------
        self : TicketClassifier

        Raises
        ------
        TicketcourseError
            When there are no tickets or no labels, or the checkpoint does not fit.
        KeyboardInterrupt
            When the user stops; if an epoch is complete, the best weights so far are kept and the
            classifier is usable.
        """
        import torch

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
        if folder is not None:
            # A folder with a checkpoint is ours; without one, resuming must not create it.
            folder = Path(folder) if resume else claim_folder(folder)
            if not resume:
                for name in ("checkpoint.safetensors", "history.csv"):
                    (folder / name).unlink(missing_ok=True)
        self.label_names = train.label_names
        self._vectorizer = Vectorizer.from_texts(
            [*train.descriptions, *train.resolutions],
            max_size=self.config.max_vocabulary,
            min_count=self.config.min_count,
        )
        self._parts = train, valid
        self._seen = {"train": list(train.fingerprints), "valid": list(valid.fingerprints)}
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(config.seed)
            self._model = self._new_model()
        trainer = TorchTrainer(self._model, config, folder)
        self.history, self.threshold = trainer.history, None
        encoded = self._encode(train, labelled=True), self._encode(valid, labelled=True)
        try:
            trainer.run(*encoded, identity=self._identity(train, valid, config), resume=resume)
        finally:
            self.history = trainer.history
            if self.history:
                self.threshold = self._tune(encoded[1])
        return self

    def predict_proba(self, pairs):
        """Compute the probability of each label.

        Parameters
        ----------
        pairs : sequence of (str, str), or Tickets
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
        return self._probabilities(self._encode(pairs))

    def predict(self, pairs):
        """Give each ticket every label whose probability reaches the threshold.

        Parameters
        ----------
        pairs : sequence of (str, str), or Tickets
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
        weights = {name: tensor.numpy() for name, tensor in self._model.state_dict().items()}
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

        config, weights, description = read_model(path)
        classifier = cls(config, backend=backend)
        try:
            classifier.label_names = tuple(description["labels"])
            classifier.threshold = float(description["threshold"])
            classifier._vectorizer = Vectorizer.from_dict(description["vectorizer"])
            classifier._seen = {part: description["seen"][part] for part in ("train", "valid")}
            classifier._model = classifier._new_model()
            classifier._model.load_state_dict(
                {name: torch.from_numpy(array) for name, array in weights.items()}
            )
        except (KeyError, TypeError, ValueError, RuntimeError) as error:
            raise TicketcourseError(
                f"The model in {path} is damaged: its parts do not fit together; "
                "save or train it again."
            ) from error
        return classifier

    def _new_model(self):
        from ticketcourse.models import TorchModel

        return TorchModel(self.config, V=len(self._vectorizer), L=len(self.label_names))

    def _encode(self, tickets, *, labelled=False):
        from ticketcourse.data import label_matrix
        from ticketcourse.training.torch_loop import Encoded

        for ticket in tickets:
            if isinstance(ticket, str) or not all(isinstance(text, str) for text in ticket[:2]):
                raise TicketcourseError(
                    "Tickets are pairs of texts: give a list of (description, resolution)."
                )
        encode, config = self._vectorizer.encode, self.config
        return Encoded(
            [encode(ticket[0], config.max_description) for ticket in tickets],
            [encode(ticket[1], config.max_resolution, keep="head and tail") for ticket in tickets],
            label_matrix(tickets.labels, self.label_names) if labelled else None,
        )

    def _probabilities(self, encoded):
        from ticketcourse.training.torch_loop import predict_logits

        z = predict_logits(self._model, encoded).astype(np.float64)
        return 1 / (1 + np.exp(-z))

    def _tune(self, encoded):
        from ticketcourse.evaluation import tune_threshold

        threshold = tune_threshold(encoded.y, self._probabilities(encoded))
        return threshold if np.isfinite(threshold) else 0.5  # no validation ticket has a label

    def _identity(self, train, valid, config):
        settings = config.to_dict()
        for name in ("epochs", "patience", "progress"):  # these may change when training goes on
            del settings[name]
        texts = repr([list(part) for part in (train, valid)])
        digest = hashlib.sha256(texts.encode("utf-8", "surrogatepass")).hexdigest()
        return {
            "model settings": self.config.to_dict(),
            "training settings": settings,
            "tickets": digest,
        }

    def _require_trained(self):
        if self.threshold is None:
            raise TicketcourseError(
                "The classifier is not trained yet: call fit, or load a saved one."
            )


def _check_backend(backend):
    if backend != "torch":
        raise TicketcourseError(f'Backend {backend!r} is not known: give "torch".')
    try:
        import torch  # noqa: F401
    except ModuleNotFoundError:
        raise TicketcourseError(
            'PyTorch is not installed: run pip install "ticketcourse[torch]".'
        ) from None
