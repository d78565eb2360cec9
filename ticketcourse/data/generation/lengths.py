"""How long texts shall be, in tokens: quantiles like those of real trackers, joined by lines."""

from itertools import pairwise

# share of the tickets : number of tokens
DESCRIPTION = (
    (0.0, 8), (0.05, 20), (0.25, 40), (0.5, 82), (0.75, 175), (0.9, 400), (0.95, 590),
    (0.99, 1120), (1.0, 2300),
)  # fmt: skip
RESOLUTION = (
    (0.0, 2), (0.05, 6), (0.25, 52), (0.5, 150), (0.75, 300), (0.95, 460), (0.99, 770), (1.0, 1200),
)  # fmt: skip


def draw_length(random, quantiles):
    """Draw how many tokens a text shall have, about."""
    u = random()
    for (low, a), (high, b) in pairwise(quantiles):
        if u < high:
            return a + int((u - low) / (high - low) * (b - a))
    raise AssertionError("the last quantile is 1")
