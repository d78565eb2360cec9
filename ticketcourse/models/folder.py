"""A saved model: a folder with `model.json` and the weights in safetensors format.

The weights are named and laid out as in the PyTorch model's ``state_dict()``, whichever framework
wrote them: nothing is lost on the way from there to Keras and back.

`model.json` names the file of weights, whose name carries a hash of its content. So replacing
`model.json` replaces the whole model at once, and a reader never mixes two models.
"""

import hashlib
import json
import re
from pathlib import Path

import safetensors.numpy

from ticketcourse.errors import TicketcourseError
from ticketcourse.files import claim_folder, write_atomically

FORMAT, FORMAT_VERSION = "ticketcourse model", 3
CHECKPOINT, CHECKPOINT_FORMAT = "checkpoint.safetensors", "ticketcourse checkpoint"

_MODEL = "model.json"
_WEIGHTS = re.compile(r"weights-[0-9a-f]{16}\.safetensors")
_DAMAGE = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    RecursionError,
    safetensors.SafetensorError,
)


def claim_model_folder(path):
    """Make sure that a model may be saved in a folder; create it when it is not there.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    path : Path

    Raises
    ------
    TicketcourseError
        When the folder is neither empty nor that of a saved model or a checkpoint, or cannot be
        written.
    """
    return claim_folder(path, _is_ours, "saved model")


def write_model(path, weights, description):
    """Save a model.

    Parameters
    ----------
    path : str or Path
        The folder; see `claim_model_folder`. A model that is there is replaced.
    weights : dict of str to ndarray
        The weights by name.
    description : dict
        Everything else; JSON must be able to hold it.
    """
    path = claim_model_folder(path)
    content = safetensors.numpy.save(weights)
    name = _weights_name(content)
    model = path / _MODEL
    old = str(json.loads(model.read_bytes()).get("weights")) if model.exists() else ""
    write_atomically(path / name, content)
    text = json.dumps(
        {"format": FORMAT, "format_version": FORMAT_VERSION, "weights": name, **description},
        indent=1,
        ensure_ascii=False,
    )
    write_atomically(model, text.encode("utf-8", "surrogatepass"))
    if old != name and _WEIGHTS.fullmatch(old):  # other files of weights may be somebody's
        (path / old).unlink(missing_ok=True)


def read_model(path):
    """Read what `write_model` wrote.

    Parameters
    ----------
    path : str or Path
        The folder.

    Returns
    -------
    weights : dict of str to ndarray
    description : dict

    Raises
    ------
    TicketcourseError
        When the folder is missing, holds no model, or the model is damaged or too new.
    """
    path = Path(path)
    if not path.is_dir():
        raise TicketcourseError(f"{path} is not a folder: give the folder of a saved model.")
    if not (path / _MODEL).is_file():
        raise TicketcourseError(
            f"{path} holds no saved model (model.json is missing): give the folder of one."
        )
    try:
        description = json.loads((path / _MODEL).read_bytes())
        if description["format"] != FORMAT:
            raise ValueError("another format")
        if description["format_version"] > FORMAT_VERSION:
            raise TicketcourseError(
                f"{path} was saved by a newer ticketcourse: update this one to read it."
            )
        if description["format_version"] < FORMAT_VERSION:
            raise TicketcourseError(
                f"{path} was saved by an older ticketcourse: train the model again."
            )
        name = description["weights"]
        # Any other name could lead out of the folder.
        if not _WEIGHTS.fullmatch(name) or not (path / name).is_file():
            raise ValueError("no weights")
        content = (path / name).read_bytes()
        if _weights_name(content) != name:
            raise ValueError("changed weights")
        return safetensors.numpy.load(content), description
    except _DAMAGE as error:
        raise damaged_model(path, f"{type(error).__name__}: {error}") from error


def damaged_model(path, why):
    """Return the error that says why the model in a folder cannot be used."""
    return TicketcourseError(
        f"The model in {path} is damaged ({str(why).rstrip('.')}): save or train it again."
    )


def _weights_name(content):
    return f"weights-{hashlib.sha256(content).hexdigest()[:16]}.safetensors"


def _is_ours(path):
    """Tell whether there is a model or a checkpoint in a folder, and neither is somebody else's."""
    formats = {_MODEL: FORMAT, CHECKPOINT: CHECKPOINT_FORMAT}
    there = [name for name in formats if (path / name).exists()]
    return bool(there) and all(_format(path / name) == formats[name] for name in there)


def _format(file):
    """Return the format that a file says it has; None when it does not say."""
    if not file.is_file():
        return None
    try:
        if file.name == _MODEL:
            return json.loads(file.read_bytes())["format"]
        with safetensors.safe_open(file, framework="numpy") as content:
            return content.metadata()["format"]
    except _DAMAGE:
        return None
