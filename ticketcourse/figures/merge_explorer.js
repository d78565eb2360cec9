// Byte-pair merges step by step: the words in pieces, the pairs with their counts, a word that is typed.
import { button, element, follow, picture, shape, slider, state, status, table } from "./live_parts.js";
import { applyMerges, countPairs, learnMerges } from "./subwords.js";

const WIDTH = 360, LEFT = 84, LETTER = 23, ROW = 34, MOST_PAIRS = 6;

// A row of boxes, one for each piece; what is joined next is framed together.
function boxes(pieces, y, next, known) {
  const parts = [];
  let x = LEFT;
  pieces.forEach((piece, k) => {
    const width = LETTER * [...piece].length, joined = next && piece === next[0] && pieces[k + 1] === next[1];
    const strange = known && !known.has(piece);
    parts.push(
      shape("g", { class: strange ? "token padding" : piece.length > 1 ? "token chosen" : "token" },
        shape("rect", { x: x + 1.5, y: y + 4, width: width - 3, height: 24, rx: 3 })),
      shape("text", { x: x + width / 2, y: y + 21, "text-anchor": "middle" }, piece));
    if (joined) {
      const both = LETTER * [...next.join("")].length;
      parts.push(shape("path", { class: "joins-next", d: `M${x + 3} ${y + 31} h${both - 6}` }));
    }
    x += width;
  });
  return parts;
}

const quoted = ([first, second]) => `“${first}” + “${second}”`;

function render({ model, el }) {
  const counts = model.get("counts"), words = Object.keys(counts);
  const merges = learnMerges(counts, 1000), most = merges.length;
  const steps = state(model, "steps"), typed = state(model, "word");
  const svg = picture([0, 0, WIDTH, 26 + ROW * words.length]), own = picture([0, 0, WIDTH, ROW]);
  const values = element("div", { class: "live-wide live-maps" }), said = status();
  const move = (by) => () => steps.write(Math.min(most, Math.max(0, steps.read() + by)));
  const buttons = element("div", { class: "live-buttons" }, button("One merge back", move(-1)),
    button("Next merge", move(1)), button("Back to letters", () => steps.write(0)));
  const merged = slider("merges", steps, { min: 0, max: most, step: 1, show: String });
  const input = element("input", { type: "text", maxlength: 12, autocomplete: "off", spellcheck: "false" });
  input.addEventListener("input", () => typed.write(input.value));
  const field = element("label", { class: "live-field" }, "Try a word of your own", input);
  const note = element("p", { class: "live-note" },
    "A bar under two pieces: the pair that is joined next. A dashed box: a character that no word here has.");
  el.append(element("div", { class: "live-box" }, element("div", {}, svg, note),
    element("div", {}, merged.node, buttons, field, own, said.node), values));

  function draw() {
    const step = steps.read(), done = merges.slice(0, step);
    const pieces = Object.fromEntries(words.map((word) => [word, applyMerges(word, done)]));
    const pairs = countPairs(pieces, counts), next = pairs[0]?.pair;
    const letters = [...new Set(words.join(""))].sort(), joined = done.map((pair) => pair.join(""));
    const known = new Set([...letters, ...joined]);
    const tokens = words.reduce((sum, word) => sum + counts[word] * pieces[word].length, 0);
    merged.draw();
    if (input.value !== typed.read()) input.value = typed.read();

    svg.replaceChildren(shape("text", { x: 0, y: 14, class: "lane-name" }, "times"),
      shape("text", { x: LEFT, y: 14, class: "lane-name" }, "the word in pieces"),
      ...words.flatMap((word, k) => [
        shape("text", { x: 34, y: 47 + ROW * k, "text-anchor": "end", class: "figures" }, String(counts[word])),
        ...boxes(pieces[word], 26 + ROW * k, next)]));
    const listed = words.map((word) => `${word}: ${pieces[word].join(" ")}`).join("; ");
    svg.setAttribute("aria-label", `The words in pieces after ${step} merges. ${listed}.`);

    const word = typed.read().toLowerCase().replace(/\s/g, ""), found = applyMerges(word, done);
    const strange = found.filter((piece) => !known.has(piece));
    own.replaceChildren(...boxes(found, 0, null, known));
    own.setAttribute("aria-label", `Your word in pieces: ${found.join(" ")}.`);

    values.replaceChildren(
      table(`Pairs, and how often they occur: ${pairs.length}`, ["pair", "times", "joined next"],
        pairs.slice(0, MOST_PAIRS).map(({ pair, count }, k) => [pair.join(" + "), String(count), k ? "" : "yes"])),
      table(`The vocabulary: ${known.size} pieces`, ["merge", "joins", "new piece"],
        done.slice(-MOST_PAIRS).map((pair, k) => [
          String(Math.max(0, step - MOST_PAIRS) + k + 1), pair.join(" + "), pair.join("")])));
    const now = next ? `Joined next: ${quoted(next)}, ${pairs[0].count} times.` : "Every word is one piece.";
    const yours = word ? ` ${word}: ${found.length} tokens, ${found.join(" ")}`
      + `${strange.length ? `; unknown: ${strange.join(" ")}` : ""}.` : "";
    said.say(`${step} merges: ${known.size} pieces in the vocabulary, ${tokens} tokens for all words. ${now}${yours}`);
  }
  follow(model, ["steps", "word"], draw);
}

export default { render };
