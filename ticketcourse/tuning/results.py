"""The folder of a search: its database, the best settings, and the plots."""

import io
import tempfile
from pathlib import Path

from ticketcourse.configuration import configuration_to_json
from ticketcourse.errors import TicketcourseError
from ticketcourse.files import write_atomically

DATABASE, BEST = "study.db", "best.json"
_PLOTS = {"trials.png": "plot_trials", "settings.png": "plot_settings"}
_DOTS_PER_INCH = 150


def claim_folder(path):
    """Make sure that a search may write into a folder; create it when it is not there.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    path : Path

    Raises
    ------
    TicketcourseError
        When the folder is neither empty nor that of a search, or cannot be written.
    """
    path = Path(path)
    try:
        if path.exists() and not path.is_dir():
            raise TicketcourseError(f"{path} is a file: give the name of a folder.")
        ours = (DATABASE, BEST, *_PLOTS)
        if path.is_dir() and any(path.iterdir()) and not any((path / n).exists() for n in ours):
            raise TicketcourseError(
                f"{path} holds files that are no search: give an empty or a new folder."
            )
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):  # permissions alone do not tell, as for root
            pass
    except OSError as error:
        raise TicketcourseError(
            f"{path} cannot be written ({error.strerror}): choose a place where you may write."
        ) from error
    return path


def write_best(folder, model, training):
    """Write the best settings into `best.json`, which `read_configuration` reads.

    Parameters
    ----------
    folder : Path
    model : ModelConfig
    training : TrainConfig
    """
    write_atomically(folder / BEST, configuration_to_json(model, training))


def write_plots(folder, rows):
    """Write `trials.png` and `settings.png`; nothing while no trial has a score.

    Parameters
    ----------
    folder : Path
    rows : list of dict
        From `Search.trials`.
    """
    if not any(row["score"] is not None for row in rows):
        return
    from ticketcourse import figures
    from ticketcourse.figures.picture import PALETTE

    for name, plot in _PLOTS.items():
        figure = getattr(figures, plot)(rows)
        content = io.BytesIO()
        figure.savefig(
            content,
            format="png",
            dpi=_DOTS_PER_INCH,
            facecolor=PALETTE["paper"],
            metadata={"Description": figure.get_label()},
        )
        write_atomically(folder / name, content.getvalue())
