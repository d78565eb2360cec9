// Logits by slider, and what a sigmoid for each of them and one softmax over all make of them.
import {
  element, follow, number, picture, shape, slider, state, status, table,
} from "./live_parts.js";
import { sigmoid, softmax } from "./activations.js";

const WIDTH = 340, LEFT = 70, RIGHT = 286, ROW = 19, LANE = 2 * ROW + 30;

export const outputs = (z) => ({ sigmoids: z.map(sigmoid), shares: softmax(z) });

function lane(name, k, rows) {
  const parts = [shape("text", { x: 0, y: 14, class: "lane-name" }, name)];
  rows.forEach(([words, value, kind], row) => {
    const y = 20 + row * ROW;
    parts.push(
      shape("text", { x: LEFT - 6, y: y + 14, "text-anchor": "end" }, words),
      shape("rect", {
        class: kind, x: LEFT, y: y + 4, width: Math.max(1.5, value * (RIGHT - LEFT)), height: ROW - 8,
      }),
      shape("text", { x: WIDTH, y: y + 14, "text-anchor": "end", class: "figures" }, number(value, 3)),
    );
  });
  return shape("g", { transform: `translate(0 ${k * LANE})` }, ...parts);
}

function axis(y) {
  return shape("g", {}, ...[0, 0.5, 1].flatMap((v) => {
    const x = LEFT + v * (RIGHT - LEFT);
    return [
      shape("line", { class: v === 0.5 ? "joint" : "grid", x1: x, x2: x, y1: 20, y2: y - 16 }),
      shape("text", { x, y: y - 2, "text-anchor": "middle" }, String(v)),
    ];
  }));
}

function render({ model, el }) {
  const names = model.get("names"), said = status(), all = state(model, "z");
  const svg = picture([0, 0, WIDTH, names.length * LANE + 24]);
  const values = element("div", { class: "live-wide" });
  const sliders = names.map((name, k) => slider(`z of ${name}`, {
    read: () => all.read()[k],
    write: (v) => all.write(all.read().map((old, j) => (j === k ? v : old))),
  }, { min: -5, max: 5, step: 0.1, show: (v) => number(v, 1) }));
  el.append(element("div", { class: "live-box" },
    element("div", {}, ...sliders.map((control) => control.node), said.node),
    element("div", {}, svg), values));

  function draw() {
    const z = all.read(), { sigmoids, shares } = outputs(z);
    sliders.forEach((control) => control.draw());
    svg.replaceChildren(axis(names.length * LANE + 20), ...names.map((name, k) => lane(name, k, [
      ["sigmoid", sigmoids[k], "bar-kept"], ["softmax", shares[k], "bar-added"],
    ])));
    const sum = (list) => number(list.reduce((a, b) => a + b, 0), 3);
    values.replaceChildren(table("Outputs of both", ["label", "z", "sigmoid", "softmax"], [
      ...names.map((name, k) => [name, number(z[k], 1), number(sigmoids[k], 3), number(shares[k], 3)]),
      ["sum", "", sum(sigmoids), sum(shares)],
    ]));
    const above = (list) => names.filter((_, k) => list[k] > 0.5).join(", ") || "none";
    const text = `Above 0.5 by the sigmoids: ${above(sigmoids)}. By softmax: ${above(shares)}.`;
    said.say(text);
    svg.setAttribute("aria-label", `Two bars for each label, and a line at 0.5. ${text}`);
  }
  follow(model, ["z"], draw);
}

export default { render };
