"""Everything that an interrupted training needs to go on exactly, in one file.

The file is in safetensors format: weights and optimizer state as arrays, the rest as JSON in its
header. One file, because one file can be replaced atomically.
"""

import json
from pathlib import Path

import safetensors
from safetensors.numpy import save

from ticketcourse.errors import TicketcourseError
from ticketcourse.files import write_atomically
from ticketcourse.models.folder import CHECKPOINT_FORMAT


def write_checkpoint(path, arrays, state):
    """Write a checkpoint atomically.

    Parameters
    ----------
    path : Path
        The file.
    arrays : dict of str to dict of str to ndarray
        Groups of arrays, such as ``{"weights": …, "adam": …}``.
    state : dict
        The rest; JSON must be able to hold it.
    """
    flat = {
        f"{group}/{name}": array
        for group, members in arrays.items()
        for name, array in members.items()
    }
    metadata = {"format": CHECKPOINT_FORMAT, "state": json.dumps(state)}
    write_atomically(path, save(flat, metadata=metadata))


def read_checkpoint(path):
    """Read what `write_checkpoint` wrote.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    arrays : dict of str to dict of str to ndarray
    state : dict

    Raises
    ------
    TicketcourseError
        When there is no such file, or `damaged_checkpoint`.
    """
    if not Path(path).is_file():
        raise TicketcourseError(
            f"{path} does not exist, so that there is nothing to resume: train without resuming."
        )
    arrays = {}
    try:
        with safetensors.safe_open(path, framework="numpy") as file:
            state = json.loads(file.metadata()["state"])
            for key in file.keys():  # noqa: SIM118 - safe_open is no dictionary
                group, name = key.split("/", 1)
                arrays.setdefault(group, {})[name] = file.get_tensor(key)
    except (
        OSError,
        safetensors.SafetensorError,
        KeyError,
        TypeError,
        ValueError,
        RecursionError,
    ) as error:
        raise damaged_checkpoint(path) from error
    return arrays, state


def damaged_checkpoint(path):
    """Return the error that says that a file does not hold what a checkpoint holds."""
    return TicketcourseError(
        f"{path} is not a whole checkpoint: remove it and train without resuming."
    )
