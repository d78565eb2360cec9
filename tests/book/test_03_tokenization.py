"""Chapter 3: every number in its sentences, computed again from the library."""

import re
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from pages import ROOT, cells

from ticketcourse import pocket
from ticketcourse.data import generate_tickets
from ticketcourse.scratch import (
    apply_merges,
    build_vocabulary,
    count_pairs,
    encode,
    learn_merges,
    merge_pair,
    pad,
    token_mask,
    tokenise,
)
from ticketcourse.scratch.text import vocabulary_of
from ticketcourse.vectorizer import Vectorizer

CHAPTER = ROOT / "book" / "03-tokenization.md"
QUESTION = "Restarting the PaymentServer failed with 0x80070005"


def words():
    return " ".join("\n\n".join(cells(CHAPTER, "markdown")).split())


@pytest.fixture(scope="module")
def tickets():
    tickets = generate_tickets(1000, seed=3)
    return tickets[:800], tickets[800:]


@pytest.fixture(scope="module")
def texts(tickets):
    """The tokens of every text, for training and of the others."""
    return [[tokenise(text) for text in (*t.descriptions, *t.resolutions)] for t in tickets]


@pytest.fixture(scope="module")
def vocabulary(tickets):
    return build_vocabulary([*tickets[0].descriptions, *tickets[0].resolutions], max_size=2000)


def test_the_ids_of_the_pocket_tickets():
    ids = pocket.VOCABULARY
    assert [ids["error"], ids["user"], ids["ticket"], ids["fix"]] == [6, 10, 8, 18]
    assert len(ids) + 2 == 23  # V in the table
    assert list(ids).index("fix") + 1 == 17  # its rank
    assert "These 21 words" in words() and "printer" not in ids
    counts = Counter(w for ticket in pocket.EXAMPLES for text in ticket for w in tokenise(text))
    assert [counts[word] for word in list(ids)[:4]] == [9, 9, 9, 7]
    found = {text: encode(text, ids) for text in ("Fix the printer error now", "No printer error?")}
    for text in (
        f"{found['Fix the printer error now']}, and",
        f"- [x] {found['No printer error?']} ::",
    ):
        assert text in words()
    assert [encode(text, ids) for text in pocket.TICKET] == [[18, 4, 6], [2, 3]]


def test_the_example_of_this_courses_user_stands_as_it_was_given():
    assert '["The", "quick", "brown", "fox"] → [45, 182, 94, 267]' in words()


def test_how_often_words_occur(texts):
    counts = Counter(word for tokens in texts[0] for word in tokens)
    assert counts["restarting"] == 2 and not counts["0x80070005"]
    assert (
        f'"restart" occurs {counts["restart"]} times, "payment" {counts["payment"]} times '
        f'and "server" {counts["server"]:,} times' in words()
    )
    ranked = list(vocabulary_of(counts, 10**6, 1))
    rank = ranked.index("restarting") + 1
    assert f"its rank is {rank:,}, and there are only {2000 - 2:,} places" in words()
    f = np.array(sorted(counts.values(), reverse=True))
    assert np.mean(f == 1) == pytest.approx(0.5, abs=0.01)  # "half of all different words"
    x, y = np.log10(np.arange(1, len(f) + 1)), np.log10(f)
    middle, height = np.polyfit(x[9:1000], y[9:1000], 1)
    slopes = [
        np.polyfit(x[first - 1 : last], y[first - 1 : last], 1)[0]
        for first, last in ((10, 100), (100, 1000), (1, len(f)))
    ]
    share = 10 ** (y - height - middle * x)  # of what the line says
    assert max(share[:50]) < 1 < share[299] < 1.2 and share[-1] < 0.2  # the figure's text
    half = np.searchsorted(np.cumsum(f), f.sum() / 2) + 1
    for sentence in (
        f"1 to {len(f)} |",
        f'{counts["the"]} for "the"',
        f"about {-middle:.2f} |",
        "−{:.2f} from rank 10 to 100, −{:.2f} from 100 to 1000, and −{:.2f} over all ranks".format(
            *np.negative(slopes)
        ),
        f"occur only {min(share[:9]):.2f} to {max(share[:9]):.2f} times as often as the line",
        f"{half} words make up half of the text",
        f"a single number | {10**height:.0f} |",
        f"${len(f)} + 2 = {len(f) + 2}$",
    ):
        assert sentence in words()


def test_what_a_vocabulary_covers(texts):
    counts = Counter(word for tokens in texts[0] for word in tokens)
    ranks = {w: r for r, w in enumerate(sorted(counts, key=lambda w: (-counts[w], w)), start=1)}
    share = {
        (part, V): np.mean([ranks.get(w, np.inf) + 1 < V for tokens in texts[part] for w in tokens])
        for part in (0, 1)
        for V in (1000, 2000, 3000, 7374)
    }
    assert share[0, 1000] == pytest.approx(0.9, abs=0.01)  # "nine tokens in ten"
    assert share[0, 2000] - share[0, 1000] > 0.5 * (1 - share[0, 1000])  # "most of the rest"
    assert 7374 - 3000 > 4000
    training, others = (100 * (share[part, 7374] - share[part, 3000]) for part in (0, 1))
    assert (
        f"buy {training:.0f} % of the training tokens, and {others:.0f} % of the others" in words()
    )
    assert f"leaves {100 * (1 - share[1, 7374]):.1f} % unknown" in words()


def test_lengths_and_padding(tickets, vocabulary):
    whole = {
        side: np.mean([len(tokenise(text)) <= 256 for text in getattr(tickets[0], side)])
        for side in ("descriptions", "resolutions")
    }
    for side, share in whole.items():
        assert f"{100 * share:.0f} % of the {side}" in words()
    others = [*tickets[1].descriptions, *tickets[1].resolutions]
    padding = 1 - token_mask(pad([encode(text, vocabulary) for text in others])).mean()
    assert f"{100 * padding:.0f} % of all ids are padding" in words()


def test_merges_by_hand():
    counts = {"server": 7, "user": 6, "reset": 2}
    pieces, tokens, pairs = {word: list(word) for word in counts}, [], []
    for pair in learn_merges(counts, 3):
        tokens.append(sum(counts[word] * len(own) for word, own in pieces.items()))
        pairs.append(count_pairs(pieces, counts))
        pieces = {word: merge_pair(own, pair) for word, own in pieces.items()}
    assert tokens == [76, 56, 43]
    assert pairs[0]["e", "r"] == 20 and pairs[0]["s", "e"] == 15
    assert pairs[1]["s", "er"] == 13
    assert pairs[2]["ser", "v"] == pairs[2]["v", "er"] == 7
    for fewer, (before, after) in zip((20, 13), pairwise(tokens), strict=True):
        assert f"${before} - {fewer} = {after}$" in words()
    strange = set("zurich") - set("".join(counts))
    assert strange == set("zich")


def test_what_the_slider_ends_with():
    counts = Counter(w for ticket in pocket.EXAMPLES for text in ticket for w in tokenise(text))
    five = {word: counts[word] for word in ("restart", "service", "server", "user", "reset")}
    assert [five[word] for word in ("server", "user", "reset")] == [7, 6, 2]
    merges = learn_merges(five, 1000)
    assert all(apply_merges(word, merges) == [word] for word in five)
    whole = [apply_merges("restart", merges[:n]) == ["restart"] for n in range(len(merges))]
    assert f"after {whole.index(True)} of the {len(merges)} merges" in words()
    assert apply_merges("resets", merges) == ["reset", "s"]


def test_words_and_subwords_on_other_texts(tickets, texts, vocabulary):
    subwords = Vectorizer.from_texts(
        [*tickets[0].descriptions, *tickets[0].resolutions], max_size=2000, subwords=True
    )
    ids = encode(QUESTION, vocabulary)
    assert [len(ids), ids.count(1), ids[0], ids[-1]] == [7, 2, 1, 1]
    pieces = [subwords.vocabulary[i - 2] for i in subwords.encode(QUESTION, 50)]
    assert pieces[:2] == ["restart", "ing"] and pieces[6:9] == ["fa", "i", "led"]
    others = [*tickets[1].descriptions, *tickets[1].resolutions]
    found = [subwords.encode(text, 5000) for text in others]
    assert not any(1 in ids for ids in found)
    assert "failed" in vocabulary  # "a known word before"
    assert max(map(len, found)) < 5000  # "nothing is cut"
    longer = sum(map(len, found)) / sum(map(len, texts[1])) - 1
    assert f"the texts are {100 * longer:.0f} % longer" in words()


def test_the_shares_of_the_three_services(tickets, vocabulary):
    texts = [*tickets[1].descriptions, *tickets[1].resolutions]

    def unknown(rules):
        return 100 * np.mean(
            [word not in vocabulary for text in texts for word in rules(text)[:20]]
        )

    for sentence, rules in {
        "**B** has {:.0f} % unknown tokens": lambda text: text.upper().split(),
        "the share of the notebook, {:.0f} %": tokenise,
        "{:.0f} % are unknown, and the accuracy": str.split,
    }.items():
        assert sentence.format(unknown(rules)) in words()


def test_the_log_line_has_eight_tokens_of_time():
    time = "2026-03-01T08:15:02Z"
    assert len(tokenise(time)) == 8
    assert "The time of a log line becomes eight tokens" in words()
    assert re.fullmatch(r"\d+", tokenise("10.0.0.12")[0]) and len(tokenise("10.0.0.12")) == 4


@pytest.mark.slow
def test_the_accuracy_of_the_three_services():
    """The chapter's own cells."""
    scope = {}
    for source in cells(CHAPTER, "code"):
        starts = (
            "from ticketcourse.data",
            "from ticketcourse.scratch import build",
            "from sklearn",
        )
        if source.startswith((*starts, "listed =")):
            exec("import numpy as np\nfrom ticketcourse.scratch import encode\n" + source, scope)
    score = {
        name: scope["neuron"].score(scope["occurs"](sequences), scope["y_valid"])
        for name, sequences in scope["services"].items()
    }
    assert score["notebook"] > 0.9
    assert all(score[name] == pytest.approx(0.5, abs=0.05) for name in "AB")
    assert f"the accuracy is still {score['C']:.2f}" in words()
