"""The search: one trial after another, each with settings of its own, judged on validation."""

import gc
import sys
import time
import warnings
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import optuna
from optuna.exceptions import ExperimentalWarning
from optuna.trial import TrialState
from sqlalchemy.engine import URL
from tqdm import tqdm

from ticketcourse.classifier import TicketClassifier
from ticketcourse.errors import TicketcourseError
from ticketcourse.files import claim_folder
from ticketcourse.models import ModelConfig
from ticketcourse.training import TrainConfig
from ticketcourse.training.survey import Survey
from ticketcourse.tuning.results import BEST, DATABASE, is_search, write_best, write_plots
from ticketcourse.tuning.space import SPACE, split_settings
from ticketcourse.tuning.storage import DEAD_AFTER, open_study, shown, storage_errors

_STATES = {
    TrialState.COMPLETE: "complete",
    TrialState.PRUNED: "pruned",
    TrialState.FAIL: "failed",
    TrialState.RUNNING: "running",
}
_COUNTED = TrialState.COMPLETE, TrialState.PRUNED
_ACTIVE = *_COUNTED, TrialState.RUNNING
_HEADING = "trial  state     score   best  epochs      time  settings"


class _Superfluous(Exception):
    """Ends a trial before it begins."""


class Search:
    """A search for the settings with the best validation micro-F1, begun or gone on with.

    A trial trains the network alone, without the wide path, which no setting changes. Its score is
    the validation micro-F1 of its best epoch. After every epoch a trial that is worse than the
    median of the others at that epoch is pruned. The first trial has the default settings, where
    the space holds them.

    Several processes with the same arguments and the same database share the trials.

    Parameters
    ----------
    train, valid : Tickets
        Training and validation tickets. No others are read.
    folder : str or Path
        Where `best.json`, `trials.png`, `settings.png` and, without `storage`, the database
        `study.db` are written.
    config : TrainConfig, optional
        The settings of the training that are not searched; the seed decides which settings are
        tried as well.
    backend : {"torch", "tensorflow"}
        The framework that computes.
    space : dict of str to Choices or Range, optional
        By default `SPACE`.
    storage : str, optional
        The address of a database, as SQLAlchemy takes it.

    Attributes
    ----------
    place : str
        The database, as it may be printed: without a password.
    best_file : Path
        The file of the best settings.

    Raises
    ------
    TicketcourseError
        When the backend is not installed, when the folder or the database cannot be used, or when
        the database holds another search.
    """

    def __init__(
        self, train, valid, folder, *, config=None, backend="torch", space=None, storage=None
    ):
        TicketClassifier(backend=backend)  # refuses what is not installed
        self._train, self._valid = train, valid
        self._config = TrainConfig() if config is None else config
        self._backend = backend
        self._space = SPACE if space is None else space
        self._folder = claim_folder(folder, is_search, "search")
        if storage is None:
            url = URL.create("sqlite", database=str(self._folder / DATABASE))
            storage = url.render_as_string(hide_password=False)
        identity = {
            "tickets": [Survey.of(part).digest for part in (train, valid)],
            "search space": {name: str(values) for name, values in self._space.items()},
            "backend": backend,
            "epochs": self._config.epochs,
            "seed": self._config.seed,
        }
        with _quiet():
            self._study = open_study(storage, identity, self._defaults())
        self._storage, self.place = storage, shown(storage)
        self.best_file = self._folder / BEST
        self._number = self._n_trials = None

    def run(self, n_trials):
        """Try settings until the search has as many trials, those of all workers counted.

        Trials that were interrupted do not count. Where others work on the last ones, it waits for
        them.

        Parameters
        ----------
        n_trials : int
            At least 1.

        Raises
        ------
        TicketcourseError
            When the database fails, or when training fails in every trial.
        KeyboardInterrupt
            When the user stops; the trial that was running counts as failed.
        """
        if n_trials < 1:
            raise TicketcourseError(f"{n_trials} trials cannot be run: give at least 1.")
        if self._config.progress:
            tqdm.write(_HEADING, file=sys.stderr)
        self._n_trials, said = n_trials, False
        with storage_errors(self._storage), _quiet():
            while (n_left := n_trials - self._count(_COUNTED)) > 0:
                if n_left > self._count((TrialState.RUNNING,)):
                    self._try()
                    continue
                if self._config.progress and not said:
                    said = True
                    tqdm.write("waiting for the trials of other workers", file=sys.stderr)
                self._give_up_the_dead()
                time.sleep(1)
            rows = self.trials()
        if not any(row["state"] == "complete" for row in rows):
            why = [row["error"] for row in rows if row["error"]][-1]
            raise TicketcourseError(f"Training failed in every trial, in the last one so: {why}")

    def trials(self):
        """Return what is known of every trial so far, in the order of their beginnings.

        Returns
        -------
        rows : list of dict
            The keys: `trial`, its number from 0; `state`, "complete", "pruned", "failed" or
            "running"; `score`, the best validation micro-F1, None before the first epoch;
            `epochs`; `seconds`, None while it runs; `settings`, a dict; `error`, why training
            failed, or None.
        """
        return [
            {
                "trial": trial.number,
                "state": _STATES[trial.state],
                "score": max(trial.intermediate_values.values(), default=None),
                "epochs": len(trial.intermediate_values),
                "seconds": trial.duration and trial.duration.total_seconds(),
                "settings": trial.params,
                "error": trial.user_attrs.get("error"),
            }
            for trial in self._study.get_trials(deepcopy=False, states=tuple(_STATES))
        ]

    def write(self):
        """Write what was found so far: the best settings, where there are any, and the plots.

        Returns
        -------
        best : dict or None
            The best row of `trials`.
        """
        with storage_errors(self._storage):
            rows = self.trials()
        write_plots(self._folder, rows)
        return self._write_best(rows)

    def _write_best(self, rows):
        complete = [row for row in rows if row["state"] == "complete"]
        best = max(complete, key=lambda row: row["score"], default=None)
        if best is not None:
            model, training = split_settings(best["settings"])
            write_best(self._folder, ModelConfig(**model), replace(self._config, **training))
        return best

    def _try(self):
        try:
            self._study.optimize(self._objective, n_trials=1, catch=(_Superfluous,))
        except ValueError as error:
            # After a machine slept, say, others took this trial for dead.
            if not str(error).startswith("Cannot tell"):
                raise
        gc.collect()  # models are parts of cycles, and the next one needs their memory
        if self._number is None:
            return
        rows = self.trials()
        best = self._write_best(rows)
        if self._config.progress:
            row = next(row for row in rows if row["trial"] == self._number)
            tqdm.write(self._line(row, best), file=sys.stderr)

    def _objective(self, trial):
        self._number = None
        active = self._study.get_trials(deepcopy=False, states=_ACTIVE)
        if sum(other.number < trial.number for other in active) >= self._n_trials:
            raise _Superfluous  # another worker began the last one at the same moment
        self._number = trial.number
        # One sampler a trial: workers with equal seeds would draw the same, and a search that goes
        # on would draw again what it drew at first.
        entropy = np.random.SeedSequence((self._config.seed, trial.number))
        self._study.sampler = optuna.samplers.TPESampler(seed=int(entropy.generate_state(1)[0]))
        settings = {name: values.suggest(trial, name) for name, values in self._space.items()}
        hidden = None if self._config.progress else True
        with tqdm(
            total=self._config.epochs, desc=f"trial {trial.number}", disable=hidden, leave=False
        ) as bar:

            def on_epoch(row):
                trial.report(row["valid_micro_f1"], row["epoch"])
                bar.set_postfix(score=f"{row['valid_micro_f1']:.3f}", refresh=False)
                bar.update()
                if row["epoch"] < self._config.epochs and trial.should_prune():
                    raise optuna.TrialPruned

            model, training = split_settings(settings)
            try:
                config = replace(self._config, **training, progress=False)
                model = ModelConfig(**model, wide=False)
                classifier = TicketClassifier(model, backend=self._backend)
                classifier.fit(self._train, self._valid, config, on_epoch=on_epoch)
            except TicketcourseError as error:
                # The settings are to blame, such as a learning rate with which training diverges.
                trial.set_user_attr("error", str(error))
                raise optuna.TrialPruned from None
        return max(row["valid_micro_f1"] for row in classifier.history)

    def _defaults(self):
        defaults = ModelConfig().to_dict() | self._config.to_dict()
        inside = all(defaults[name] in values for name, values in self._space.items())
        return {name: defaults[name] for name in self._space} if inside else None

    def _count(self, states):
        return len(self._study.get_trials(deepcopy=False, states=states))

    def _give_up_the_dead(self):
        optuna.storages.fail_stale_trials(self._study)
        long_ago = datetime.now() - timedelta(seconds=DEAD_AFTER)
        for trial in self._study.get_trials(deepcopy=False, states=(TrialState.RUNNING,)):
            # Its worker died before it gave the first sign of life.
            if not trial.params and trial.datetime_start < long_ago:
                self._study.tell(trial.number, state=TrialState.FAIL, skip_if_finished=True)

    def _line(self, row, best):
        score, highest = (
            "-" if one is None or one["score"] is None else f"{one['score']:.3f}"
            for one in (row, best)
        )
        settings = "  ".join(f"{name} {_short(value)}" for name, value in row["settings"].items())
        return (
            f"{row['trial']:5}  {row['state']:8} {score:>6} {highest:>6} "
            f"{row['epochs']:4}/{self._config.epochs:<3} {row['seconds']:6.1f} s  {settings}"
            + (f"  {row['error']}" if row["error"] else "")
        )


def _short(value):
    return f"{value:.3g}" if isinstance(value, float) else value


@contextmanager
def _quiet():
    """Let Optuna say nothing: trials have their own lines, and errors their own sentences."""
    before = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ExperimentalWarning)
            yield
    finally:
        optuna.logging.set_verbosity(before)
