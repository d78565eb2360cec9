"""What is known about a learner's transformer block."""

import math

import numpy as np

from ticketcourse.checks.part import Idea, Part
from ticketcourse.checks.parts.gelu import GELU
from ticketcourse.checks.parts.masks import padding_mask
from ticketcourse.checks.parts.multi_head_attention import MULTI_HEAD_ATTENTION, draw_params
from ticketcourse.checks.parts.normalisation import LAYER_NORM

_EPSILON = 1e-5


def _transformer_block(wrong, X, params, n_heads, mask=None):
    if mask is not None and "mask upside down" in wrong:
        mask = ~mask
    if "no mask" in wrong:
        mask = None
    if "norms after" in wrong:  # as in the paper
        X = _norm(X + _attended(wrong, X, X, params, n_heads, mask), params, "attention")
        return _norm(X + _fed(wrong, X, params), params, "feed_forward")

    unnormed = wrong & {"no norms", "no norm before attention"}
    normed = X if unnormed else _norm(X, params, "attention")
    memory = X if "norm for queries alone" in wrong else normed
    attended = _attended(wrong, normed, memory, params, n_heads, mask)
    if "norm of the attention's answer" in wrong:
        attended = _norm(_attended(wrong, X, X, params, n_heads, mask), params, "attention")
    before = normed if "first shortcut after norm" in wrong else X
    middle = attended if "no first shortcut" in wrong else before + attended

    unnormed = wrong & {"no norms", "no norm before feed-forward"}
    name = "attention" if "one norm twice" in wrong else "feed_forward"
    normed = middle if unnormed else _norm(middle, params, name)
    fed = _fed(wrong, normed, params)
    before = normed if "second shortcut after norm" in wrong else middle
    if "second shortcut from X" in wrong:
        before = X
    return fed if "no second shortcut" in wrong else before + fed


def _norm(X, params, name):
    gamma, beta = params[f"{name}_norm.gamma"], params[f"{name}_norm.beta"]
    return LAYER_NORM.reference(set(), X, gamma, beta, _EPSILON)


def _attended(wrong, X, memory, params, n_heads, mask):
    start = "attention."
    of = {k.removeprefix(start): params[k] for k in params if k.startswith(start)}
    return MULTI_HEAD_ATTENTION.reference(set(), X, memory, of, n_heads, mask)


def _fed(wrong, X, params):
    z = X @ params["feed_forward.W1"] + params["feed_forward.b1"]
    if "relu" in wrong:
        h = np.maximum(0, z)
    elif "no activation" in wrong:
        h = z
    else:
        h = GELU.reference(wrong & {"tanh form"}, z)
    return h @ params["feed_forward.W2"] + params["feed_forward.b2"]


def _inputs(attention=True, feed_forward=True, normed=False, far=False, lengths=None):
    """Inputs on which what is switched off cannot go wrong.

    A part that is off gives 0. Where X is normed its first norm changes nothing. And where the
    feed-forward layer's z is far above 0, GELU changes nothing.
    """

    def draw(rng, n=5, T=4, d=6, u=9, n_heads=2):
        params = {f"attention.{name}": array for name, array in draw_params(rng, d, True).items()}
        for name in ("attention_norm", "feed_forward_norm"):
            params[f"{name}.gamma"] = np.ones(d) if normed else rng.uniform(0.5, 1.5, d)
            params[f"{name}.beta"] = np.zeros(d) if normed else rng.normal(size=d)
        for number, shape in ((1, (d, u)), (2, (u, d))):
            params[f"feed_forward.W{number}"] = rng.normal(0, 0.6, shape)
            params[f"feed_forward.b{number}"] = rng.normal(size=shape[1])
        if far:
            params["feed_forward.b1"] += 30
        off = [] if attention else ["attention.W_O", "attention.b_O"]
        off += [] if feed_forward else ["feed_forward.W2", "feed_forward.b2"]
        for name in off:
            params[name][:] = 0
        X = rng.normal(1, 2, (n, T, d))
        if normed:
            X -= X.mean(axis=-1, keepdims=True)
            X *= math.sqrt(1 - _EPSILON) / X.std(axis=-1, keepdims=True)
        return (X, params, n_heads, padding_mask(rng, lengths)) if lengths else (X, params, n_heads)

    return draw


TRANSFORMER_BLOCK = Part(
    "transformer_block",
    "output",
    _transformer_block,
    {
        "a norm before each part": Idea(
            _inputs(far=True),
            {
                "norms after": "each norm after its sum, as in the paper; here it comes before: "
                "X + attention(norm(X)), then X + feed_forward(norm(X))",
                "no norms": "no norms; put one before the attention and one before the "
                "feed-forward layer",
                "no norm before attention": "no norm before the attention; give it norm(X)",
                "no norm before feed-forward": "no norm before the feed-forward layer; give it "
                "norm(X)",
                "norm of the attention's answer": "a norm behind the attention, "
                "norm(attention(X)); put it before",
                "one norm twice": "the attention's norm before the feed-forward layer too; that "
                "has a norm of its own",
            },
        ),
        "queries, keys and values from the norm": Idea(
            _inputs(feed_forward=False),
            {
                "norm for queries alone": "keys and values from X without its norm; norm(X) is "
                "both what asks and what is asked",
            },
        ),
        "shortcuts": Idea(
            _inputs(far=True),
            {
                "no first shortcut": "no shortcut beside the attention; add X",
                "no second shortcut": "no shortcut beside the feed-forward layer; add what went in",
                "first shortcut after norm": "norm(X) + attention(norm(X)); the shortcut starts "
                "before the norm: add X itself",
                "second shortcut after norm": "norm(X) + feed_forward(norm(X)); the shortcut "
                "starts before the norm: add X itself",
                "second shortcut from X": "the block's input added at the end; add the sum that "
                "the feed-forward layer's norm was given",
            },
        ),
        "GELU": Idea(
            _inputs(attention=False, normed=True),
            {
                "relu": "a feed-forward layer with ReLU; use GELU",
                "no activation": "a feed-forward layer without activation; put GELU between its "
                "two products",
                "tanh form": "the tanh form of GELU, which is off by up to 0.0005; take Φ with erf",
            },
        ),
        "mask": Idea(
            _inputs(feed_forward=False, normed=True, lengths=[4, 2, 3, 1, 2]),
            {
                "no mask": "attention to padding; give the mask to the attention",
                "mask upside down": "attention to the padding alone; True in the mask means a "
                "real token",
            },
        ),
    },
)
PARTS = (TRANSFORMER_BLOCK,)
