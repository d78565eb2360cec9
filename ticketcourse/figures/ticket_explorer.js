// Type a ticket: ids, vectors, gates, attention weights, logits and probabilities of the pocket model.
import {
  choice, element, follow, heat, number, onDemand, picture, shape, state, status, table,
} from "./live_parts.js";
import { UNKNOWN, classify } from "./pocket_model.js";

const TEXTS = ["description", "resolution"], WIDTH = 340, LEFT = 74, PITCH = 14;
const SUB = ["₁", "₂", "₃", "₄", "₅", "₆"];

// A number as a mark: a filled square above zero, a ring below, the area in proportion.
function mark(v, x, y, size) {
  const side = size * Math.sqrt(Math.min(1, Math.abs(v) / 1.5));
  if (v < 0) return shape("circle", { class: "minus-mark", cx: x, cy: y, r: Math.max(0.5, side / 2 - 0.9) });
  return shape("rect", { class: "plus", x: x - side / 2, y: y - side / 2, width: side, height: side });
}

// One text from its words to its features: a column for each token, and the maximum on the right.
function map(name, found) {
  const { tokens, ids, X, H } = found.texts[name], { joined, values } = found.pooled[name];
  const T = tokens.length, pitch = Math.min(54, (WIDTH - LEFT - 46) / Math.max(1, T)), slanted = pitch < 50;
  const right = LEFT + T * pitch + 26;  // the column of the maximum
  const size = Math.min(PITCH - 2, pitch - 1), x = (t) => LEFT + (t + 0.5) * pitch;
  const svg = picture([0, 0, WIDTH, 0]), parts = [];
  let y = slanted ? 62 : 32;
  const word = (text, left, top, more = {}) => (
    shape("text", { x: left, y: top, "text-anchor": "middle", ...more }, text));
  const side = (text, top) => word(text, LEFT - 8, top, { "text-anchor": "end" });
  parts.push(shape("text", { x: 0, y: 12, class: "lane-name" }, name));
  tokens.forEach((token, t) => {
    const turn = { "text-anchor": "start", transform: `translate(${x(t)} ${y}) rotate(-50)` };
    parts.push(slanted
      ? word(token, 0, 0, { class: "small", ...turn }) : word(token, x(t), y, { class: "small" }));
  });
  y += 20;
  parts.push(side("id", y));
  ids.forEach((id, t) => parts.push(word(String(id), x(t), y, { class: "figures small" })));
  for (const [label, rows] of [["vector", X], ["LSTM", H], ["+ answer", joined]]) {
    y += 12;
    const height = (rows[0] ?? []).length * PITCH;
    parts.push(side(label, y + height / 2 + 4));
    rows.forEach((row, t) => row.forEach((v, k) => parts.push(mark(v, x(t), y + (k + 0.5) * PITCH, size))));
    if (rows === joined) {
      values.forEach((v, k) => parts.push(mark(v, right, y + (k + 0.5) * PITCH, PITCH - 2)));
      parts.push(word("max", right, y - 6), shape("line", {
        class: "axis", x1: right - 20, x2: right - 20, y1: y, y2: y + values.length * PITCH,
      }));
    }
    y += height;
  }
  svg.setAttribute("viewBox", `0 0 ${WIDTH} ${y + 6}`);
  svg.setAttribute("aria-label", `The ${name} as a map of numbers: ${T} tokens, each with its id, `
    + "a vector of 4, 6 features of the LSTM and 6 after attention; on the right the largest of each feature.");
  svg.append(...parts);
  return svg;
}

const listed = (labels, p) => labels.map((label, k) => `${label} ${number(p[k], 3)}`).join(", ");

function bars(labels, probabilities) {
  const svg = picture([0, 0, WIDTH, labels.length * 30]), from = 100, full = 150;
  labels.forEach((label, k) => {
    const p = probabilities[k], y = k * 30, answer = `${number(p, 3)} ${p > 0.5 ? "yes" : "no"}`;
    svg.append(
      shape("text", { x: from - 8, y: y + 20, "text-anchor": "end" }, label),
      shape("rect", { class: "bar-rest", x: from, y: y + 6, width: full, height: 18 }),
      shape("rect", { class: "bar-kept", x: from, y: y + 6, width: full * p, height: 18 }),
      shape("line", { class: "joint", x1: from + full / 2, x2: from + full / 2, y1: y + 2, y2: y + 28 }),
      shape("text", { x: WIDTH, y: y + 20, "text-anchor": "end", class: "figures" }, answer),
    );
  });
  svg.setAttribute("aria-label", listed(labels, probabilities));
  return svg;
}

function render({ model, el }) {
  const pocket = model.get("pocket"), said = status();
  const chosen = { text: "description", direction: "forward", unit: 0, asks: "description", head: 0 };
  const local = (key) => ({ read: () => chosen[key], write(v) { chosen[key] = v; draw(); } });
  const fields = TEXTS.map((name) => {
    const { read, write } = state(model, name);
    const input = element("input", { type: "text", maxlength: 120, autocomplete: "off" });
    input.addEventListener("input", () => write(input.value));
    const words = name === "description" ? "Description" : "Resolution";
    return {
      node: element("label", { class: "live-field" }, words, input),
      draw() { if (input.value !== read()) input.value = read(); },
    };
  });
  const tickets = model.get("examples"), first = element("option", { value: "" }, "Choose an example");
  const examples = element("select", { "aria-label": "An example" }, first);
  tickets.forEach((ticket, k) => examples.append(element("option", { value: k }, ticket.join(" / "))));
  examples.addEventListener("change", () => {
    if (examples.value) TEXTS.forEach((name, k) => state(model, name).write(tickets[examples.value][k]));
  });
  const oneTo = (n) => Array.from({ length: n }, (_, k) => [k, String(k + 1)]);
  const both = TEXTS.map((name) => [name, name]);
  const units = pocket.parameters["description_encoder.lstm.0.forward.b"].length / 4;
  const lstmChoices = [
    choice("Text", local("text"), () => both),
    choice("Reads", local("direction"), () => [["forward", "forward"], ["backward", "backward"]]),
    choice("Unit", local("unit"), () => oneTo(units)),
  ];
  const attentionChoices = [
    choice("Who asks", local("asks"), () => both),
    choice("Head", local("head"), () => oneTo(pocket.n_heads)),
  ];
  const row = (...nodes) => element("div", { class: "live-row" }, ...nodes.map((control) => control.node));
  const parts = [
    "1 Tokens and ids", "2 Vectors: the ids’ rows of the embedding", "3 LSTM: gates and states",
    "4 Attention: weights", "5 The largest of each feature", "6 Logits and probabilities",
  ].map(onDemand);
  const maps = element("div", { class: "live-wide live-maps" }), answer = element("div");
  el.append(element("div", { class: "live-box" },
    element("div", {}, ...fields.map((field) => field.node), examples),
    element("div", {}, answer, said.node),
    maps,
    element("p", { class: "live-note live-wide" }, "Each number is a mark: a filled square above zero, "
      + "a ring below; the larger, the further from zero. The numbers themselves:"),
    ...parts.map((part) => part.node)));

  function draw() {
    const found = classify(pocket, model.get("description"), model.get("resolution"));
    const { texts, asks, pooled, features, logits, probabilities } = found;
    [...fields, ...lstmChoices, ...attentionChoices].forEach((control) => control.draw());
    answer.replaceChildren(bars(pocket.labels, probabilities));
    maps.replaceChildren(...TEXTS.map((name) => map(name, found)));
    const numbered = (letter, size) => Array.from({ length: size }, (_, k) => letter + SUB[k]);
    const name = (one, t) => texts[one].tokens[t];

    parts[0].fill(...TEXTS.map((text) => table(`${text}: ids`, ["token", "id"],
      texts[text].ids.map((id, t) => [name(text, t), id === UNKNOWN ? "1, unknown" : String(id)]))));
    const inputs = numbered("x", pocket.parameters["embedding.E"][0].length);
    parts[1].fill(...TEXTS.map((text) => table(`${text}: vectors`, ["token", ...inputs],
      texts[text].X.map((x, t) => [name(text, t), ...x.map((v) => heat(v, 1.2, 1))]))));
    const { text, direction, unit } = chosen;
    parts[2].fill(row(...lstmChoices), table(`Unit ${unit + 1} of the ${text}, read ${direction}`,
      ["token", "i", "f", "c̃", "o", "c", "h"], texts[text][direction].map((step, t) => [name(text, t),
        ...["i", "f", "c_tilde", "o", "c", "h"].map((key) => heat(step[key][unit], 1.5, 3))])));
    const other = TEXTS.find((one) => one !== chosen.asks);
    parts[3].fill(row(...attentionChoices), table(
      `Head ${chosen.head + 1}: the ${chosen.asks} asks the ${other}; each row adds up to 1`,
      ["asks", ...texts[other].tokens], asks[chosen.asks].heads[chosen.head].weights.map((weights, t) => [
        name(chosen.asks, t), ...weights.map((w) => heat(w, 1, 3))])));
    const winner = (one, t) => (t === null ? "none" : name(one, t));
    parts[4].fill(...TEXTS.map((one) => table(`${one}: features after attention`,
      ["feature", "largest", "of the token"], pooled[one].values.map((v, k) => [
        String(k + 1), heat(v, 2, 3), winner(one, pooled[one].tokens[k])]))));
    const W = pocket.parameters["classification.W"], b = pocket.parameters["classification.b"];
    const half = W.length / 2;
    parts[5].fill(table("Each feature times its weight, added up", ["feature", ...pocket.labels], [
      ...features.map((v, k) => [
        `${TEXTS[k < half ? 0 : 1]} ${(k % half) + 1}`, ...W[k].map((w) => heat(v * w, 1.5, 3))]),
      ["bias", ...b.map((v) => heat(v, 1.5, 3))],
      ["logit z", ...logits.map((v) => number(v, 3))],
      ["p = σ(z)", ...probabilities.map((v) => number(v, 3))],
    ]));
    const unknown = TEXTS.flatMap((one) => texts[one].ids).filter((id) => id === UNKNOWN).length;
    const yes = pocket.labels.filter((_, k) => probabilities[k] > 0.5);
    said.say(`${texts.description.ids.length} tokens and ${texts.resolution.ids.length} tokens, `
      + `${unknown} of them unknown. ${listed(pocket.labels, probabilities)}: `
      + `${yes.length ? yes.join(" and ") : "no label fits"}.`);
  }
  follow(model, TEXTS, draw);
}

export default { render };
