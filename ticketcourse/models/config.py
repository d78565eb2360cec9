"""The sizes of a classifier, for every framework."""

from dataclasses import asdict, dataclass

from ticketcourse.errors import TicketcourseError
from ticketcourse.settings import check_whole_numbers


@dataclass(frozen=True, kw_only=True)
class ModelConfig:
    """What the classifier looks like.

    Parameters
    ----------
    encoder : {"lstm", "transformer"}
        What reads each text: a bidirectional LSTM or transformer blocks.
    embedding_dim : int
        d, the size of a word's vector. The transformer's features have this size too, so that
        it must then be even and a multiple of `n_heads`.
    units : int
        u, the units of the LSTM in each direction; features have size 2u. In a transformer block
        the feed-forward layer has 4u units.
    n_layers : int
        LSTM layers, or transformer blocks, on top of each other.
    n_heads : int
        H, the heads of every attention; divides the size of the features.
    dropout : float
        The share of values set to 0 in training, 0 to below 1.
    max_description, max_resolution : int
        The most tokens that are read of each text.
    max_vocabulary : int
        The most ids that the vectorizer may use, V; two of them are padding and unknown.
    min_count : int
        How often a word must occur in the training texts to get an id.
    wide : bool
        Whether a linear model on words and pairs of words stands beside the network; see
        `ticketcourse.models.wide`. Without it the classifier is the network alone.

    Raises
    ------
    TicketcourseError
        When a value is out of range or two do not fit each other.
    """

    encoder: str = "lstm"
    embedding_dim: int = 128
    units: int = 64
    n_layers: int = 1
    n_heads: int = 4
    dropout: float = 0.2
    max_description: int = 256
    max_resolution: int = 256
    max_vocabulary: int = 20_000
    min_count: int = 2
    wide: bool = True

    def __post_init__(self):
        if self.encoder not in ("lstm", "transformer"):
            raise TicketcourseError(f'encoder is {self.encoder!r}: give "lstm" or "transformer".')
        check_whole_numbers(self, _LEAST)
        if not isinstance(self.dropout, (int, float)) or not 0 <= self.dropout < 1:
            raise TicketcourseError(
                f"dropout is {self.dropout!r}: give a number from 0 to below 1."
            )
        if not isinstance(self.wide, bool):
            raise TicketcourseError(f"wide is {self.wide!r}: give True or False.")
        if self.feature_dim % self.n_heads:
            raise TicketcourseError(
                f"n_heads is {self.n_heads}, which does not divide the features' size "
                f"{self.feature_dim}: give a divisor."
            )
        if self.encoder == "transformer" and self.embedding_dim % 2:
            raise TicketcourseError(
                f"embedding_dim is {self.embedding_dim}: the transformer's positions need an even "
                "number."
            )

    @property
    def feature_dim(self):
        """The size of the features that the encoder gives for each token."""
        return 2 * self.units if self.encoder == "lstm" else self.embedding_dim

    @property
    def layout(self):
        """What `convert_weights` has to know."""
        return {"encoder": self.encoder, "n_layers": self.n_layers, "n_heads": self.n_heads}

    def to_dict(self):
        """Return a dictionary that JSON can hold; ``ModelConfig(**saved)`` reads it."""
        return asdict(self)


_LEAST = {
    "embedding_dim": 1,
    "units": 1,
    "n_layers": 1,
    "n_heads": 1,
    "max_description": 1,
    "max_resolution": 1,
    "max_vocabulary": 3,
    "min_count": 1,
}
