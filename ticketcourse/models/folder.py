"""A saved model: a folder with `model.json` and the weights in safetensors format.

`model.json` names the file of weights, whose name carries a hash of its content. So replacing
`model.json` replaces the whole model at once, and a reader never mixes two models.
"""

import hashlib
import json
import tempfile
from pathlib import Path

import safetensors.numpy

from ticketcourse.errors import TicketcourseError
from ticketcourse.files import write_atomically
from ticketcourse.models.config import ModelConfig

FORMAT, FORMAT_VERSION = "ticketcourse model", 1


def claim_folder(path):
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
        When the folder holds anything that is not a saved model or a checkpoint, or cannot be
        written.
    """
    path = Path(path)
    try:
        if path.exists() and not path.is_dir():
            raise TicketcourseError(f"{path} is a file: give the name of a folder.")
        if path.is_dir() and any(path.iterdir()) and not _is_ours(path):
            raise TicketcourseError(
                f"{path} holds files that are no saved model: give an empty or a new folder."
            )
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):  # permissions alone do not tell, as for root
            pass
    except OSError as error:
        raise TicketcourseError(
            f"{path} cannot be written ({error.strerror}): choose a place where you may write."
        ) from error
    return path


def write_model(path, weights, description):
    """Save a model.

    Parameters
    ----------
    path : str or Path
        The folder; see `claim_folder`. A model that is there is replaced.
    weights : dict of str to ndarray
        The weights by name.
    description : dict
        Everything else; JSON must be able to hold it.
    """
    path = claim_folder(path)
    content = safetensors.numpy.save(weights)
    name = f"weights-{hashlib.sha256(content).hexdigest()[:16]}.safetensors"
    write_atomically(path / name, content)
    text = json.dumps(
        {"format": FORMAT, "format_version": FORMAT_VERSION, "weights": name, **description},
        indent=1,
        ensure_ascii=False,
    )
    write_atomically(path / "model.json", text.encode("utf-8", "surrogatepass"))
    for old in path.glob("weights-*.safetensors"):
        if old.name != name:
            old.unlink(missing_ok=True)


def read_model(path):
    """Read what `write_model` wrote.

    Parameters
    ----------
    path : str or Path
        The folder.

    Returns
    -------
    config : ModelConfig
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
    if not (path / "model.json").is_file():
        raise TicketcourseError(
            f"{path} holds no saved model (model.json is missing): give the folder of one."
        )
    try:
        description = json.loads((path / "model.json").read_bytes())
        if description["format"] != FORMAT:
            raise ValueError("another format")
        if description["format_version"] > FORMAT_VERSION:
            raise TicketcourseError(
                f"{path} was saved by a newer ticketcourse: update this one to read it."
            )
        content = (path / description["weights"]).read_bytes()
        name = f"weights-{hashlib.sha256(content).hexdigest()[:16]}.safetensors"
        if name != description["weights"]:
            raise ValueError("changed weights")
        return (
            ModelConfig(**description["config"]),
            safetensors.numpy.load(content),
            description,
        )
    except (OSError, ValueError, KeyError, TypeError, safetensors.SafetensorError) as error:
        raise TicketcourseError(
            f"The model in {path} is damaged ({type(error).__name__}: {error}): "
            "save or train it again."
        ) from error


def _is_ours(path):
    if (path / "checkpoint.safetensors").is_file():
        return True
    try:
        return json.loads((path / "model.json").read_bytes())["format"] == FORMAT
    except (OSError, ValueError, KeyError, TypeError):
        return False
