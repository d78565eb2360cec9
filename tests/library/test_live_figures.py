"""The live figures' JavaScript: its numbers are those of the library. Runs where there is Node."""

import base64
import json
import re
import shutil
import subprocess
import zlib
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from ticketcourse import TicketcourseError, figures, pocket, scratch
from ticketcourse.figures import loss_landscape
from ticketcourse.figures.live import module
from ticketcourse.figures.picture import PALETTE
from ticketcourse.pocket.model import N_HEADS
from ticketcourse.scratch import bilstm, classifier, part, token_mask, tokenise

needs_node = pytest.mark.skipif(not shutil.which("node"), reason="needs Node to run JavaScript")


@pytest.fixture
def run_js(tmp_path):
    """Function that evaluates an expression with the names of a module and the data given."""

    def run(name, expression, **data):
        (tmp_path / "figure.mjs").write_text(module(name), encoding="utf-8")
        (tmp_path / "run.mjs").write_text(
            f'import * as js from "./figure.mjs";\nconst data = {json.dumps(data)};\n'
            f"console.log(JSON.stringify({expression}));",
            encoding="utf-8",
        )
        done = subprocess.run(
            ["node", "run.mjs"], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8"
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


def line(slope=1, label="line"):
    figure = Figure()
    ax = figure.subplots()
    ax.plot([0, 1], [0, slope], label=label)
    ax.set(title="A line", xlabel="time", ylabel="height")
    return figure


COUNTS = {"restart": 9, "service": 9, "server": 7, "user": 6, "reset": 2, "pssst": 3}
WORDS = ("laptop", "notebook", "monday", "tuesday", "error", "server", "close")


def embedding_explorer(**state):
    rng = np.random.default_rng(4)
    E = rng.normal(size=(len(WORDS), 5))
    return figures.EmbeddingExplorer(WORDS, E, E @ rng.normal(size=(5, 2)), "monday", **state)


LIVE = {
    "activation": figures.ActivationExplorer,
    "attention": figures.AttentionExplorer,
    "embedding": embedding_explorer,
    "frames": lambda: figures.explore(line, slope=[1, 2]),
    "gate": figures.GateExplorer,
    "lookup": lambda: figures.LookupExplorer(WORDS[:3], np.eye(3)[:, :2], np.eye(3)[:, :2], [1, 2]),
    "loss": figures.LossLandscape,
    "softmax": lambda: figures.SoftmaxExplorer([-2.3, 2.2, 1.9], pocket.LABELS),
    "merge": lambda: figures.MergeExplorer(COUNTS, word="servers"),
    "reversal": figures.ReversalExplorer,
    "ticket": figures.TicketExplorer,
}


@pytest.mark.parametrize("make", LIVE.values(), ids=LIVE)
def test_a_live_figure_has_one_module_one_state_and_a_picture_of_its_own(make):
    figure = make()
    page = figure._repr_mimebundle_()[0]["text/html"]
    state, code = re.findall(r'application/json"[^>]*>(.*?)</script>', page, flags=re.DOTALL)
    assert json.loads(code).count("export default { render }") == 1
    assert not re.search(r"^import ", json.loads(code), flags=re.MULTILINE)
    assert json.loads(state)
    assert len(figure.still().alt) > 20
    assert len(page) < 90_000


def test_a_module_has_each_file_once_before_those_that_need_it():
    code = module("gate_explorer.js")
    starts = ["function element(", "const sigmoid =", "function lstmCell(", "function atStep("]
    assert [code.count(start) for start in starts] == [1, 1, 1, 1]
    places = [code.index(start) for start in starts]
    assert places == sorted(places)


DARK = {
    "ink": "#e8e8ee",
    "muted": "#a2a2ae",
    "grid": "#3a3a44",
    "paper": "#1a1c22",
    "blue": "#6bb8ea",
    "orange": "#ff9a52",
    "green": "#45c9a0",
    "blue-soft": "#1d3547",
    "orange-soft": "#4a2f1c",
}


def test_every_style_sheet_has_the_same_colours():
    root = Path(figures.__file__).parents[2]
    sheets = "ticketcourse/figures/live.css", "ticketcourse/figures/reports.css"
    for sheet in (*sheets, "book/_web/course.css"):
        text = (root / sheet).read_text(encoding="utf-8")
        dark = {
            name: colour
            for name, colour in re.findall(r"--fig-([\w-]+): (#\w{6})", text)
            if PALETTE[name] != colour
        }
        assert dark.keys() == PALETTE.keys()
        assert dark == DARK, sheet


TEXTS = [
    "Fix system error",
    "fixSystemError HTTPServer",
    "Error 0x80070005, ORA-01017: don’t panic!",
    "Is the SERVICE down?",
    "Ｆｉｘ Café naïve 日本 ½ ² x_y",
    "",
]


@needs_node
def test_tokens_and_ids_are_the_same(run_js):
    found = run_js("pocket_model.js", "data.texts.map(js.tokenise)", texts=TEXTS)
    assert found == [tokenise(text) for text in TEXTS]


@needs_node
def test_the_whole_forward_pass_is_the_same(run_js):
    tickets = [*pocket.EXAMPLES, ("Fix an unheard-of error", "Restart"), ("", "Restart"), ("", "")]
    found = run_js(
        "pocket_model.js",
        "data.tickets.map((ticket) => js.classify(data.pocket, ...ticket))",
        tickets=tickets,
        pocket=figures.TicketExplorer().pocket,
    )
    np.testing.assert_allclose(
        [ticket["probabilities"] for ticket in found], pocket.predict(tickets), atol=1e-12
    )
    for ticket, js in zip(pocket.EXAMPLES, found, strict=False):
        _, cache = classifier(*pocket.encode([ticket]), pocket.parameters(), n_heads=N_HEADS)
        np.testing.assert_allclose(js["features"], cache["pooled"][0], atol=1e-12)
        for text in ("description", "resolution"):
            (encoder,) = cache[f"{text}_encoder"]
            steps = encoder["forward"]["steps"]
            for name in ("i", "f", "c_tilde", "o", "c"):
                gates = [step[name] for step in js["texts"][text]["forward"]]
                np.testing.assert_allclose(gates, [s[name][0] for s in steps], atol=1e-12)
            heads = cache[f"{text}_attention"]["heads"]["weights"][0]
            shown = [head["weights"] for head in js["asks"][text]["heads"]]
            np.testing.assert_allclose(shown, heads, atol=1e-12)


@needs_node
@pytest.mark.parametrize("forced", [{}, {"f": 0}, {"i": 1, "o": 0.25}], ids=str)
def test_a_forced_gate_replaces_every_unit_of_it(run_js, forced):
    params, ids = pocket.parameters(), pocket.encode([pocket.TICKET])[0]
    own = part(params, "description_encoder.lstm.0")
    H, cache = bilstm(params["embedding.E"][ids], own)
    step, x, h = cache["forward"]["steps"][2], params["embedding.E"][ids][0, 2], H[0, 1, :3]
    found = run_js(
        "pocket_model.js",
        "js.lstmCell(data.x, data.h, data.c, data.W, data.b, data.forced)",
        x=x.tolist(),
        h=h.tolist(),
        c=step["c_before"][0].tolist(),
        W=own["forward.W"].tolist(),
        b=own["forward.b"].tolist(),
        forced=forced,
    )
    i, f, o = (forced.get(name, step[name][0]) for name in "ifo")
    c = f * step["c_before"][0] + i * step["c_tilde"][0]
    np.testing.assert_allclose(found["c"], c, atol=1e-12)
    np.testing.assert_allclose(found["h"], o * np.tanh(c), atol=1e-12)


@needs_node
@pytest.mark.parametrize("scale", [True, False])
@pytest.mark.parametrize("mask", [True, False])
def test_attention_with_and_without_its_scale_and_mask(run_js, scale, mask):
    params = pocket.parameters()
    d_ids, r_ids = pocket.encode([pocket.TICKET])
    r_ids = np.pad(r_ids, ((0, 0), (0, 1)))
    D, R = (
        bilstm(params["embedding.E"][ids], part(params, f"{text}_encoder.lstm.0"), token_mask(ids))[
            0
        ]
        for text, ids in (("description", d_ids), ("resolution", r_ids))
    )
    real = token_mask(r_ids) | (not mask)
    output, cache = scratch.multi_head_attention(
        D, R, part(params, "description_attention"), N_HEADS, mask=real
    )
    heads = cache["heads"]
    factor = 1 if scale else np.sqrt(3)  # undoes the division by √d_k
    context, without = scratch.attention(
        factor * heads["Q"], heads["K"], heads["V"], real[:, None, None]
    )
    found = run_js(
        "pocket_model.js",
        "(() => { const read = (text) => js.encoder(data.pocket, text, data[text]).H;"
        "return js.attention(data.pocket, 'description', read('description'), read('resolution'),"
        "{ real: data.real, scale: data.scale }); })()",
        pocket=figures.TicketExplorer().pocket,
        description=d_ids[0].tolist(),
        resolution=r_ids[0].tolist(),
        real=real[0].tolist(),
        scale=scale,
    )
    for js, weights, gets in zip(found["heads"], without["weights"][0], context[0], strict=True):
        np.testing.assert_allclose(js["weights"], weights, atol=1e-12)
        np.testing.assert_allclose(js["context"], gets, atol=1e-12)
    if scale:
        np.testing.assert_allclose(found["output"], output[0], atol=1e-12)


@needs_node
def test_activations_and_their_gradients_are_the_same(run_js):
    z = np.linspace(-5, 5, 41)
    found = run_js(
        "activations.js",
        "Object.values(js.ACTIVATIONS).map((both) => both.map((f) => data.z.map(f)))",
        z=z.tolist(),
    )
    p, t = scratch.sigmoid(z), scratch.tanh(z)
    expected = [
        (scratch.relu(z), scratch.relu_backward(1, z)),
        (p, scratch.sigmoid_backward(1, p)),
        (t, scratch.tanh_backward(1, t)),
        (scratch.gelu(z), scratch.gelu_backward(1, z)),
    ]
    np.testing.assert_allclose(found, expected, atol=1e-12)


@needs_node
def test_sigmoids_and_softmax_are_the_same(run_js):
    for z in ([-2.3, 2.2, 1.9], [0.0, 0.0, 0.0], [-5.0, 5.0, -1.0], [1.5]):
        found = run_js("softmax_explorer.js", "js.outputs(data.z)", z=z)
        np.testing.assert_allclose(found["sigmoids"], scratch.sigmoid(z), atol=1e-12)
        np.testing.assert_allclose(found["shares"], scratch.softmax(z), atol=1e-12)


@needs_node
@pytest.mark.parametrize("temperature", [0.05, 1, 20])
def test_a_look_up_gives_the_same_weights_and_output(run_js, temperature):
    rng = np.random.default_rng(2)
    K, V, q = rng.normal(size=(4, 2)), rng.uniform(size=(4, 2)), rng.normal(size=2)
    figure = figures.LookupExplorer(WORDS[:4], K, V, q, temperature)
    found = run_js(
        "lookup_explorer.js",
        "js.lookUp(data, data.degrees, data.temperature)",
        temperature=temperature,
        **{name: getattr(figure, name) for name in ("K", "V", "length", "degrees")},
    )
    weights = scratch.softmax(K @ q / temperature)
    np.testing.assert_allclose(found["q"], q, atol=1e-12)
    np.testing.assert_allclose(found["weights"], weights, atol=1e-12)
    np.testing.assert_allclose(found["output"], weights @ V, atol=1e-12)


@pytest.mark.parametrize("by", ["cosine", "dot product"])
def test_the_nearest_words_and_their_places_in_the_picture_are_the_same(run_js, by):
    figure = embedding_explorer(by=by)
    found = run_js(
        "embedding_explorer.js",
        "js.nearest(data.words, data.E, data.points, 'monday', data.by)",
        words=figure.words,
        E=figure.E,
        points=figure.points,
        by=by,
    )
    E, points, chosen = np.array(figure.E), np.array(figure.points), WORDS.index("monday")
    products = E @ E[chosen]
    values = {
        "dot product": products,
        "cosine": products / np.linalg.norm(E, axis=1) / np.linalg.norm(E[chosen]),
    }
    order = [i for i in np.argsort(-values[by]) if i != chosen]
    assert [one["name"] for one in found] == [WORDS[i] for i in order]
    for name, expected in values.items():
        np.testing.assert_allclose([one[name] for one in found], expected[order], atol=1e-12)
    distance = np.linalg.norm(points - points[chosen], axis=1)
    assert [one["place"] for one in found] == [sorted(distance).index(distance[i]) for i in order]
    nearest = ", ".join(WORDS[i] for i in order[:6])
    assert figure.still().alt.endswith(f"by {by} in all dimensions: {nearest}.")


@needs_node
@pytest.mark.parametrize("loss", loss_landscape.LOSSES)
@pytest.mark.parametrize("optimizer", loss_landscape.OPTIMIZERS)
def test_optimizers_walk_the_same_way(run_js, loss, optimizer):
    for rate in (0.05, 0.5):  # the larger one makes SGD diverge
        way = loss_landscape.walk(loss, optimizer, rate, (-1.8, 1.0), 60)
        found = run_js(
            "optimizers.js",
            "js.walk(data.loss, data.optimizer, data.rate, [-1.8, 1.0], 60)",
            loss=loss,
            optimizer=optimizer,
            rate=rate,
        )
        np.testing.assert_allclose(found, way, rtol=1e-9, atol=1e-12)


@needs_node
@pytest.mark.parametrize("loss", loss_landscape.LOSSES)
def test_a_loss_has_the_gradient_that_it_says(run_js, loss):
    value, gradient = loss_landscape.LOSSES[loss]
    theta, step = np.array([0.7, -1.3]), 1e-6
    numeric = [
        (value(*(theta + move)) - value(*(theta - move))) / (2 * step) for move in step * np.eye(2)
    ]
    np.testing.assert_allclose(gradient(*theta), numeric, rtol=1e-6)
    found = run_js(
        "optimizers.js", "js.LOSSES[data.loss][0](data.theta)", loss=loss, theta=[0.7, -1.3]
    )
    assert found == pytest.approx(value(*theta), abs=1e-12)


@needs_node
def test_merges_are_learned_and_applied_the_same(run_js):
    merges = scratch.learn_merges(COUNTS, 100)
    assert len(merges) > 15
    found = run_js("subwords.js", "js.learnMerges(data.counts, 100)", counts=COUNTS)
    assert list(map(tuple, found)) == merges
    for n in (0, 1, 5, 12):
        words = [*COUNTS, "servers", "ssss", "réservé", ""]
        expected = [scratch.apply_merges(word, merges[:n]) for word in words]
        found = run_js(
            "subwords.js",
            "data.words.map((word) => js.applyMerges(word, data.merges))",
            words=words,
            merges=merges[:n],
        )
        assert found == expected
        pieces = {word: scratch.apply_merges(word, merges[:n]) for word in COUNTS}
        pairs = scratch.count_pairs(pieces, COUNTS)
        found = run_js(
            "subwords.js", "js.countPairs(data.pieces, data.counts)", pieces=pieces, counts=COUNTS
        )
        assert {tuple(one["pair"]): one["count"] for one in found} == pairs
        assert found == sorted(found, key=lambda one: (-one["count"], one["pair"]))


HOW = {
    "last states": lambda H, mask: np.hstack(
        [scratch.masked_last(H, mask)[:, :3], H[:, 0, 3:]],
    ),
    "mean": scratch.masked_mean,
    "max": scratch.masked_max,
}


@needs_node
@pytest.mark.parametrize("reversal", ["each text", "the whole row"])
def test_a_padded_batch_is_read_from_both_ends_as_in_python(run_js, reversal):
    figure, params = figures.ReversalExplorer(), pocket.parameters()
    ids, _ = pocket.encode([(text, "") for text in figure.texts])
    own, X, mask = part(params, "description_encoder.lstm.0"), params["embedding.E"][ids], ids > 0
    H, _ = bilstm(X, own, mask)
    if reversal == "the whole row":  # the mistake, without a mask
        turned, _ = scratch.lstm(X[:, ::-1], own["backward.W"], own["backward.b"])
        H[:, :, 3:] = turned[:, ::-1]
    length = mask.sum(axis=1)
    for row in range(3):
        found = run_js(
            "reversal_explorer.js",
            "(() => { const H = js.states(data.pocket, data.ids, data.reversal); return {"
            "H, places: js.placesRead(data.length, data.ids.length, data.reversal),"
            "handed: Object.fromEntries(data.how.map((how) => [how, js.handedOn(H, how)])) }; })()",
            pocket=figure.pocket,
            ids=ids[row].tolist(),
            length=int(length[row]),
            reversal=reversal,
            how=[*HOW, "all states"],
        )
        np.testing.assert_allclose(found["H"], H[row, : length[row]], atol=1e-12)
        np.testing.assert_allclose(found["handed"]["all states"], found["H"])
        for how, function in HOW.items():
            expected = function(H, mask)[row]
            np.testing.assert_allclose(found["handed"][how], [expected], atol=1e-12)
        first = 6 if reversal == "the whole row" else length[row]
        assert found["places"] == [*range(first - 1, -1, -1), *[None] * (6 - first)]


def test_the_still_reversal_says_the_order_of_reading():
    right, wrong = (
        figures.ReversalExplorer(reversal=way).still().alt for way in ("each text", "the whole row")
    )
    assert "fix system error: error, system, fix;" in right
    assert "fix system error: padding, padding, padding, error, system, fix;" in wrong


def frames(figure):
    return json.loads(zlib.decompress(base64.b64decode(figure.frames)))


def test_explore_draws_every_combination_the_last_parameter_fastest():
    figure = figures.explore(line, slope=[1, -2.5], label=["up", "down"])
    assert figure.grid == [
        {"name": "slope", "values": ["1", "−2.5"]},
        {"name": "label", "values": ["up", "down"]},
    ]
    labels = [re.search('aria-label="(.*?)"', frame)[1] for frame in frames(figure)]
    assert [label.split(". ")[-1] for label in labels] == [
        "up from 0 to 1.",
        "down from 0 to 1.",
        "up from 0 to −2.5.",
        "down from 0 to −2.5.",
    ]
    assert labels[0].startswith("A line. time from ")
    assert all("var(--fig-blue" in frame for frame in frames(figure))  # it follows the page


def test_explore_takes_an_alternative_text_for_each_frame():
    figure = figures.explore(line, lambda slope: f"slope {slope}", slope=[1, 2])
    assert ['aria-label="slope 1"' in frame for frame in frames(figure)] == [True, False]
    assert figure.still().alt == "slope 1"


def noise(seed):
    figure = Figure()
    image = np.random.default_rng(seed).random((800, 800))
    figure.subplots().imshow(image, interpolation="none")
    return figure


@pytest.mark.parametrize(
    ("draw", "grid", "sentence"),
    [
        (line, {}, "give values for each parameter"),
        (line, {"slope": []}, "give values for each parameter"),
        (line, {"slope": range(61)}, "make 61 frames, and 60 are the most"),
        (lambda slope: None, {"slope": [1]}, r"\(slope=1\) returned NoneType"),
        (noise, {"seed": [0]}, r"1 frames take \d+ kB and may take 500"),
    ],
    ids=["no parameter", "no value", "too many", "no figure", "too large"],
)
def test_explore_says_in_a_sentence_what_is_wrong(draw, grid, sentence):
    with pytest.raises(TicketcourseError, match=sentence):
        figures.explore(draw, **grid)
