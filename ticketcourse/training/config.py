"""How a classifier is trained, for every framework."""

from dataclasses import asdict, dataclass

from ticketcourse.errors import TicketcourseError


@dataclass(frozen=True, kw_only=True)
class TrainConfig:
    """What happens in training.

    Parameters
    ----------
    batch_size : int
        Tickets in a batch.
    learning_rate : float
        Adam's step size.
    epochs : int
        The most times that training sees every ticket.
    patience : int
        Training stops after this many epochs without a better validation micro-F1.
    clip_norm : float
        Gradients whose norm over all weights is larger are scaled down to it.
    seed : int
        Fixes the initial weights, the order of the tickets and dropout. On a CPU with the same
        number of threads the same seed gives the same losses.
    progress : bool
        Whether to show a progress bar and a line an epoch on stderr.

    Raises
    ------
    TicketcourseError
        When a value is out of range.
    """

    batch_size: int = 32
    learning_rate: float = 1e-3
    epochs: int = 15
    patience: int = 3
    clip_norm: float = 1.0
    seed: int = 0
    progress: bool = True

    def __post_init__(self):
        for name, least in (("batch_size", 1), ("epochs", 1), ("patience", 1), ("seed", 0)):
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or value < least:
                raise TicketcourseError(
                    f"{name} is {value!r}: give a whole number of at least {least}."
                )
        for name in ("learning_rate", "clip_norm"):
            value = getattr(self, name)
            if not isinstance(value, (int, float)) or not 0 < value < float("inf"):
                raise TicketcourseError(f"{name} is {value!r}: give a number above 0.")

    def to_dict(self):
        """Return a dictionary that JSON can hold; ``TrainConfig(**saved)`` reads it."""
        return asdict(self)
