"""The settings of a model and of its training in one JSON file: `tune` writes, `train` reads it."""

import json
from dataclasses import fields
from pathlib import Path

from ticketcourse.errors import TicketcourseError
from ticketcourse.models import ModelConfig
from ticketcourse.training import TrainConfig

CONFIGS = {"model": ModelConfig, "training": TrainConfig}
"""What stands under each key of the file."""


def read_json(path):
    """Read a small JSON file that a person may have written.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    object
        What the file holds.

    Raises
    ------
    TicketcourseError
        When the file cannot be read or is not JSON.
    """
    try:
        return json.loads(Path(path).read_bytes())
    except OSError as error:
        raise TicketcourseError(
            f"{path} cannot be read ({error.strerror}): give the name of a JSON file."
        ) from None
    except (ValueError, RecursionError) as error:
        why = "" if isinstance(error, RecursionError) else f" ({str(error).rstrip('.')})"
        raise TicketcourseError(f"{path} is not JSON{why}: correct it.") from None


def read_configuration(path):
    """Read settings from a file like ``{"model": {"units": 32}, "training": {"epochs": 5}}``.

    Parameters
    ----------
    path : str or Path
        Both keys and all settings may be left out.

    Returns
    -------
    model, training : dict
        The settings that the file names, for `ModelConfig` and for `TrainConfig`.

    Raises
    ------
    TicketcourseError
        When the file cannot be read, is not such an object, or names a setting that there is not,
        or a value that does not fit.
    """
    content = read_json(path)
    _check_names(path, "", content, CONFIGS)
    settings = []
    for key, config in CONFIGS.items():
        given = content.get(key, {})
        _check_names(path, f" under {key!r}", given, [field.name for field in fields(config)])
        try:
            config(**given)
        except TicketcourseError as error:
            raise TicketcourseError(f"{path}: {error}") from None
        settings.append(given)
    return tuple(settings)


def configuration_to_json(model, training):
    """Write settings as `read_configuration` reads them.

    Parameters
    ----------
    model : ModelConfig
    training : TrainConfig

    Returns
    -------
    bytes
        All settings, with the defaults of today.
    """
    content = {"model": model.to_dict(), "training": training.to_dict()}
    del content["training"]["progress"]  # a matter of who looks on
    return f"{json.dumps(content, indent=1)}\n".encode()


def _check_names(path, place, given, known):
    if not isinstance(given, dict):
        raise TicketcourseError(
            f'{path} holds no settings{place}: write an object like {{"model": {{"units": 32}}}}.'
        )
    for name in given:
        if name not in known:
            raise TicketcourseError(
                f"{path} has an unknown setting {name!r}{place}: there are {', '.join(known)}."
            )
