"""The ticket classifier: train it, judge it, use it, keep it."""

import warnings
from functools import partial
from pathlib import Path

import numpy as np
from tqdm import tqdm

from ticketcourse.errors import TicketcourseError
from ticketcourse.models import ModelConfig
from ticketcourse.models.folder import damaged_model, read_model, write_model
from ticketcourse.training import TrainConfig
from ticketcourse.training.processes import n_processes, rank
from ticketcourse.vectorizer import Vectorizer

_MAX_NGRAMS = 100_000
_MAX_SAMPLE = 100_000  # training tickets that the wide path and the word vectors learn from
_SEEN = "seen."  # before the names of the fingerprints in a saved model


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
        self.history = []
        self._paths = None  # the network and the wide path
        self._baseline_tickets = None  # the training and validation tickets of `fit`
        self._seen = {}  # the fingerprints of both parts

    @property
    def share(self):
        """The network's share of the logits, 0 to 1; the wide path has the rest.

        It is the one with the lowest loss on validation tickets.
        """
        self._require_trained()
        return self._paths.share

    def fit(self, train, valid, config=None, *, folder=None, resume=False, on_epoch=None):
        """Train on tickets; what was learned before is forgotten.

        The wide path is solved first, and then the network trains, each for itself; at the end
        validation tickets say how much each of them counts. Trained together they would learn less:
        where the wide path is right already, the network would see little to correct.

        Several GPUs share the work when ``torchrun`` starts a process for each; on a machine
        without any, processes share the CPU. The numbers are those of one process but for the order
        of sums and for dropout, and only the process of rank 0 writes files.

        Parameters
        ----------
        train : Tickets, or iterable of Ticket
            Training tickets. Those that `stream_tickets` reads may be more than fit into memory:
            they are read five times, their ids are kept in a temporary file, and of more than
            100,000 the wide path and the word vectors learn from 100,000 at random.
        valid : Tickets
            Validation tickets, which choose the best epoch and the threshold.
        config : TrainConfig, optional
            How to train; by default as `TrainConfig` says.
        folder : str or Path, optional
            Where a checkpoint and `history.csv` are written after every epoch, and a checkpoint
            after every 2,000 steps of a longer one.
        resume : bool
            Whether to go on from the checkpoint in `folder`, be it in the middle of an epoch: on a
            CPU exactly as if never interrupted, on a GPU but for the order of sums.
        on_epoch : callable, optional
            Called with the new row of `history` after every epoch; what it raises ends training.

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
        from ticketcourse.models.wide import WidePath
        from ticketcourse.training.initial import initial_weights
        from ticketcourse.training.loop import Trainer
        from ticketcourse.training.survey import Survey
        from ticketcourse.two_paths import TwoPaths, texts_read

        config = TrainConfig() if config is None else config
        if resume and folder is None:
            raise TicketcourseError("Resuming needs the folder of the checkpoint: give folder=….")
        self.history, self.threshold = [], None
        shown = config.progress and rank() == 0

        def watched(what, n=None):
            return tqdm(train, what, n, disable=None if shown else True, leave=False)

        survey = Survey.of(watched("reading"), getattr(train, "label_names", None))
        judging = Survey.of(valid, survey.label_names)
        if not len(survey) or not len(judging):
            raise TicketcourseError(
                "Training needs training tickets and validation tickets: one of them is empty."
            )
        if not survey.y.any():
            raise TicketcourseError("No training ticket has a label: label some of them.")
        if known := int(np.isin(judging.fingerprints, survey.fingerprints).sum()):
            warnings.warn(
                f"{known} of {len(judging)} validation tickets are training tickets too: what is "
                "chosen on them is too sure of itself.",
                stacklevel=2,
            )
        self.label_names = survey.label_names
        self.at_least_one = survey.all_labelled
        self._baseline_tickets = (train, valid) if hasattr(train, "label_names") else None
        self._seen = {"train": survey.fingerprints, "valid": judging.fingerprints}
        vectorizer = Vectorizer.from_texts(
            (
                text
                for ticket in watched("vocabulary", len(survey))
                for text in texts_read(ticket, self.config)
            ),
            max_size=self.config.max_vocabulary,
            min_count=self.config.min_count,
            subwords=self.config.subwords,
        )
        paths = TwoPaths(self.config, self.backend, vectorizer, len(self.label_names))
        self._paths = paths
        trainer = Trainer(
            paths.network, config, self.at_least_one, None if folder is None else Path(folder)
        )
        settings = config.to_dict()
        for name in ("patience", "progress"):  # these may change when training goes on
            del settings[name]
        identity = {
            "backend": paths.network.name,
            "number of processes": n_processes(),
            "model settings": self.config.to_dict(),
            "training settings": settings,
            "label names": list(self.label_names),
            "tickets": [survey.digest, judging.digest],
        }
        trainer.prepare(identity, resume)
        chosen = _sample(len(survey), config.seed)
        sample = [
            texts_read(ticket, self.config)
            for ticket, taken in zip(train, chosen, strict=True)
            if taken
        ]
        if not resume:
            texts = None
            if config.embeddings == "neighbours":
                texts = (vectorizer.encode(text, len(text)) for pair in sample for text in pair)
            V, L = len(vectorizer), len(self.label_names)
            paths.network.load_weights(
                initial_weights(self.config, V, L, config.seed, texts, survey.y[chosen])
            )
        if self.config.wide:
            paths.wide = paths.network.computed_once(
                partial(
                    WidePath.fit,
                    sample,
                    survey.y[chosen],
                    max_ngrams=_MAX_NGRAMS,
                    seed=config.seed,
                    progress=shown,
                )
            )
        del sample
        encoded = paths.encode(watched("ids", len(survey)), survey.y)
        encoded_valid = paths.encode(valid, judging.y)
        stopped = None
        try:
            trainer.run(encoded, encoded_valid, identity=identity, resume=resume, on_epoch=on_epoch)
        except (KeyboardInterrupt, TicketcourseError) as error:
            stopped = error  # the best epoch so far is usable
        self.history = trainer.history
        if trainer.threshold is not None:
            # The threshold comes last: with it the classifier counts as trained.
            self.threshold = paths.settle(
                valid, encoded_valid, trainer.threshold, self.at_least_one
            )
        if stopped is not None:
            raise stopped
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
        return self._paths.probabilities(pairs)["both"]

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

        Where there are two paths, each is judged by itself as well. Slices are judged by
        themselves: the latest tickets, those with the most words that training did not see, labels
        that are rare. For generated tickets the ceiling is known, and where in their texts the
        labels can be read, which gives more slices.

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
        from ticketcourse.evaluation.slices import harder_slices

        if not len(tickets):
            raise TicketcourseError("There are no tickets to judge: give at least one.")
        self._require_trained()
        paths = self._paths.probabilities(tickets)
        if train is None and valid is None and self._baseline_tickets is not None:
            train, valid = self._baseline_tickets
        known = int(self._positions_seen(tickets).sum())
        notes = []
        if known:
            notes.append(
                f"{known} of these {len(tickets)} tickets were used in training: "
                "the numbers flatter the classifier."
            )
        generated = tickets.origins is not None
        slices = slices_of(tickets) if generated else {}
        slices |= harder_slices(tickets, self._paths.vectorizer.vocabulary)
        return make_report(
            self.label_names,
            paths.pop("both"),
            self.threshold,
            tickets,
            at_least_one=self.at_least_one,
            others={
                f"its {name} alone": (p, self._paths.thresholds[name]) for name, p in paths.items()
            },
            train=train,
            valid=valid,
            slices=slices,
            ceiling_p=ceiling_posteriors(tickets, self.label_names) if generated else None,
            notes=notes,
        )

    def attention(self, pair):
        """Look how much the tokens of one ticket's texts ask each other.

        Parameters
        ----------
        pair : (str, str), or Ticket
            Description and resolution.

        Returns
        -------
        weights : AttentionWeights
            `ticketcourse.figures.plot_attention` draws them.

        Raises
        ------
        TicketcourseError
            When the classifier is not trained yet, or reads one text or joins both without
            attention.
        """
        from ticketcourse.models.attention_weights import attention_weights

        self._require_trained()
        ids = self._paths.encode([pair]).batch([0])
        return attention_weights(self._paths.network, self.config, self._paths.vectorizer, ids)

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
        here = _as_numbers(tickets)
        complete = np.isin(np.concatenate([*self._seen.values()]), here).all()

        def those_in(part):
            return tickets[np.isin(here, self._seen[part])] if complete else None

        return those_in("train"), those_in("valid"), tickets[~self._positions_seen(tickets)]

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
        arrays, description = self._paths.saved()
        # Fingerprints, so that a later evaluation can leave these tickets out.
        arrays |= {f"{_SEEN}{part}": seen for part, seen in self._seen.items()}
        description |= {
            "config": self.config.to_dict(),
            "labels": list(self.label_names),
            "threshold": self.threshold,
            "at_least_one": self.at_least_one,
        }
        write_model(path, arrays, description)

    def export(self, path, format="savedmodel"):
        """Write the classifier for those who serve it without this library.

        Parameters
        ----------
        path, format
            As in `ticketcourse.export.export_classifier`, which says what is written.

        Raises
        ------
        TicketcourseError
            As there.
        """
        from ticketcourse.export import export_classifier

        export_classifier(self, path, format)

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
        from ticketcourse.two_paths import TwoPaths

        _check_backend(backend)
        arrays, description = read_model(path)
        try:
            classifier = cls(ModelConfig(**description["config"]), backend=backend)
            names = description["labels"]
            if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
                raise ValueError("the labels are no texts")
            if len(set(names)) < len(names):
                raise ValueError("a label occurs twice")
            classifier.label_names = tuple(names)
            classifier.at_least_one = description["at_least_one"]
            threshold = float(description["threshold"])
            if not isinstance(classifier.at_least_one, bool) or not 0 <= threshold <= 1:
                raise ValueError("no decision rule")
            for part in ("train", "valid"):
                classifier._seen[part] = arrays.pop(f"{_SEEN}{part}")
                if classifier._seen[part].dtype != np.uint64:
                    raise ValueError("the fingerprints are no fingerprints")
            classifier._paths = TwoPaths.from_saved(
                classifier.config, backend, len(names), arrays, description
            )
            classifier.threshold = threshold
        except TicketcourseError as error:
            if isinstance(error.__cause__, ModuleNotFoundError):
                raise
            raise damaged_model(path, error) from error
        except (KeyError, TypeError, ValueError, RuntimeError) as error:
            raise damaged_model(path, "its parts do not fit together") from error
        return classifier

    def _positions_seen(self, tickets):
        """Tell which tickets training used: an array of bool."""
        return np.isin(_as_numbers(tickets), np.concatenate([*self._seen.values()]))

    def _require_trained(self):
        if self.threshold is None:
            raise TicketcourseError(
                "The classifier is not trained yet: call fit, or load a saved one."
            )


def _as_numbers(tickets):
    return np.array([int(name, 16) for name in tickets.fingerprints], dtype=np.uint64)


def _sample(n, seed):
    """Choose tickets at random, all where they are few: an array of n bool."""
    chosen = np.zeros(n, dtype=bool)
    chosen[np.random.default_rng(seed).permutation(n)[:_MAX_SAMPLE]] = True
    return chosen


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
