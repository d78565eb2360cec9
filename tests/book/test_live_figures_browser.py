"""The live figures in Chromium: mouse, touch, keyboard, their numbers, and access for everyone."""

import re

import numpy as np
import pytest
from matplotlib.figure import Figure
from pages import ROOT

from ticketcourse import figures, pocket, scratch
from ticketcourse.figures import loss_landscape
from ticketcourse.scratch import bilstm, part

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WEB = ROOT / "book" / "_web"


def draw_line(slope):
    figure = Figure()
    figure.subplots().plot([0, 1], [0, slope], label="line")
    return figure


WORDS = [*(word for word in pocket.VOCABULARY if len(word) > 1)]
E_WORDS = pocket.parameters()["embedding.E"][[pocket.VOCABULARY[word] for word in WORDS]]

LOOKUP_K = np.array([[2.0, 0.0], [0.0, 2.0], [0.0, -1.5], [-1.0, 1.0]])
LOOKUP_V = np.array([[0.0, 1.0], [1.0, 1.0], [0.0, 0.0], [1.0, 0.0]])

FIGURES = {
    "activation": lambda: figures.ActivationExplorer("GELU", z=-0.75),
    "attention": figures.AttentionExplorer,
    "embedding": lambda: figures.EmbeddingExplorer(WORDS, E_WORDS, E_WORDS[:, :2], "error"),
    "frames": lambda: figures.explore(draw_line, slope=[1, 2, 3]),
    "gate": figures.GateExplorer,
    "lookup": lambda: figures.LookupExplorer(
        ["restart", "server", "reset", "password"], LOOKUP_K, LOOKUP_V, [0.5, 1.5]
    ),
    "loss": figures.LossLandscape,
    "merge": lambda: figures.MergeExplorer({"server": 7, "user": 6, "reset": 2}, word="servers"),
    "neuron": lambda: figures.NeuronExplorer(
        [[1, 1], [1, 0]], {"outage": [1, 0]}, ("error", "restart"), w=[0.9, 0.6], b=-1.0
    ),
    "reversal": figures.ReversalExplorer,
    "softmax": lambda: figures.SoftmaxExplorer([-2.3, 2.2, 1.9], pocket.LABELS),
    "ticket": figures.TicketExplorer,
}


@pytest.fixture
def show(chromium, tmp_path):
    """Function that opens a page with one figure, as the book has it, from the disk alone."""
    contexts, problems = [], []

    def show(name, theme="light", **options):
        text = (
            f'<!doctype html><html lang="en" data-theme="{theme}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width"><title>A figure</title>'
            f"<style>{(WEB / 'course.css').read_text(encoding='utf-8')}</style></head>"
            f"<body><main><h1>A figure</h1>{FIGURES[name]()._page_html()}</main>"
            f"<script>{(WEB / 'live.js').read_text(encoding='utf-8')}</script></body></html>"
        )
        (tmp_path / "page.html").write_text(text, encoding="utf-8")
        contexts.append(chromium.new_context(color_scheme=theme, **options))
        contexts[-1].set_default_timeout(20_000)
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto((tmp_path / "page.html").as_uri())
        if options.get("java_script_enabled", True):
            page.wait_for_selector(".live-status")
        return page

    yield show
    for context in contexts:
        context.close()
    assert not problems, problems


def number(text):
    return float(text.replace("−", "-"))


def row(page, caption, name):
    """The cells of one row of a table, as numbers."""
    table = page.locator("table").filter(has=page.locator("caption", has_text=caption))
    header = page.locator("th", has_text=re.compile(f"^{re.escape(name)}$"))
    cells = table.locator("tbody tr").filter(has=header).locator("td")
    return [number(text) for text in cells.all_inner_texts()]


def steps_shown(page):
    return int(page.locator("label", has_text="steps:").locator(".live-value").inner_text())


def says(page, text):
    """Wait until the text equivalent says this."""
    page.locator(".live-status", has_text=text).wait_for()


def test_a_gate_is_forced_and_released_with_the_keyboard(show):
    page = show("gate")
    params, ids = pocket.parameters(), pocket.encode([pocket.TICKET])[0]
    _, cache = bilstm(params["embedding.E"][ids], part(params, "description_encoder.lstm.0"))
    step = cache["forward"]["steps"][2]
    i, c_tilde, o = (step[name][0, 1] for name in ("i", "c_tilde", "o"))
    caption = "Gates and states"
    assert row(page, caption, "2")[5] == pytest.approx(step["c"][0, 1], abs=0.005)
    page.get_by_label("f, forget gate").focus()
    page.keyboard.press("Home")
    says(page, "forget gate forced to 0.00")
    found = row(page, caption, "2")
    assert found[1] == 0
    assert found[5] == pytest.approx(i * c_tilde, abs=0.005)
    assert found[6] == pytest.approx(o * np.tanh(i * c_tilde), abs=0.005)
    page.get_by_role("button", name="forget gate as computed").press("Enter")
    says(page, "all gates as computed")
    assert row(page, caption, "2")[1] == pytest.approx(step["f"][0, 1], abs=0.005)


def test_a_token_asks_when_it_is_chosen_and_padding_when_it_is_not_masked(show):
    page = show("attention")
    page.get_by_label("error", exact=True).focus()
    page.keyboard.press("ArrowLeft")  # from radio button to radio button
    says(page, "“system” of the description")
    caption = "Weights of every token"
    _, cache = scratch.classifier(*pocket.encode([pocket.TICKET]), pocket.parameters(), n_heads=2)
    weights = cache["description_attention"]["heads"]["weights"][0, 0]
    np.testing.assert_allclose(row(page, caption, "error"), [*weights[2], 0], atol=0.0006)
    page.get_by_label("Mask the padding").uncheck()
    says(page, "padding is asked as well")
    spread = row(page, caption, "error")
    assert spread[2] > 0.1
    assert sum(spread) == pytest.approx(1, abs=0.002)


def test_a_token_under_the_pointer_asks(show):
    page = show("attention")
    page.locator("svg .token", has_text="error").hover()
    says(page, "“error” of the description")


def test_a_typed_ticket_is_classified_as_in_python(show):
    page = show("ticket")
    page.get_by_role("textbox", name="Description").fill("User password error, server down")
    page.get_by_role("textbox", name="Resolution").fill("Restart server, reset the passwort")
    says(page, "1 of them unknown")
    ((*p,),) = pocket.predict(
        [("User password error, server down", "Restart server, reset the passwort")]
    )
    for label, value in zip(pocket.LABELS, p, strict=True):
        says(page, f"{label} {value:.3f}")
    page.get_by_text("6 Logits and probabilities").click()
    np.testing.assert_allclose(row(page, "Each feature times", "p = σ(z)"), p, atol=0.0006)


def test_an_empty_ticket_has_no_tokens(show):
    page = show("ticket")
    page.get_by_role("textbox", name="Description").fill("")
    page.get_by_role("textbox", name="Resolution").fill("")
    says(page, "0 tokens and 0 tokens")
    for label, value in zip(pocket.LABELS, pocket.predict([("", "")])[0], strict=True):
        says(page, f"{label} {value:.3f}")


def nearest_words(word, by):
    """Words from the nearest on, and both similarities of every word."""
    chosen = WORDS.index(word)
    products = E_WORDS @ E_WORDS[chosen]
    lengths = np.linalg.norm(E_WORDS, axis=1)
    values = {"cosine": products / lengths / lengths[chosen], "dot product": products}
    order = [i for i in np.argsort(-values[by], kind="stable") if i != chosen]
    return order, np.column_stack([values["cosine"], values["dot product"]])


def test_a_word_is_chosen_with_the_keyboard_and_has_the_neighbours_that_python_finds(show):
    page = show("embedding")
    page.get_by_label("Word:").focus()
    page.keyboard.type("user")
    says(page, "Nearest to user by cosine")
    page.get_by_role("radio", name="dot product").check()
    for by in ("dot product", "cosine"):
        page.get_by_role("radio", name=by).focus()
        page.keyboard.press("Space")
        says(page, f"Nearest to user by {by}")
        order, values = nearest_words("user", by)
        caption = f"Nearest to “user” by {by}"
        first = page.locator("tbody th").first.inner_text()
        assert first == WORDS[order[0]]
        for i in order[:6]:
            assert row(page, caption, WORDS[i])[:2] == pytest.approx(values[i], abs=0.0051)
        assert page.locator("svg .to-near").count() == 6


def test_the_table_says_how_near_a_neighbour_is_in_the_picture(show):
    page = show("embedding")
    order, _ = nearest_words("error", "cosine")
    flat = np.linalg.norm(E_WORDS[:, :2] - E_WORDS[WORDS.index("error"), :2], axis=1)
    for i in order[:6]:
        place = row(page, "Nearest to “error”", WORDS[i])[2]
        assert (flat < flat[i]).sum() <= place <= (flat <= flat[i]).sum()  # words on one spot


def test_a_word_under_the_pointer_is_chosen(show):
    page = show("embedding")
    box = page.locator("svg .axis").bounding_box()
    points = E_WORDS[:, :2]
    low, high = points.min(axis=0), points.max(axis=0)
    margin = (high - low) / 20
    x, y = (points[WORDS.index("password")] - low + margin) / (high - low + 2 * margin)
    page.mouse.click(box["x"] + box["width"] * x, box["y"] + box["height"] * (1 - y))
    says(page, "Nearest to password")


def test_z_is_dragged_in_the_picture(show):
    page = show("activation")
    box = page.locator("svg .axis").first.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.3, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, y, steps=4)
    page.mouse.up()
    z = number(page.locator(".live-value").inner_text())
    assert z == pytest.approx(1, abs=0.1)
    says(page, "GELU at z")
    expected = [scratch.gelu(z), scratch.gelu_backward(1, z)]
    np.testing.assert_allclose(row(page, "At z", "GELU"), expected, atol=6e-5)
    p = scratch.sigmoid(z)
    np.testing.assert_allclose(row(page, "At z", "sigmoid"), [p, p * (1 - p)], atol=6e-5)


def test_logits_are_moved_with_the_keyboard_and_both_outputs_follow(show):
    page = show("softmax")
    says(page, "Above 0.5 by the sigmoids: planned work, user request. By softmax: planned work.")
    page.get_by_label("z of outage").focus()
    page.keyboard.press("End")
    says(page, "By softmax: outage.")
    z = np.array([5, 2.2, 1.9])
    expected = np.column_stack([z, scratch.sigmoid(z), scratch.softmax(z)])
    found = [row(page, "Outputs of both", label) for label in pocket.LABELS]
    np.testing.assert_allclose(found, expected, atol=6e-4)


def test_a_look_up_softens_with_the_keyboard_from_the_best_value_to_the_mean(show):
    page = show("lookup")
    says(page, "Most goes to server.")
    weights = scratch.softmax(LOOKUP_K @ [0.5, 1.5])
    found = [row(page, "The look-up", name)[3] for name in ("restart", "server", "reset")]
    np.testing.assert_allclose(found, weights[:3], atol=6e-4)
    page.get_by_role("slider", name="temperature").focus()
    page.keyboard.press("Home")
    says(page, "The output is 1.00, 1.00.")
    page.keyboard.press("End")
    says(page, "The output is 0.5")
    page.get_by_role("slider", name="direction of the query").focus()
    page.keyboard.press("Home")
    says(page, "Most goes to password.")


NAMES_THAT_TOUCH = """() => {
  const [direction, temperature] = document.querySelectorAll("input[type=range]"), found = [];
  const put = (slider, value) => {
    slider.value = value;
    slider.dispatchEvent(new Event("input"));
  };
  const apart = (a, b) =>
    a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
  const check = (setting, svg) => {
    const { left, right } = svg.getBoundingClientRect();
    const nodes = [...svg.querySelectorAll(".word-name")];
    const names = nodes.map((node) => node.textContent);
    const boxes = nodes.map((node) => node.getBoundingClientRect());
    boxes.forEach((box, i) => {
      if (box.left < left || box.right > right) found.push([setting, names[i]]);
      for (let j = 0; j < i; j += 1)
        if (!apart(box, boxes[j])) found.push([setting, names[i], names[j]]);
    });
  };
  for (const tenths of [-13, 0, 13]) {
    put(temperature, tenths);
    for (let degrees = -180; degrees <= 180; degrees += 2) {
      put(direction, degrees);
      for (const svg of document.querySelectorAll(".live-box svg")) check(degrees, svg);
    }
  }
  return found;
}"""


def test_names_in_the_look_up_touch_at_no_setting(show):
    assert show("lookup").evaluate(NAMES_THAT_TOUCH) == []


def test_a_slider_picks_the_frame_that_python_drew(show):
    page = show("frames")
    first = page.locator(".live-frame svg").inner_html()
    page.get_by_label("slope").focus()
    page.keyboard.press("End")
    says(page, "slope = 3. ")
    says(page, "line from 0 to 3")
    assert page.locator(".live-frame svg").inner_html() != first


def test_optimizers_walk_step_by_step_and_at_once_where_motion_is_unwanted(show):
    page = show("loss", reduced_motion="reduce")
    page.get_by_role("button", name="One step").click()
    says(page, "21 steps")
    for steps in (21, 100):
        if steps == 100:
            page.get_by_role("button", name="Play").click()
            assert steps_shown(page) == 100  # without a step between
            says(page, "100 steps")
        for name in loss_landscape.OPTIMIZERS:
            places = loss_landscape.walk("long valley", name, 0.1, (-1.8, 1.0), steps)
            shown = row(page, f"After {steps} steps", name)[:2]
            np.testing.assert_allclose(shown, places[-1], atol=0.0006)


def test_playing_moves_and_stops(show):
    page = show("loss")
    page.get_by_role("button", name="Back to the start").click()
    page.get_by_role("button", name="Play").click()
    page.locator("caption", has_text="After 2 steps").wait_for()
    page.get_by_role("button", name="Stop").click()
    assert page.get_by_role("button", name="Play").is_visible()
    assert 0 < steps_shown(page) < 100


def test_a_finger_places_the_start(show):
    page = show("loss", has_touch=True)
    box = page.locator("svg .axis").bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    says(page, "from 0.0, 0.0")


def test_merges_go_forward_and_back_and_a_typed_word_follows(show):
    page, counts = show("merge"), {"server": 7, "user": 6, "reset": 2}
    merges = scratch.learn_merges(counts, 100)
    pieces = {word: list(word) for word in counts}
    (pair, times), *_ = scratch.count_pairs(pieces, counts).most_common()
    says(page, "0 merges: 6 pieces in the vocabulary, 76 tokens for all words")
    says(page, f"“{pair[0]}” + “{pair[1]}”, {times} times")
    forward = page.get_by_role("button", name="Next merge")
    for n in (1, 2, 3):
        forward.press("Enter")
        tokens = sum(
            count * len(scratch.apply_merges(word, merges[:n])) for word, count in counts.items()
        )
        says(page, f"{n} merges: {6 + n} pieces in the vocabulary, {tokens} tokens")
        says(page, f"servers: {len(scratch.apply_merges('servers', merges[:n]))} tokens")
    page.get_by_label("Try a word of your own").fill("Reverse!")
    says(page, " ".join(scratch.apply_merges("reverse!", merges[:3])) + "; unknown: !")
    page.get_by_role("button", name="One merge back").click()
    says(page, "2 merges: ")
    page.get_by_role("slider", name="merges").focus()
    page.keyboard.press("End")
    says(page, f"{len(merges)} merges: ")
    says(page, "Every word is one piece")


def test_a_batch_is_read_from_both_ends_and_a_wrong_reversal_shows_in_the_numbers(show):
    page, params = show("reversal"), pocket.parameters()
    ids, _ = pocket.encode([pocket.TICKET])
    H, _ = bilstm(params["embedding.E"][ids], part(params, "description_encoder.lstm.0"))
    last = [*H[0, -1, :3], *H[0, 0, 3:]]
    caption = "Handed on after the last step by"
    assert row(page, caption, "last states") == pytest.approx(last, abs=0.005)
    says(page, "fix system error: forward reads fix, backward error.")
    page.get_by_role("slider", name="step").focus()
    page.keyboard.press("End")
    says(page, "Step 6 of 6. fix system error: forward reads nothing, backward nothing.")
    page.get_by_role("radio", name="the whole row").check()
    says(page, "fix system error: forward reads nothing, backward fix.")
    says(page, "After the last step its backward numbers are wrong by up to 0.04.")
    assert row(page, caption, "last states")[:3] == pytest.approx(last[:3], abs=0.005)
    page.get_by_role("radio", name="move user account to new server").check()
    says(page, "After the last step its numbers are those that it has alone.")
    page.get_by_role("radio", name="all", exact=True).check()
    page.locator("tbody th", has_text="account").wait_for()
    assert page.locator("tbody th").count() == 6
    page.get_by_role("radio", name="mean").check()
    page.locator("tbody th", has_text="mean").wait_for()


every_figure = pytest.mark.parametrize("name", FIGURES)


@every_figure
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_figure_is_open_to_everyone_on_a_phone(show, name, theme):
    from axe_playwright_python.sync_playwright import Axe

    page = show(name, theme, viewport={"width": 360, "height": 800})
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    found = Axe().run(page).response["violations"]
    assert not found, [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
    targets = page.locator(".live-box :is(button, select, input, summary)").all()
    small = [box for one in targets if (box := one.bounding_box()) and box["height"] < 24]
    small = [box for box in small if box["width"] != 18]  # a tick: its label is the target
    assert not small


@every_figure
def test_each_control_has_a_visible_focus(show, name):
    page = show(name)
    page.keyboard.press("Tab")
    outline = "(node) => getComputedStyle(node).outlineStyle + getComputedStyle(node).outlineWidth"
    focused = page.evaluate_handle(
        "document.activeElement.matches('[type=radio]') ? document.activeElement.nextSibling"
        " : document.activeElement"
    )
    assert focused.evaluate(outline) == "solid3px"


@every_figure
def test_without_javascript_a_picture_is_there(show, name):
    page = show(name, java_script_enabled=False)
    label = page.locator(".live-place svg").get_attribute("aria-label")
    assert len(label) > 20


def test_in_a_dark_jupyterlab_the_figure_is_dark(show):
    page = show("gate")
    page.locator("style").first.evaluate("(style) => style.remove()")  # as there: no --fig-*
    colour = "(box) => getComputedStyle(box).backgroundColor"
    assert page.locator(".live-box").evaluate(colour) == "rgb(254, 254, 254)"
    page.evaluate("document.body.dataset.jpThemeLight = 'false'")
    assert page.locator(".live-box").evaluate(colour) == "rgb(26, 28, 34)"
