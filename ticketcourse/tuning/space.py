"""Which settings a search tries, and with which values."""

import math
from dataclasses import MISSING, dataclass, fields

from ticketcourse.configuration import CONFIGS, read_json
from ticketcourse.errors import TicketcourseError

# Fixed by the search itself. The wide path is solved from the tickets alone: it would be the same
# in every trial.
_NOT_SEARCHED = {"wide", "epochs", "seed", "progress"}


@dataclass(frozen=True)
class Choices:
    """One of some values.

    Parameters
    ----------
    values : tuple
        Texts, numbers or truth values; at least one.
    """

    values: tuple

    def suggest(self, trial, name):
        """Ask an Optuna trial for a value."""
        return trial.suggest_categorical(name, self.values)

    def __contains__(self, value):
        return value in self.values

    def __str__(self):
        return ", ".join(map(str, self.values))


@dataclass(frozen=True)
class Range:
    """A number between two others.

    Parameters
    ----------
    low, high : float
        Both may be chosen.
    log : bool
        Whether its logarithm is spread evenly, instead of the number itself.
    """

    low: float
    high: float
    log: bool = False

    def suggest(self, trial, name):
        """Ask an Optuna trial for a value."""
        return trial.suggest_float(name, self.low, self.high, log=self.log)

    def __contains__(self, value):
        return self.low <= value <= self.high

    def __str__(self):
        return f"{self.low:g} to {self.high:g}{', log' if self.log else ''}"


SPACE = {
    "encoder": Choices(("lstm", "transformer")),
    "embedding_dim": Choices((64, 128, 256)),
    "units": Choices((32, 64, 128)),
    "n_layers": Choices((1, 2)),
    "dropout": Range(0.0, 0.5),
    "batch_size": Choices((16, 32, 64)),
    "learning_rate": Range(1e-4, 1e-2, log=True),
    "clip_norm": Range(0.1, 10.0, log=True),
}
"""The settings that a search tries when nothing else is said."""


def read_space(path):
    """Read a space from a JSON file; settings that it does not name stay as in `SPACE`.

    Parameters
    ----------
    path : str or Path
        A file like ``{"encoder": ["lstm"], "learning_rate": [0.0005, 0.005]}``. Of the settings
        that are a range in `SPACE` the two ends, of any other setting of `ModelConfig` or
        `TrainConfig` the list of values.

    Returns
    -------
    space : dict of str to Choices or Range

    Raises
    ------
    TicketcourseError
        When the file cannot be read, is not such an object, or holds a setting or a value that
        does not fit.
    """
    given = read_json(path)
    if not isinstance(given, dict):
        raise TicketcourseError(
            f'{path} is no search space: write an object like {{"encoder": ["lstm"]}}.'
        )
    defaults = {
        field.name: field.default
        for config in CONFIGS.values()
        for field in fields(config)
        if field.name not in _NOT_SEARCHED and field.default is not MISSING
    }
    space = dict(SPACE)
    for name, values in given.items():
        if name not in defaults:
            raise TicketcourseError(
                f"{path} has a setting {name!r} that is not searched: there are "
                f"{', '.join(defaults)}."
            )
        if not isinstance(values, list) or not values:
            raise TicketcourseError(f"{path}: {name} is no list of values: write it in brackets.")
        for value in values:
            if not _fits(value, defaults[name]):
                raise TicketcourseError(
                    f"{path}: {name} cannot be {value!r}: give values like {defaults[name]!r}."
                )
        is_range = isinstance(SPACE.get(name), Range)
        space[name] = (
            _range(path, name, values) if is_range else Choices(tuple(dict.fromkeys(values)))
        )
    return space


def split_settings(settings):
    """Tell the settings of the model from those of the training.

    Parameters
    ----------
    settings : dict of str to value

    Returns
    -------
    model, training : dict
        For `ModelConfig` and for `TrainConfig`.
    """
    return tuple(
        {field.name: settings[field.name] for field in fields(config) if field.name in settings}
        for config in CONFIGS.values()
    )


def _range(path, name, values):
    log = SPACE[name].log
    if len(values) != 2 or not (0 if log else -math.inf) < values[0] <= values[1]:
        positive = " above 0" if log else ""
        raise TicketcourseError(
            f"{path}: {name} is a range: give its two ends{positive}, the smaller one first."
        )
    return Range(float(values[0]), float(values[1]), log)


def _fits(value, default):
    if isinstance(default, float):
        return type(value) in (int, float) and math.isfinite(value)
    return type(value) is type(default)
