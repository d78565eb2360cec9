// The pocket model's attention on the pocket ticket: one text asks the other, head by head.
import {
  choice, element, follow, heat, number, numbers, picture, shape, state, status, table, tick,
} from "./live_parts.js";
import { attention, encode, encoder, tokenise } from "./pocket_model.js";

const TEXTS = ["description", "resolution"], WIDTH = 340, ROW = 44, LEFT = 92, RIGHT = 248;
const SUB = ["₁", "₂", "₃"];

// Both texts with their padding: tokens, and the encoder's features.
function read(model, text) {
  const pocket = model.get("pocket"), words = model.get("ticket")[text], padding = model.get("padding");
  const tokens = [...tokenise(words), ...Array(padding).fill("(pad)")];
  const ids = [...encode(words, pocket.vocabulary), ...Array(padding).fill(0)];
  return { tokens, ids, length: tokens.length - padding, H: encoder(pocket, text, ids).H };
}

export function asked(model) {
  const name = model.get("asks"), other = TEXTS.find((text) => text !== name);
  const from = read(model, name), to = read(model, other);
  const real = to.ids.map((id) => id !== 0 || !model.get("mask"));
  const H = from.H.slice(0, from.length);  // what padding asks, nobody reads
  const found = attention(model.get("pocket"), name, H, to.H, { real, scale: model.get("scale") });
  return { from, to, d_k: found.d_k, head: found.heads[model.get("head")] };
}

function lines({ from, to, head }, chosen, hover) {
  const y = (k) => 36 + k * ROW, parts = [];
  head.weights.forEach((row, t) => row.forEach((weight, s) => {
    if (weight === 0) return;
    const kind = t === chosen ? "asks chosen" : "asks", width = 0.4 + 9 * weight;
    parts.push(shape("line", {
      class: kind, x1: LEFT, x2: RIGHT, y1: y(t), y2: y(s), "stroke-width": width,
    }));
  }));
  parts.sort((a, b) => a.classList.length - b.classList.length);  // the chosen lines lie on top
  for (let t = 0; t < from.length; t += 1) {
    const word = shape("g", { class: t === chosen ? "token chosen" : "token" },
      shape("rect", { x: 0, y: y(t) - 15, width: LEFT, height: 30, rx: 5 }),
      shape("text", { x: LEFT / 2, y: y(t) + 5, "text-anchor": "middle" }, from.tokens[t]));
    word.addEventListener("pointerenter", () => hover(t));
    word.addEventListener("pointerdown", () => hover(t));
    parts.push(word);
  }
  to.tokens.forEach((token, s) => parts.push(shape("g", { class: s < to.length ? "token" : "token padding" },
    shape("rect", { x: RIGHT, y: y(s) - 15, width: WIDTH - RIGHT, height: 30, rx: 5 }),
    shape("text", { x: (RIGHT + WIDTH) / 2, y: y(s) - 1, "text-anchor": "middle" }, token),
    shape("text", { x: (RIGHT + WIDTH) / 2, y: y(s) + 12, "text-anchor": "middle", class: "figures small" },
      number(head.weights[chosen][s])))));
  parts.push(shape("text", { x: LEFT / 2, y: 12, "text-anchor": "middle", class: "lane-name" }, "asks"),
    shape("text", { x: (RIGHT + WIDTH) / 2, y: 12, "text-anchor": "middle", class: "lane-name" }, "is asked"));
  return parts;
}

function render({ model, el }) {
  const svg = picture([0, 0, WIDTH, 0]), said = status(), tables = element("div", { class: "live-wide" });
  const token = state(model, "token");
  const chosenToken = () => Math.min(token.read(), read(model, model.get("asks")).length - 1);
  const heads = Array.from({ length: model.get("pocket").n_heads }, (_, k) => [k, String(k + 1)]);
  const controls = [
    choice("Who asks", state(model, "asks"), () => TEXTS.map((text) => [text, text])),
    choice("Token that asks", { read: chosenToken, write: token.write }, () => {
      const { tokens, length } = read(model, model.get("asks"));
      return tokens.slice(0, length).map((word, t) => [t, word]);
    }),
    choice("Head", state(model, "head"), () => heads),
    tick(`Divide by √d_k = ${number(Math.sqrt(asked(model).d_k), 3)}`, state(model, "scale")),
    tick("Mask the padding", state(model, "mask")),
  ];
  el.append(element("div", { class: "live-box" },
    element("div", {}, ...controls.map((c) => c.node)), element("div", {}, svg, said.node), tables));

  function draw() {
    const found = asked(model), { from, to, head } = found, chosen = chosenToken();
    const word = from.tokens[chosen], weights = head.weights[chosen];
    controls.forEach((control) => control.draw());
    const rows = Math.max(from.length, to.tokens.length);
    svg.setAttribute("viewBox", `-1 0 ${WIDTH + 2} ${16 + rows * ROW}`);
    svg.replaceChildren(...lines(found, chosen, (t) => { if (t !== chosenToken()) token.write(t); }));
    const numbered = (letter) => head.Q[0].map((_, k) => `${letter}${SUB[k]}`);
    const scoreOf = (v) => (Number.isFinite(v) ? number(v) : "−∞");
    const scores = to.tokens.map((name, s) => [name, ...head.K[s], head.products[chosen][s],
      scoreOf(head.scores[chosen][s]), heat(weights[s], 1, 3)]);
    const values = to.tokens.map((name, s) => [name, number(weights[s], 3), ...head.V[s]]);
    const columns = ["token", ...numbered("k"), "q·k", "score", "weight"];
    tables.replaceChildren(
      table(`What “${word}” asks: its query q times each key k`, columns, [
        ["its q", ...head.Q[chosen], "", "", ""], ...scores]),
      table("What it gets: the values, in the proportions of the weights",
        ["token", "weight", ...numbered("v")], [...values, ["output", "", ...head.context[chosen]]]),
      table("Weights of every token: each row adds up to 1", ["asks", ...to.tokens],
        head.weights.map((row, t) => [from.tokens[t], ...row.map((w) => heat(w, 1, 3))])));
    const given = to.tokens.map((name, s) => `${name} ${number(weights[s])}`).join(", ");
    const text = `In head ${model.get("head") + 1}, “${word}” of the ${model.get("asks")} gives these weights: `
      + `${given}. Its output is ${numbers(head.context[chosen])}. The scores are `
      + `${model.get("scale") ? "" : "not "}divided by √d_k, and padding is `
      + `${model.get("mask") ? "masked" : "asked as well"}.`;
    said.say(text);
    svg.setAttribute("aria-label", `Lines from who asks to what is asked, thicker for a larger weight. ${text}`);
  }
  follow(model, ["asks", "token", "head", "scale", "mask"], draw);
}

export default { render };
