"""What is known about a learner's merge of two pieces."""

from ticketcourse.checks.part import Idea, Part

_LETTERS = "abcdefghijklm"


def _merge_pair(wrong, pieces, pair):
    first, second = pair
    if "letters" in wrong:
        pieces = list("".join(pieces))
    merged, i, n_joined = [], 0, 0
    while i < len(pieces):
        here = tuple(pieces[i : i + 2])
        fits = here == (first, second)
        if "either order" in wrong:
            fits = fits or here == (second, first)
        if "first piece alone" in wrong:
            fits = len(here) == 2 and here[0] == first
        if fits and not ("once" in wrong and n_joined):
            n_joined += 1
            merged.append(f"{here[0]} {here[1]}" if "space" in wrong else here[0] + here[1])
            i += 1 if "second piece again" in wrong else 2
        else:
            if not ("others left out" in wrong and n_joined):
                merged.append(pieces[i])
            i += 1
    return "".join(merged) if "a word" in wrong else merged


def _draw(rng, count):
    return [str(letter) for letter in rng.choice(list(_LETTERS), count, replace=False)]


def _one_pair(rng):
    a, b, c, d = _draw(rng, 4)
    return [c, d, a, b], (a, b)


def _pair_inside(rng):
    a, b, c, d, e = _draw(rng, 5)
    return [c, a, b, d, e], (a, b)


def _two_pairs(rng):
    a, b, c = _draw(rng, 3)
    return [a, b, c, a, b], (a, b)


def _near_pairs(rng):
    a, b, c, d = _draw(rng, 4)
    return [b, a, c, a, d], (a, b)


def _long_pieces(rng):
    a, b, c, d, e = _draw(rng, 5)
    return [c + e, a + b, d], (a + b, d)


MERGE_PAIR = Part(
    "merge_pair",
    "merged",
    _merge_pair,
    {
        "joins the pair": Idea(
            _one_pair,
            {
                "space": "a space between the two pieces; join them to one",
                "second piece again": "the second piece of the pair once more after the pair; go "
                "on behind it",
                "a word": "one str; return the list of pieces",
            },
        ),
        "keeps the other pieces": Idea(
            _pair_inside,
            {
                "others left out": "no pieces after the pair; keep those that are not joined",
            },
        ),
        "wherever it stands": Idea(
            _two_pairs,
            {"once": "the first place joined alone; join the pair wherever it stands"},
        ),
        "no other pair": Idea(
            _near_pairs,
            {
                "either order": "the two pieces joined in the other order too; only first before "
                "second is the pair",
                "first piece alone": "the first piece joined with whatever follows; look at both "
                "pieces",
            },
        ),
        "pieces of several letters": Idea(
            _long_pieces,
            {"letters": "the pieces taken apart to letters; compare whole pieces"},
        ),
    },
)
PARTS = (MERGE_PAIR,)
