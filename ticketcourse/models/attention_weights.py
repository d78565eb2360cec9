"""Attention over one ticket: how much each token of a text asks each token of the other text."""

from dataclasses import dataclass

import numpy as np

from ticketcourse import scratch
from ticketcourse.errors import TicketcourseError
from ticketcourse.models.exchange import convert_weights
from ticketcourse.scratch.text import UNKNOWN


@dataclass(frozen=True)
class AttentionWeights:
    """What a trained network's attention does with one ticket.

    Parameters
    ----------
    description, resolution : tuple of str
        The T and S tokens that the network read; "[unknown]" stands for whatever is not in the
        vocabulary. Either may be empty.
    description_weights : ndarray, shape (H, T, S)
        Of each head, how much every token of the description asks each token of the resolution.
    resolution_weights : ndarray, shape (H, S, T)
        How much every token of the resolution asks each token of the description.

    Notes
    -----
    Each row adds up to 1. Weights say which features are mixed, not why a label is given: other
    weights can give the same labels (Jain and Wallace, "Attention is not Explanation", 2019).
    """

    description: tuple
    resolution: tuple
    description_weights: np.ndarray
    resolution_weights: np.ndarray


def attention_weights(network, config, vectorizer, ids):
    """Compute the attention between both texts of one ticket.

    The NumPy classifier computes it from the network's weights, whatever framework trained them.

    Parameters
    ----------
    network : TorchBackend or KerasBackend
    config : ModelConfig
    vectorizer : Vectorizer
    ids : pair of ndarray of int, shapes (1, T) and (1, S)
        What ``Encoded.batch([i])`` gives for ticket i.

    Returns
    -------
    weights : AttentionWeights

    Raises
    ------
    TicketcourseError
        When the network has no attention between the texts.
    """
    if not config.attends:
        raise TicketcourseError(
            "This classifier has no attention between description and resolution: train one with "
            'texts="both" and join="attention".'
        )
    arrays = network.weights()
    params = convert_weights(arrays, "classifier", "torch", "scratch", **config.layout)
    _, cache = scratch.classifier(*ids, params, pooling=config.pooling, **config.layout)
    T, S = (scratch.token_mask(text).sum() for text in ids)
    # Where there is nothing to ask, the weights of padding are cut off and rows are empty.
    words = dict(enumerate(vectorizer.vocabulary, start=UNKNOWN + 1))
    description, resolution = (
        tuple(words.get(i, "[unknown]") for i in text[0, :length].tolist())
        for text, length in zip(ids, (T, S), strict=True)
    )
    return AttentionWeights(
        description,
        resolution,
        cache["description_attention"]["heads"]["weights"][0, :, :T, :S],
        cache["resolution_attention"]["heads"]["weights"][0, :, :S, :T],
    )
