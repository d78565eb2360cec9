// A look-up that softens: keys and a query in one plane, values and the output in another.
import {
  draggable, element, follow, number, plot, shape, slider, state, status, table,
} from "./live_parts.js";
import { softmax } from "./activations.js";

const SIDE = 200, TOP = 26, LEFT = 42, WIDTH = LEFT + SIDE + 18, HEIGHT = TOP + SIDE + 48;
const LETTER = 7.8;  // more than a letter's mean width

// The query has the length given; the weights are softmax(q·k / temperature).
export function lookUp({ K, V, length }, degrees, temperature) {
  const angle = (degrees * Math.PI) / 180, q = [length * Math.cos(angle), length * Math.sin(angle)];
  const products = K.map((k) => q[0] * k[0] + q[1] * k[1]);
  const weights = softmax(products.map((product) => product / temperature));
  const output = [0, 1].map((j) => weights.reduce((sum, w, s) => sum + w * V[s][j], 0));
  return { q, products, weights, output };
}

const temperatureOf = (tenths) => 10 ** (tenths / 10);
const shown = (t) => number(t, t < 1 ? 2 : t < 10 ? 1 : 0);

// A plane with its name and what stands in it.
function plane(name, axes, parts) {
  return [shape("text", { x: 0, y: 14, class: "lane-name" }, name),
    shape("g", { transform: `translate(${LEFT} ${TOP})` }, axes.axes, ...parts)];
}

const around = (x, y, r) => ({ left: x - r, right: x + r, top: y - r, bottom: y + r });
const touch = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

// Words at the first of `places(half their width)` where they touch nothing that is `taken`.
function named(words, places, taken) {
  const half = (LETTER * words.length) / 2;
  const boxes = places(half).map(([x, y]) => {
    const middle = Math.min(SIDE + 16 - half, Math.max(half - 4, x));
    return { middle, y, left: middle - half, right: middle + half, top: y - 12, bottom: y + 4 };
  });
  const box = boxes.find((one) => !taken.some((other) => touch(one, other))) ?? boxes[0];
  taken.push(box);
  return shape("text", { x: box.middle, y: box.y, "text-anchor": "middle", class: "word-name" }, words);
}

function render({ model, el }) {
  const tokens = model.get("tokens"), K = model.get("K"), V = model.get("V"), length = model.get("length");
  const degrees = state(model, "degrees"), tenths = state(model, "tenths"), said = status();
  const pictures = [0, 1].map(() => shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" }));
  const values = element("div", { class: "live-wide" });
  const reach = Math.ceil(1.2 * Math.max(length, ...K.flat().map(Math.abs)));
  const across = (name, low, high) => ({ name, low, high, ticks: [low, (low + high) / 2, high] });
  const keyAxes = plot(SIDE, SIDE, across("first number", -reach, reach), across("second number", -reach, reach));
  const valueAxes = plot(SIDE, SIDE, { ...across("first number", -0.2, 1.2), ticks: [0, 1] },
    { ...across("second number", -0.2, 1.2), ticks: [0, 1] });
  const controls = [
    slider("direction of the query", degrees, { min: -180, max: 180, step: 1, show: (v) => `${number(v, 0)}°` }),
    slider("temperature", tenths, {
      min: -13, max: 13, step: 1, show: (v) => shown(temperatureOf(v)),
    }),
  ];
  el.append(element("div", { class: "live-box" }, element("div", {}, pictures[0]), element("div", {}, pictures[1]),
    element("div", { class: "live-wide" }, ...controls.map((c) => c.node), said.node), values));
  draggable(pictures[0], (x, y) => {
    const [a, b] = keyAxes.valueOf(x - LEFT, y - TOP);
    degrees.write(Math.round((Math.atan2(b, a) * 180) / Math.PI));
  });

  function arrow([a, b], kind, words, taken) {
    const { x, y } = keyAxes, size = Math.hypot(a, b) || 1, tip = [x(a), y(b)];
    const places = (half) => [[tip[0] + (14 * a) / size, tip[1] + (b < 0 ? 19 : -9)],
      ...[4, -8, 16, -18, 28].flatMap((lower) => [half + 8, -half - 8].map((aside) => [tip[0] + aside, tip[1] + lower]))];
    return [
      shape("line", { class: kind, x1: x(0), y1: y(0), x2: tip[0], y2: tip[1] }),
      shape("circle", { class: kind === "arrow" ? "arrow-head" : "dot", cx: tip[0], cy: tip[1], r: 4 }),
      named(words, places, taken),
    ];
  }
  function arrows(q) {
    const taken = K.map(([a, b]) => around(keyAxes.x(a), keyAxes.y(b), 4));
    return [...tokens.flatMap((token, s) => arrow(K[s], "tangent", token, taken)), ...arrow(q, "arrow", "query", taken)];
  }
  function marks(weights, output) {
    const { x, y } = valueAxes, taken = [], square = [x(output[0]), y(output[1])];
    return [
      ...tokens.flatMap((token, s) => {
        const [across, up] = [x(V[s][0]), y(V[s][1])], high = V[s][1] > 0.5;
        return [
          shape("circle", { class: "plus", opacity: 0.55, cx: across, cy: up, r: 2 + 18 * Math.sqrt(weights[s]) }),
          named(`${token} ${number(weights[s])}`, () => [[across, up + (high ? -12 : 22)]], taken),
        ];
      }),
      shape("rect", { class: "wants-yes", x: square[0] - 6, y: square[1] - 6, width: 12, height: 12 }),
      named("output", () => [[square[0], square[1] + (output[1] > 0.5 ? 22 : -12)]], taken),
    ];
  }

  function draw() {
    const temperature = temperatureOf(tenths.read());
    const { q, products, weights, output } = lookUp({ K, V, length }, degrees.read(), temperature);
    controls.forEach((control) => control.draw());
    pictures[0].replaceChildren(...plane("keys, and the query", keyAxes, arrows(q)));
    pictures[1].replaceChildren(...plane("values, and the output", valueAxes, marks(weights, output)));
    values.replaceChildren(table("The look-up", ["token", "k₁", "k₂", "q·k", "weight", "v₁", "v₂"], [
      ...tokens.map((token, s) => [token, ...K[s], products[s], number(weights[s], 3), ...V[s]]),
      ["sum, output", "", "", "", number(weights.reduce((a, b) => a + b, 0), 3), ...output]]));
    const best = weights.indexOf(Math.max(...weights));
    const text = `Temperature ${shown(temperature)}: the query ${number(q[0])}, ${number(q[1])} gives `
      + `${tokens.map((token, s) => `${token} ${number(weights[s])}`).join(", ")}. `
      + `Most goes to ${tokens[best]}. The output is ${number(output[0])}, ${number(output[1])}.`;
    said.say(text);
    pictures[0].setAttribute("aria-label", `Arrows from the origin: a key for each token, and the query. ${text}`);
    pictures[1].setAttribute("aria-label", `A circle at each value, larger for a larger weight, and the output between them. ${text}`);
  }
  follow(model, ["degrees", "tenths"], draw);
}

export default { render };
