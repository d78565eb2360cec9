"""The training loop in PyTorch."""

import csv
import io
import math
import sys
import time

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits
from tqdm import tqdm

from ticketcourse.errors import TicketcourseError
from ticketcourse.evaluation import micro_f1, tune_threshold
from ticketcourse.files import write_atomically
from ticketcourse.models.folder import CHECKPOINT, claim_folder
from ticketcourse.models.torch_predict import predict_logits
from ticketcourse.scratch import sigmoid
from ticketcourse.training.batches import batch_positions
from ticketcourse.training.checkpoint import (
    damaged_checkpoint,
    read_checkpoint,
    write_checkpoint,
)

# What a row of the history holds.
_COLUMNS = {
    "epoch": int,
    "loss": float,
    "valid_loss": float,
    "valid_micro_f1": float,
    "seconds": float,
}


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
    threshold : float or None
        The threshold of the best epoch, from the moment that the model has its weights.
    """

    def __init__(self, model, config, folder=None):
        self.model = model
        self.config = config
        self.folder = folder
        self.optimizer = torch.optim.Adam(model.parameters(), lr=config.learning_rate)
        self.history = []
        self.threshold = None
        self._best = None  # the weights and the threshold of the best epoch

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
            When the checkpoint cannot be read or belongs to another training, when the folder
            cannot be used, when the loss is not a finite number, or when the GPU has too little
            memory.
        KeyboardInterrupt
            When the user stops; if an epoch is complete, the model has the best weights so far.

        Notes
        -----
        Dropout draws from PyTorch's global generators, which are not left as they were.
        """
        if resume:
            self._resume(identity)
        if self.folder is not None:
            claim_folder(self.folder)  # not earlier, so that what fails above creates no folder
            if resume:
                self._write_history()  # an interruption may have come before it was written
        try:
            while len(self.history) < self.config.epochs and not self._out_of_patience():
                self._epoch(train, valid)
                if self.folder is not None:
                    self._write(identity)
        except torch.OutOfMemoryError as error:
            raise TicketcourseError(
                f"The GPU has too little memory for batches of {self.config.batch_size} tickets: "
                "train with a smaller batch size."
            ) from error
        finally:
            if self._best is not None:
                weights, threshold = self._best
                self.model.load_state_dict(weights)
                self.threshold = threshold

    def _epoch(self, train, valid):
        epoch, started = len(self.history) + 1, time.perf_counter()
        batches = batch_positions(train.lengths, self.config.batch_size, self.config.seed, epoch)
        torch.manual_seed(int(np.random.default_rng((self.config.seed, epoch)).integers(2**63)))
        self.model.train()
        total, seen = 0.0, 0
        # disable=None shows the bar on a terminal only; a log file gets the line an epoch alone.
        hidden = None if self.config.progress else True
        with tqdm(
            batches, f"epoch {epoch}/{self.config.epochs}", disable=hidden, leave=False
        ) as bar:
            for done, positions in enumerate(bar, start=1):
                total += self._step(train, positions) * len(positions)
                seen += len(positions)
                if done % 10 == 0:  # seldom, because reading a number waits for the GPU
                    bar.set_postfix(loss=f"{self._finite(total / seen):.4f}")
        z = predict_logits(self.model, valid)
        valid_loss = binary_cross_entropy_with_logits(
            torch.from_numpy(z), torch.from_numpy(valid.y)
        )
        losses = self._finite(total / seen), self._finite(valid_loss)
        p = sigmoid(z.astype(np.float64))
        threshold = tune_threshold(valid.y, p)
        f1 = micro_f1(valid.y, p >= threshold)
        row = dict(zip(_COLUMNS, (epoch, *losses, f1, time.perf_counter() - started), strict=True))
        if f1 > max((old["valid_micro_f1"] for old in self.history), default=-1):
            weights = {name: tensor.clone() for name, tensor in self.model.state_dict().items()}
            # Infinity says that no validation ticket has a label.
            self._best = weights, threshold if math.isfinite(threshold) else 0.5
        self.history.append(row)
        if self.config.progress:
            tqdm.write(_line(row, self.config.epochs), file=sys.stderr)

    def _step(self, train, positions):
        z = self.model(*train.batch(positions))
        y = torch.from_numpy(train.y[positions]).to(z.device)
        loss = binary_cross_entropy_with_logits(z, y)
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.config.clip_norm)
        self.optimizer.step()
        return loss.detach().double()  # still on the GPU, which goes on working

    def _finite(self, loss):
        if not math.isfinite(loss):
            raise TicketcourseError(
                f"The loss in epoch {len(self.history) + 1} is not a finite number: train with a "
                "lower learning rate."
            )
        return float(loss)

    def _out_of_patience(self):
        scores = [row["valid_micro_f1"] for row in self.history]
        return bool(scores) and len(scores) - 1 - scores.index(max(scores)) >= self.config.patience

    def _write(self, identity):
        adam = {
            f"{i}/{name}": tensor
            for i, values in self.optimizer.state_dict()["state"].items()
            for name, tensor in values.items()
        }
        best, threshold = self._best
        tensors = {"weights": self.model.state_dict(), "best": best, "adam": adam}
        state = {"identity": identity, "history": self.history, "threshold": threshold}
        write_checkpoint(self.folder / CHECKPOINT, tensors, state)
        self._write_history()

    def _write_history(self):
        out = io.StringIO()
        writer = csv.DictWriter(out, fieldnames=list(_COLUMNS), lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.history)
        write_atomically(self.folder / "history.csv", out.getvalue().encode())

    def _resume(self, identity):
        path = self.folder / CHECKPOINT
        tensors, state = read_checkpoint(path)
        try:
            for name, value in identity.items():
                if state["identity"].get(name) != value:
                    raise TicketcourseError(
                        f"{path} belongs to a training with other {name}: resume with the same, "
                        "or train without resuming."
                    )
            self.history = [
                {name: kind(row[name]) for name, kind in _COLUMNS.items()}
                for row in state["history"]
            ]
            self._best = tensors["best"], float(state["threshold"])
            for group in ("best", "weights"):  # the best ones only to see whether they fit
                self.model.load_state_dict(tensors[group])
            adam = tensors["adam"]
            optimizer_state = self.optimizer.state_dict()
            optimizer_state["state"] = {
                i: {
                    "step": adam[f"{i}/step"].view(()),
                    "exp_avg": adam[f"{i}/exp_avg"].view_as(weight),
                    "exp_avg_sq": adam[f"{i}/exp_avg_sq"].view_as(weight),
                }
                for i, weight in enumerate(self.model.parameters())
            }
            self.optimizer.load_state_dict(optimizer_state)
        except (AttributeError, KeyError, RuntimeError, TypeError, ValueError) as error:
            raise damaged_checkpoint(path) from error


def _line(row, epochs):
    return (
        f"epoch {row['epoch']}/{epochs}  loss {row['loss']:.4f}  "
        f"validation loss {row['valid_loss']:.4f}  "
        f"validation micro-F1 {row['valid_micro_f1']:.3f}  {row['seconds']:.1f} s"
    )
