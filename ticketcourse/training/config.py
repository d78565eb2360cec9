"""How a classifier is trained, for every framework."""

from dataclasses import asdict, dataclass

from ticketcourse.errors import TicketcourseError
from ticketcourse.settings import check_whole_numbers


@dataclass(frozen=True, kw_only=True)
class TrainConfig:
    """What happens in training.

    Parameters
    ----------
    batch_size : int
        Tickets in a batch.
    learning_rate : float
        Adam's largest step size, at most 1. It rises to it in the first eighth of all steps, while
        it falls in a straight line to nothing at the last; see `schedule`.
    epochs : int
        The most times that training sees every ticket. The fall of the learning rate depends on
        it, so that a training with another number is another training from its first step.
    patience : int
        Training stops after this many epochs without a better validation micro-F1.
    clip_norm : float
        Gradients of the loss, summed over the labels, whose norm over all weights is larger are
        scaled down to it.
    precision : {"float32", "bfloat16"}
        Of the numbers between the layers in training. With "bfloat16" weights, losses, validation
        and prediction stay in float32; a GPU trains faster and needs less memory, a CPU may be
        slower.
    embeddings : {"neighbours", "random"}
        With what the embedding table starts: with vectors in which words that have the same
        neighbours in the training texts, or occur with the same labels, are alike (see
        `word_vectors`), or with random numbers.
    seed : int
        Fixes the initial weights, the order of the tickets and dropout. On a CPU with the same
        number of threads the same seed gives the same losses. On a GPU some sums have no fixed
        order, so that losses may differ from run to run.
    progress : bool
        Whether to show a progress bar and a line an epoch on stderr.

    Raises
    ------
    TicketcourseError
        When a value is out of range.
    """

    batch_size: int = 32
    learning_rate: float = 2e-3
    epochs: int = 5
    patience: int = 3
    clip_norm: float = 5.0
    precision: str = "float32"
    embeddings: str = "neighbours"
    seed: int = 0
    progress: bool = True

    def __post_init__(self):
        check_whole_numbers(self, {"batch_size": 1, "epochs": 1, "patience": 1, "seed": 0})
        for name, most in (("learning_rate", 1), ("clip_norm", 1e9)):
            value = getattr(self, name)
            if not isinstance(value, (int, float)) or not 0 < value <= most:
                raise TicketcourseError(
                    f"{name} is {value!r}: give a number above 0 and at most {most:g}."
                )
        for name, choices in (
            ("precision", ("float32", "bfloat16")),
            ("embeddings", ("neighbours", "random")),
        ):
            if getattr(self, name) not in choices:
                either = " or ".join(f'"{choice}"' for choice in choices)
                raise TicketcourseError(f"{name} is {getattr(self, name)!r}: give {either}.")

    def to_dict(self):
        """Return a dictionary that JSON can hold; ``TrainConfig(**saved)`` reads it."""
        return asdict(self)
