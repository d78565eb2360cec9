"""The training loop in PyTorch."""

import csv
import io
import sys
import time
from typing import NamedTuple

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits
from tqdm import tqdm

from ticketcourse.errors import TicketcourseError
from ticketcourse.evaluation import micro_f1, tune_threshold
from ticketcourse.files import write_atomically
from ticketcourse.training.batches import batch_positions
from ticketcourse.training.checkpoint import FILE_NAME, read_checkpoint, write_checkpoint
from ticketcourse.vectorizer import pad

_PREDICT_BATCH = 256


class Encoded(NamedTuple):
    """Tickets as ids.

    Parameters
    ----------
    descriptions, resolutions : list of list of int
        The ids of each of n texts, not padded.
    y : ndarray of float32, shape (n, L), or None
        Targets, where they are known.
    """

    descriptions: list
    resolutions: list
    y: np.ndarray | None = None

    @property
    def lengths(self):
        pairs = zip(self.descriptions, self.resolutions, strict=True)
        return np.array([len(d) + len(r) for d, r in pairs], dtype=np.int64)

    def batch(self, positions):
        """Return the padded ids of some tickets: two Tensors (n, T) and (n, S)."""
        return tuple(
            torch.from_numpy(pad([texts[i] for i in positions]))
            for texts in (self.descriptions, self.resolutions)
        )


class TorchTrainer:
    """One training of one model.

    Parameters
    ----------
    model : TorchModel
        Its weights change; after `run` they are the best ones.
    config : TrainConfig
        How to train.
    folder : Path, optional
        Where a checkpoint and `history.csv` are written after every epoch.

    Attributes
    ----------
    history : list of dict
        One row an epoch: `epoch`, `loss`, `valid_loss`, `valid_micro_f1`, `seconds`.
    """

    def __init__(self, model, config, folder=None):
        self.model = model
        self.config = config
        self.folder = folder
        self.optimizer = torch.optim.Adam(model.parameters(), lr=config.learning_rate)
        self.history = []
        self._best_weights = None

    def run(self, train, valid, *, identity, resume=False):
        """Train until the last epoch, or until patience ends.

        Parameters
        ----------
        train, valid : Encoded
            Training and validation tickets with targets.
        identity : dict
            What makes this training the same as another; resuming refuses any difference.
        resume : bool
            Whether to go on from the checkpoint in the folder.

        Raises
        ------
        TicketcourseError
            When the checkpoint cannot be read or belongs to another training, or when the loss is
            not a finite number.
        KeyboardInterrupt
            When the user stops; if an epoch is complete, the model has the best weights so far.
        """
        if resume:
            self._resume(identity)
        # Dropout draws from PyTorch's global generator: leave it as the caller had it.
        with torch.random.fork_rng(devices=[]):
            try:
                while len(self.history) < self.config.epochs and not self._out_of_patience():
                    self._epoch(train, valid)
                    if self.folder is not None:
                        self._write(identity)
            finally:
                if self._best_weights is not None:
                    self.model.load_state_dict(self._best_weights)

    def _epoch(self, train, valid):
        epoch, started = len(self.history) + 1, time.perf_counter()
        batches = batch_positions(train.lengths, self.config.batch_size, self.config.seed, epoch)
        torch.manual_seed(int(np.random.default_rng((self.config.seed, epoch)).integers(2**63)))
        self.model.train()
        total = 0.0
        # disable=None shows the bar on a terminal only; a log file gets the line an epoch alone.
        hidden = None if self.config.progress else True
        with tqdm(
            batches, f"epoch {epoch}/{self.config.epochs}", disable=hidden, leave=False
        ) as bar:
            for done, positions in enumerate(bar, start=1):
                total += self._step(train, positions) * len(positions)
                if done % 10 == 0:
                    bar.set_postfix(loss=f"{total / sum(map(len, batches[:done])):.4f}")
        z = predict_logits(self.model, valid)
        p = 1 / (1 + np.exp(-z.astype(np.float64)))
        row = {
            "epoch": epoch,
            "loss": total / len(train.descriptions),
            "valid_loss": float(
                binary_cross_entropy_with_logits(torch.from_numpy(z), torch.from_numpy(valid.y))
            ),
            "valid_micro_f1": micro_f1(valid.y, p >= tune_threshold(valid.y, p)),
            "seconds": time.perf_counter() - started,
        }
        if row["valid_micro_f1"] > max((old["valid_micro_f1"] for old in self.history), default=-1):
            self._best_weights = {
                name: tensor.clone() for name, tensor in self.model.state_dict().items()
            }
        self.history.append(row)
        if self.config.progress:
            tqdm.write(_line(row, self.config.epochs), file=sys.stderr)

    def _step(self, train, positions):
        z = self.model(*train.batch(positions))
        loss = binary_cross_entropy_with_logits(z, torch.from_numpy(train.y[positions]))
        if not torch.isfinite(loss):
            raise TicketcourseError(
                f"The loss in epoch {len(self.history) + 1} is not a finite number: train with a "
                "lower learning rate."
            )
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.config.clip_norm)
        self.optimizer.step()
        return loss.item()

    def _out_of_patience(self):
        scores = [row["valid_micro_f1"] for row in self.history]
        return bool(scores) and len(scores) - 1 - scores.index(max(scores)) >= self.config.patience

    def _write(self, identity):
        adam = {
            f"{i}/{name}": tensor
            for i, values in self.optimizer.state_dict()["state"].items()
            for name, tensor in values.items()
        }
        tensors = {"weights": self.model.state_dict(), "best": self._best_weights, "adam": adam}
        state = {"identity": identity, "history": self.history}
        write_checkpoint(self.folder / FILE_NAME, tensors, state)
        out = io.StringIO()
        writer = csv.DictWriter(out, fieldnames=list(self.history[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.history)
        write_atomically(self.folder / "history.csv", out.getvalue().encode())

    def _resume(self, identity):
        path = self.folder / FILE_NAME
        tensors, state = read_checkpoint(path)
        for name, value in identity.items():
            if state["identity"].get(name) != value:
                raise TicketcourseError(
                    f"{path} belongs to a training with other {name}: resume with the same, "
                    "or train without resuming."
                )
        self.model.load_state_dict(tensors["weights"])
        self._best_weights = tensors["best"]
        self.history = state["history"]
        optimizer_state = self.optimizer.state_dict()
        for key, tensor in tensors["adam"].items():
            i, name = key.split("/")
            optimizer_state["state"].setdefault(int(i), {})[name] = tensor
        self.optimizer.load_state_dict(optimizer_state)


def predict_logits(model, tickets):
    """Compute logits without training.

    Parameters
    ----------
    model : TorchModel
    tickets : Encoded
        n tickets.

    Returns
    -------
    z : ndarray of float32, shape (n, L)
    """
    model.eval()
    order = np.argsort(tickets.lengths, kind="stable")
    z = np.empty((len(order), model.classification.out_features), dtype=np.float32)
    with torch.inference_mode():
        for start in range(0, len(order), _PREDICT_BATCH):
            positions = order[start : start + _PREDICT_BATCH]
            z[positions] = model(*tickets.batch(positions)).numpy()
    return z


def _line(row, epochs):
    return (
        f"epoch {row['epoch']}/{epochs}  loss {row['loss']:.4f}  "
        f"validation loss {row['valid_loss']:.4f}  "
        f"validation micro-F1 {row['valid_micro_f1']:.3f}  {row['seconds']:.1f} s"
    )
