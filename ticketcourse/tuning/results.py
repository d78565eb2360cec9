"""The folder of a search: its database, the best settings, and the plots."""

import io

from ticketcourse.configuration import configuration_to_json
from ticketcourse.files import write_atomically

DATABASE, BEST = "study.db", "best.json"
_PLOTS = {"trials.png": "plot_trials", "settings.png": "plot_settings"}
_DOTS_PER_INCH = 150


def is_search(folder):
    """Tell whether a folder, a Path, is that of a search."""
    return any((folder / name).exists() for name in (DATABASE, BEST, *_PLOTS))


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
