"""The training loop, the same for every framework.

A backend, such as `torch_backend.TorchBackend`, does what a framework does: it holds the model and
takes a step. Whatever goes in or out of it is NumPy.
"""

import csv
import io
import math
import sys
import time

import numpy as np
from tqdm import tqdm

from ticketcourse.errors import TicketcourseError
from ticketcourse.evaluation import decide, micro_f1
from ticketcourse.evaluation.decisions import threshold_in_use
from ticketcourse.files import write_atomically
from ticketcourse.models.folder import CHECKPOINT, claim_model_folder
from ticketcourse.models.predict import predict_logits
from ticketcourse.scratch import binary_cross_entropy, sigmoid
from ticketcourse.training.batches import batch_positions
from ticketcourse.training.checkpoint import (
    damaged_checkpoint,
    read_checkpoint,
    write_checkpoint,
)
from ticketcourse.training.processes import n_processes, rank
from ticketcourse.training.schedule import schedule

# What a row of the history holds.
_COLUMNS = {
    "epoch": int,
    "loss": float,
    "valid_loss": float,
    "valid_micro_f1": float,
    "seconds": float,
}
# What a checkpoint in the middle of an epoch holds of it: steps taken, the sum of the losses of
# their tickets, and the time they took.
_BEGUN = {"steps": int, "loss": float, "seconds": float}
_LEG = 2000  # steps between two checkpoints in an epoch: some minutes on a CPU


class Trainer:
    """One training of one model.

    Parameters
    ----------
    backend : TorchBackend or KerasBackend
        Its weights change; after `run` they are the best ones.
    config : TrainConfig
        How to train.
    at_least_one : bool
        Whether each ticket gets at least one label; see `decide`.
    folder : Path, optional
        Where a checkpoint and `history.csv` are written after every epoch, and a checkpoint after
        every 2,000 steps of a longer one.

    Attributes
    ----------
    history : list of dict
        One row an epoch: `epoch`, `loss`, `valid_loss`, `valid_micro_f1`, `seconds`.
    threshold : float or None
        The threshold of the best epoch, from the moment that the model has its weights.
    """

    def __init__(self, backend, config, at_least_one=False, folder=None):
        self.backend = backend
        self.config = config
        self.at_least_one = at_least_one
        self.folder = folder
        self.history = []
        self.threshold = None
        self._best = None  # the weights and the threshold of the best epoch
        self._begun = dict.fromkeys(_BEGUN, 0)  # what is done of the next epoch

    def prepare(self, identity, resume=False):
        """Refuse what cannot go well, before other long work begins; create the folder.

        Parameters
        ----------
        identity, resume
            As in `run`, which comes next.

        Raises
        ------
        TicketcourseError
            When the checkpoint cannot be read or belongs to another training, or when the folder
            cannot be used.
        """
        if resume:
            self._read(identity)
        if self._writes:
            claim_model_folder(self.folder)  # not earlier: what fails above creates no folder

    def run(self, train, valid, *, identity, resume=False, on_epoch=None):
        """Train until the last epoch, or until patience ends, after `prepare`.

        Parameters
        ----------
        train, valid : Encoded
            Training and validation tickets with targets.
        identity : dict
            What makes this training the same as another; resuming refuses any difference.
        resume : bool
            Whether to go on from the checkpoint in the folder.
        on_epoch : callable, optional
            Called with the new row of the history after every epoch; what it raises ends training.

        Raises
        ------
        TicketcourseError
            When the checkpoint does not fit, when the loss is not a finite number, or when there is
            too little memory.
        KeyboardInterrupt
            When the user stops; if an epoch is complete, the model has the best weights so far.
        """
        with self.backend.training(self.config):
            if resume:
                self._resume(identity)
                if self._writes:
                    self._write_history()  # an interruption may have come before it was written
            try:
                while len(self.history) < self.config.epochs and not self._out_of_patience():
                    self._train(train, identity)
                    self._judge(valid, len(train))
                    if self._writes:
                        self._write(identity)
                    if on_epoch is not None:
                        on_epoch(self.history[-1])
            except Exception as error:
                if not self.backend.is_out_of_memory(error):
                    raise
                raise TicketcourseError(self._too_little_memory()) from error
            finally:
                if self._best is not None:
                    weights, threshold = self._best
                    self.backend.load_weights(weights)
                    self.threshold = threshold

    def _train(self, train, identity):
        """Take the steps of an epoch, or those that are left of it."""
        epoch, begun = len(self.history) + 1, self._begun
        batches = batch_positions(train.lengths, self.config.batch_size, self.config.seed, epoch)
        # disable=None shows the bar on a terminal only; a log file gets the line an epoch alone.
        hidden = None if self._shows_progress else True
        with tqdm(
            total=len(batches),
            desc=f"epoch {epoch}/{self.config.epochs}",
            initial=begun["steps"],
            disable=hidden,
            leave=False,
        ) as bar:
            while begun["steps"] < len(batches):
                started = time.perf_counter()
                begun["loss"] += self._leg(train, batches, bar)
                begun["steps"] = min(begun["steps"] + _LEG, len(batches))
                begun["seconds"] += time.perf_counter() - started
                if begun["steps"] < len(batches) and self._writes:
                    self._write(identity)

    def _leg(self, train, batches, bar):
        """Take some steps; return the sum of the losses of their tickets."""
        epoch, first = len(self.history) + 1, self._begun["steps"]
        done_before, n_steps = (epoch - 1) * len(batches), self.config.epochs * len(batches)
        # Each leg has a seed of its own, so that resuming needs no state of random numbers.
        seed = self.config.seed, epoch
        self.backend.seed_dropout((*seed, first) if first else seed)
        total, seen = 0.0, 0
        for step, positions in enumerate(batches[first : first + _LEG], start=first):
            share = schedule(done_before + step, n_steps)
            self.backend.set_learning_rate(share * self.config.learning_rate)
            total += self.backend.step(train, positions)
            seen += len(positions) / n_processes()
            bar.update()
            if (step + 1) % 10 == 0:  # seldom, because reading a number waits for the GPU
                bar.set_postfix(loss=f"{self._finite(total / seen):.4f}")
        return self._finite(self.backend.sum_over_processes(np.array(float(total))))

    def _judge(self, valid, n_train):
        """Measure on validation tickets what an epoch brought, and end it."""
        started = time.perf_counter()
        # Each process measured every so many batches, and the rest is zeros.
        z = predict_logits(self.backend, valid, rank(), n_processes())
        z = self.backend.sum_over_processes(z).astype(np.float64)
        y = valid.targets()
        valid_loss = self._finite(binary_cross_entropy(z, y, "mean"))
        p = sigmoid(z)
        threshold = threshold_in_use(y, p, self.at_least_one)
        f1 = micro_f1(y, decide(p, threshold, self.at_least_one))
        row = {
            "epoch": len(self.history) + 1,
            "loss": self._begun["loss"] / n_train,
            "valid_loss": valid_loss,
            "valid_micro_f1": f1,
            "seconds": self._begun["seconds"] + time.perf_counter() - started,
        }
        if f1 > max((old["valid_micro_f1"] for old in self.history), default=-1):
            self._best = self.backend.weights(), threshold
        self.history.append(row)
        self._begun = dict.fromkeys(_BEGUN, 0)
        if self._shows_progress:
            tqdm.write(_line(row, self.config.epochs), file=sys.stderr)

    @property
    def _writes(self):
        return self.folder is not None and rank() == 0

    @property
    def _shows_progress(self):
        return self.config.progress and rank() == 0

    def _finite(self, loss):
        if not math.isfinite(loss):
            raise TicketcourseError(
                f"The loss in epoch {len(self.history) + 1} is not a finite number: train with a "
                "lower learning rate."
            )
        return float(loss)

    def _too_little_memory(self):
        size = self.config.batch_size
        said = f"There is too little memory for batches of {size} tickets"
        if size == 1:
            return f"{said}: train a smaller model, or one that reads fewer tokens."
        return f"{said}: train with a batch size of {size // 2}."

    def _out_of_patience(self):
        scores = [row["valid_micro_f1"] for row in self.history]
        return bool(scores) and len(scores) - 1 - scores.index(max(scores)) >= self.config.patience

    def _write(self, identity):
        arrays = {"weights": self.backend.weights(), "adam": self.backend.optimizer_state()}
        state = {"identity": identity, "history": self.history}
        if self.history:
            arrays["best"], state["threshold"] = self._best
        if self._begun["steps"]:
            state["begun"] = self._begun
        write_checkpoint(self.folder / CHECKPOINT, arrays, state)
        self._write_history()

    def _write_history(self):
        out = io.StringIO()
        writer = csv.DictWriter(out, fieldnames=list(_COLUMNS), lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.history)
        write_atomically(self.folder / "history.csv", out.getvalue().encode())

    def _read(self, identity):
        """The arrays and the state in the checkpoint, if it belongs to this training."""
        path = self.folder / CHECKPOINT
        arrays, state = read_checkpoint(path)
        try:
            for name, value in identity.items():
                if state["identity"].get(name) != value:
                    raise TicketcourseError(
                        f"{path} belongs to a training with other {name}: resume with the same, "
                        "or train without resuming."
                    )
        except (AttributeError, KeyError, TypeError) as error:
            raise damaged_checkpoint(path) from error
        return arrays, state

    def _resume(self, identity):
        arrays, state = self._read(identity)
        try:
            self.history = [
                {name: kind(row[name]) for name, kind in _COLUMNS.items()}
                for row in state["history"]
            ]
            begun = state.get("begun", self._begun)  # after a whole epoch there is none
            self._begun = {name: kind(begun[name]) for name, kind in _BEGUN.items()}
            if self.history:
                self._best = arrays["best"], float(state["threshold"])
                self.backend.load_weights(arrays["best"])  # only to see whether they fit
            self.backend.load_weights(arrays["weights"])
            self.backend.load_optimizer_state(arrays["adam"])
        except (AttributeError, KeyError, RuntimeError, TypeError, ValueError) as error:
            raise damaged_checkpoint(self.folder / CHECKPOINT) from error


def _line(row, epochs):
    return (
        f"epoch {row['epoch']}/{epochs}  loss {row['loss']:.4f}  "
        f"validation loss {row['valid_loss']:.4f}  "
        f"validation micro-F1 {row['valid_micro_f1']:.3f}  {row['seconds']:.1f} s"
    )
