"""The ticket classifier: train it, judge it, use it, keep it."""

import hashlib
import math
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import numpy as np

from ticketcourse.errors import TicketcourseError
from ticketcourse.models import ModelConfig
from ticketcourse.models.folder import damaged_model, read_model, write_model
from ticketcourse.training import TrainConfig
from ticketcourse.training.processes import n_processes, rank
from ticketcourse.vectorizer import Vectorizer

_CHUNK = 8192  # tickets that are ids at the same time in a prediction
_MAX_NGRAMS = 100_000
_WIDE = "wide."  # before the names of its arrays in a saved model


class TicketClassifier:
    """Gives a ticket every label that fits.

    Parameters
    ----------
    config : ModelConfig, optional
        The sizes; by default those of `ModelConfig`.
    backend : {"torch", "tensorflow"}
        The framework that computes. "tensorflow" is Keras on TensorFlow; where the environment
        variable ``KERAS_BACKEND`` is "jax" or "torch", Keras runs on that instead.

    Attributes
    ----------
    label_names : tuple of str
        The L labels, in the order of the columns of `predict_proba`; known after `fit`.
    threshold : float
        A label is given when its probability is at least this; tuned on validation tickets.
    at_least_one : bool
        Whether each ticket gets at least its most probable label, as every training ticket had one.
    share : float
        The network's share of the logits, 0 to 1; the wide path has the rest. It is the one with
        the lowest loss on validation tickets.
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
        self.at_least_one = False
        self.share = 1.0
        self.history = []
        self._backend = None  # the model, as TorchBackend or KerasBackend
        self._wide = None  # the WidePath beside it
        self._path_thresholds = {}  # of each path by itself
        self._vectorizer = None
        self._parts = None  # the training and validation tickets, for the baselines
        self._seen = {"train": [], "valid": []}  # their fingerprints

    def fit(self, train, valid, config=None, *, folder=None, resume=False):
        """Train on tickets; what was learned before is forgotten.

        The wide path is solved first, and then the network trains, each for itself; at the end
        validation tickets say how much each of them counts. Trained together they would learn less:
        where the wide path is right already, the network would see little to correct.

        Several GPUs share the work when ``torchrun`` starts a process for each; on a machine
        without any, processes share the CPU. The numbers are those of one process but for the order
        of sums and for dropout, and only the process of rank 0 writes files.

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
        from ticketcourse.data import label_matrix
        from ticketcourse.training.initial import initial_weights
        from ticketcourse.training.loop import Trainer

        config = TrainConfig() if config is None else config
        if not len(train) or not len(valid):
            raise TicketcourseError(
                "Training needs training tickets and validation tickets: one of them is empty."
            )
        if not any(train.labels):
            raise TicketcourseError("No training ticket has a label: label some of them.")
        if resume and folder is None:
            raise TicketcourseError("Resuming needs the folder of the checkpoint: give folder=….")
        self.history, self.threshold, self.share = [], None, 1.0
        self.label_names = train.label_names
        self.at_least_one = all(train.labels)
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
        self._backend = self._new_backend()
        V, L = len(self._vectorizer), len(self.label_names)
        trainer = Trainer(
            self._backend, config, self.at_least_one, None if folder is None else Path(folder)
        )
        identity = self._identity(train, valid, config)
        trainer.prepare(identity, resume)
        if not resume:
            texts = None
            if config.embeddings == "neighbours":
                whole = [*train.descriptions, *train.resolutions]
                texts = (self._vectorizer.encode(text, len(text)) for text in whole)
            self._backend.load_weights(initial_weights(self.config, V, L, config.seed, texts))
        self._wide, self._path_thresholds = None, {}
        if self.config.wide:
            from ticketcourse.models.wide import WidePath

            self._wide = WidePath.fit(
                train,
                encoded[0].y,
                max_ngrams=_MAX_NGRAMS,
                seed=config.seed,
                progress=config.progress and rank() == 0,
            )
        stopped = None
        try:
            trainer.run(*encoded, identity=identity, resume=resume)
        except (KeyboardInterrupt, TicketcourseError) as error:
            stopped = error  # the best epoch so far is usable
        self.history = trainer.history
        if trainer.threshold is not None:
            self._settle(valid, encoded[1], trainer.threshold)
        if stopped is not None:
            raise stopped
        return self

    def _settle(self, valid, encoded, threshold_of_network):
        """Find the network's share and the thresholds on validation tickets.

        The threshold comes last: with it the classifier counts as trained.
        """
        if self._wide is None:
            self.threshold = threshold_of_network
            return
        from ticketcourse.evaluation import tune_threshold
        from ticketcourse.models.predict import predict_logits
        from ticketcourse.scratch import binary_cross_entropy, sigmoid

        y, wide = encoded.y, self._wide.logits(valid)
        deep = predict_logits(self._backend, encoded).astype(np.float64)

        def joined(share):
            return share * deep + (1 - share) * wide

        def threshold(z):
            found = tune_threshold(y, sigmoid(z), self.at_least_one)
            return found if math.isfinite(found) else 0.5  # no validation ticket has a label

        shares = np.linspace(0, 1, 11)
        self.share = float(min(shares, key=lambda share: binary_cross_entropy(joined(share), y)))
        self._path_thresholds = {"network": threshold_of_network, "wide path": threshold(wide)}
        self.threshold = threshold(joined(self.share))

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
        return self._paths(pairs)["both"]

    def _paths(self, pairs):
        """The probabilities (n, L) of both paths together and, if there are two, of each alone."""
        self._require_trained()
        from ticketcourse.models.predict import predict_logits
        from ticketcourse.scratch import sigmoid

        pairs = iter(pairs if isinstance(pairs, Iterable) else [pairs])
        nothing = np.zeros((0, len(self.label_names)))
        found = {name: [nothing] for name in ("both", *self._path_thresholds)}
        while chunk := list(islice(pairs, _CHUNK)):
            z = predict_logits(self._backend, self._encode(chunk)).astype(np.float64)
            if self._wide is None:
                found["both"].append(sigmoid(z))
                continue
            wide = self._wide.logits(chunk)
            found["both"].append(sigmoid(self.share * z + (1 - self.share) * wide))
            found["network"].append(sigmoid(z))
            found["wide path"].append(sigmoid(wide))
        return {name: np.concatenate(parts) for name, parts in found.items()}

    def predict(self, pairs):
        """Give each ticket every label whose probability reaches the threshold.

        Parameters
        ----------
        pairs : iterable of (str, str), or Tickets
            As in `predict_proba`.

        Returns
        -------
        labels : list of tuple of str
            The labels of each ticket, the most probable first. Where none reaches the threshold,
            the most probable one if `at_least_one`, else none.
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
        from ticketcourse.evaluation import decide

        given = decide(p, self.threshold, self.at_least_one)
        return [
            tuple(self.label_names[j] for j in np.argsort(-row) if chosen[j])
            for row, chosen in zip(p, given, strict=True)
        ]

    def evaluate(self, tickets, *, train=None, valid=None):
        """Judge the classifier on tickets, beside baselines and, where known, the ceiling.

        Where there are two paths, each is judged by itself as well. For generated tickets the
        ceiling is known, and where in their texts the labels can be read.

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
        from ticketcourse.data import ceiling_posteriors, slices_of
        from ticketcourse.evaluation import make_report

        if not len(tickets):
            raise TicketcourseError("There are no tickets to judge: give at least one.")
        paths = self._paths(tickets)
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
        generated = tickets.origins is not None
        return make_report(
            self.label_names,
            paths.pop("both"),
            self.threshold,
            tickets,
            at_least_one=self.at_least_one,
            others={
                f"its {name} alone": (p, self._path_thresholds[name]) for name, p in paths.items()
            },
            train=train,
            valid=valid,
            slices=slices_of(tickets) if generated else None,
            ceiling_p=ceiling_posteriors(tickets, self.label_names) if generated else None,
            notes=notes,
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
        if rank() > 0:
            return
        description = {
            "config": self.config.to_dict(),
            "labels": list(self.label_names),
            "threshold": self.threshold,
            "at_least_one": self.at_least_one,
            "share": self.share,
            "path_thresholds": self._path_thresholds,
            "ngrams": None if self._wide is None else self._wide.ngrams,
            "vectorizer": self._vectorizer.to_dict(),
            # Fingerprints, so that a later evaluation can leave these tickets out.
            "seen": self._seen,
        }
        wide = {} if self._wide is None else self._wide.arrays()
        arrays = {f"{_WIDE}{name}": array for name, array in wide.items()}
        write_model(path, self._backend.weights() | arrays, description)

    @classmethod
    def load(cls, path, *, backend="torch"):
        """Load a saved classifier.

        Parameters
        ----------
        path : str or Path
            The folder that `save` wrote.
        backend : {"torch", "tensorflow"}
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
        weights, description = read_model(path)
        arrays = list(weights.values())
        try:
            classifier = cls(ModelConfig(**description["config"]), backend=backend)
            classifier.label_names = tuple(_texts(description["labels"]))
            classifier.threshold = float(description["threshold"])
            classifier.at_least_one = description["at_least_one"]
            classifier.share = float(description["share"])
            if not isinstance(classifier.at_least_one, bool) or not 0 <= classifier.share <= 1:
                raise ValueError("no decision rule")
            if classifier.config.wide != (description["ngrams"] is not None):
                raise ValueError("the wide path is missing, or should be")
            classifier._vectorizer = Vectorizer.from_dict(description["vectorizer"])
            seen = description["seen"]
            classifier._seen = {part: _texts(seen[part]) for part in ("train", "valid")}
            if len(set(classifier.label_names)) < len(classifier.label_names):
                raise ValueError("a label occurs twice")
            if description["ngrams"] is not None:
                from ticketcourse.models.wide import WidePath

                wide = {
                    name[len(_WIDE) :]: weights.pop(name)
                    for name in list(weights)
                    if name.startswith(_WIDE)
                }
                classifier._wide = WidePath(description["ngrams"], **wide)
                if classifier._wide.b.shape != (len(classifier.label_names),):
                    raise ValueError("the wide path has other labels")
                thresholds = description["path_thresholds"]
                classifier._path_thresholds = {
                    name: float(thresholds[name]) for name in ("network", "wide path")
                }
            numbers = [classifier.threshold, *classifier._path_thresholds.values(), *arrays]
            if not all(np.isfinite(value).all() for value in numbers):
                raise ValueError("a number is not finite")
            classifier._backend = classifier._new_backend()
            classifier._backend.load_weights(weights)
        except TicketcourseError as error:
            raise damaged_model(path, error) from error
        except (KeyError, TypeError, ValueError, RuntimeError) as error:
            raise damaged_model(path, "its parts do not fit together") from error
        return classifier

    def _new_backend(self):
        if self.backend == "torch":
            from ticketcourse.training.torch_backend import TorchBackend as Backend
        else:
            from ticketcourse.training.keras_backend import KerasBackend as Backend

        return Backend(self.config, V=len(self._vectorizer), L=len(self.label_names))

    def _encode(self, pairs, y=None):
        from ticketcourse.models.predict import Encoded

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
            (encode(pair[0], config.max_description) for pair in pairs),
            (encode(pair[1], config.max_resolution, keep="head and tail") for pair in pairs),
            y,
        )

    def _identity(self, train, valid, config):
        settings = config.to_dict()
        for name in ("epochs", "patience", "progress"):  # these may change when training goes on
            del settings[name]
        return {
            "backend": self._backend.name,
            "number of processes": n_processes(),
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
    try:
        if backend == "torch":
            import torch  # noqa: F401
        elif backend == "tensorflow":
            import keras  # noqa: F401
        else:
            raise TicketcourseError(
                f'Backend {backend!r} is not known: give "torch" or "tensorflow".'
            )
    except ModuleNotFoundError as error:
        raise TicketcourseError(
            f'{error.name} is not installed: run pip install "ticketcourse[{backend}]".'
        ) from None
