// A look-up that softens: keys and a query in one plane, values and the output in another.
import {
  draggable, element, follow, number, plot, shape, slider, state, status, table,
} from "./live_parts.js";
import { softmax } from "./activations.js";

const SIDE = 200, TOP = 26, LEFT = 42, WIDTH = LEFT + SIDE + 18, HEIGHT = TOP + SIDE + 48;

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

// A plane with its name; `parts(axes)` gives what stands in it.
function plane(name, axes, parts) {
  return [shape("text", { x: 0, y: 14, class: "lane-name" }, name),
    shape("g", { transform: `translate(${LEFT} ${TOP})` }, axes.axes, ...parts(axes))];
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

  const named = (words, x, y) => shape("text", { x, y, "text-anchor": "middle", class: "word-name" }, words);
  function arrow([a, b], kind, words) {
    const { x, y } = keyAxes, size = Math.hypot(a, b) || 1;
    return [
      shape("line", { class: kind, x1: x(0), y1: y(0), x2: x(a), y2: y(b) }),
      shape("circle", { class: kind === "arrow" ? "arrow-head" : "dot", cx: x(a), cy: y(b), r: 4 }),
      named(words, Math.min(SIDE - 26, Math.max(26, x(a) + (14 * a) / size)), y(b) + (b < 0 ? 19 : -9)),
    ];
  }
  const marks = (weights, output) => ({ x, y }) => [
    ...tokens.flatMap((token, s) => [
      shape("circle", { class: "plus", opacity: 0.55, cx: x(V[s][0]), cy: y(V[s][1]), r: 2 + 18 * Math.sqrt(weights[s]) }),
      named(`${token} ${number(weights[s])}`, Math.min(SIDE - 30, Math.max(34, x(V[s][0]))), y(V[s][1]) + (V[s][1] > 0.5 ? -12 : 22)),
    ]),
    shape("rect", { class: "wants-yes", x: x(output[0]) - 6, y: y(output[1]) - 6, width: 12, height: 12 }),
    named("output", x(output[0]), y(output[1]) + (output[1] > 0.5 ? 22 : -12)),
  ];

  function draw() {
    const temperature = temperatureOf(tenths.read());
    const { q, products, weights, output } = lookUp({ K, V, length }, degrees.read(), temperature);
    controls.forEach((control) => control.draw());
    pictures[0].replaceChildren(...plane("keys, and the query", keyAxes, () => [
      ...tokens.flatMap((token, s) => arrow(K[s], "tangent", token)), ...arrow(q, "arrow", "query")]));
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
