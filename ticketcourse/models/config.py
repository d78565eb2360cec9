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
        H, the heads of every attention; divides the size of the features where there is any.
    texts : {"both", "description", "resolution"}
        What the network reads. Of a text that is not read neither the encoder nor the attention
        exists, and changing it changes no logit.
    join : {"attention", "concatenation"}
        How two texts come together. By attention every token of each text asks the other text
        before both are pooled. By concatenation both are pooled as they are: there are no attention
        layers between them. One text alone is pooled as it is, and `join` plays no role.
    pooling : {"max", "mean and max"}
        What stays of the features of a text: the largest value over its tokens of each feature, or
        the mean and then the largest value, twice as many. Of an empty text zeros stay.
    dropout : float
        The share of values set to 0 in training, 0 to below 1.
    max_description, max_resolution : int
        The most tokens that are read of each text.
    max_vocabulary : int
        The most ids that the vectorizer may use, V; two of them are padding and unknown.
    min_count : int
        How often a word must occur in the training texts to get an id.
    subwords : bool
        Whether words without an id fall apart into pieces that have one; see
        `ticketcourse.vectorizer`.
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
    texts: str = "both"
    join: str = "attention"
    pooling: str = "mean and max"
    dropout: float = 0.2
    max_description: int = 256
    max_resolution: int = 256
    max_vocabulary: int = 20_000
    min_count: int = 2
    subwords: bool = False
    wide: bool = True

    def __post_init__(self):
        for name, choices in CHOICES.items():
            if getattr(self, name) not in choices:
                *others, last = (f'"{choice}"' for choice in choices)
                raise TicketcourseError(
                    f"{name} is {getattr(self, name)!r}: give {', '.join(others)} or {last}."
                )
        check_whole_numbers(self, _LEAST)
        if not isinstance(self.dropout, (int, float)) or not 0 <= self.dropout < 1:
            raise TicketcourseError(
                f"dropout is {self.dropout!r}: give a number from 0 to below 1."
            )
        for name in ("subwords", "wide"):
            if not isinstance(getattr(self, name), bool):
                raise TicketcourseError(f"{name} is {getattr(self, name)!r}: give True or False.")
        has_attention = self.attends or self.encoder == "transformer"
        if has_attention and self.feature_dim % self.n_heads:
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
    def texts_read(self):
        """The names of the texts that are read, the description first."""
        return ("description", "resolution") if self.texts == "both" else (self.texts,)

    @property
    def attends(self):
        """Whether the texts ask each other by attention."""
        return self.texts == "both" and self.join == "attention"

    @property
    def pooled_dim(self):
        """The size of what the classification layer gets for each ticket."""
        n_ways = 2 if self.pooling == "mean and max" else 1
        return len(self.texts_read) * n_ways * self.feature_dim

    @property
    def layout(self):
        """What `convert_weights` has to know."""
        return {name: getattr(self, name) for name in _LAYOUT}

    def to_dict(self):
        """Return a dictionary that JSON can hold; ``ModelConfig(**saved)`` reads it."""
        return asdict(self)


CHOICES = {
    "encoder": ("lstm", "transformer"),
    "texts": ("both", "description", "resolution"),
    "join": ("attention", "concatenation"),
    "pooling": ("max", "mean and max"),
}
"""What the settings that are words may be."""
_LAYOUT = "encoder", "n_layers", "n_heads", "join", "texts"
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
