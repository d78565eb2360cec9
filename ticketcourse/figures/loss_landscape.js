// A loss of two parameters as a map with contour lines, and three optimizers that walk down.
import {
  button, choice, draggable, element, follow, number, numbers, picture, plot, shape, slider, state, status,
  table, tick,
} from "./live_parts.js";
import { LOSSES, OPTIMIZERS, walk } from "./optimizers.js";

const SIZE = 300, END = 2, MOST_STEPS = 100, CELLS = 60;
const AXIS = { low: -END, high: END, ticks: [-2, -1, 0, 1, 2] };
const LEVELS = Array.from({ length: 12 }, (_, k) => -0.3 + 0.06 * 1.6 ** k);

// Contour lines by marching squares: in each cell the crossings of a level are joined.
function contours(loss, space) {
  const at = (k) => -END + (2 * END * k) / CELLS, parts = [];
  for (let i = 0; i < CELLS; i += 1) {
    for (let j = 0; j < CELLS; j += 1) {
      const corners = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]].map(([a, b]) => [at(a), at(b)]);
      const values = corners.map(loss);
      for (const level of LEVELS) {
        const crossings = [];
        corners.forEach((p, k) => {
          const q = corners[(k + 1) % 4], [low, high] = [values[k], values[(k + 1) % 4]];
          if ((low > level) === (high > level)) return;
          const share = (level - low) / (high - low);
          crossings.push(space.line([[p[0] + share * (q[0] - p[0]), p[1] + share * (q[1] - p[1])]]));
        });
        for (let k = 0; k + 1 < crossings.length; k += 2) parts.push(`M${crossings[k]} ${crossings[k + 1]}`);
      }
    }
  }
  return shape("path", { class: "contour", d: parts.join("") });
}

// Each walker has a shape of its own.
const WALKERS = {
  SGD: (x, y) => shape("circle", { cx: x, cy: y, r: 7 }),
  momentum: (x, y) => shape("rect", { x: x - 6, y: y - 6, width: 12, height: 12 }),
  Adam: (x, y) => shape("polygon", { points: `${x},${y - 9} ${x + 8},${y + 6} ${x - 8},${y + 6}` }),
};

function walker(name, x, y) {
  const node = WALKERS[name](x, y);
  node.setAttribute("class", `walker walker-${name}`);
  return node;
}

function key(name) {
  return shape("svg", { class: "live-key", viewBox: "0 0 44 20", "aria-hidden": "true" },
    shape("line", { class: `walk walk-${name}`, x1: 0, x2: 34, y1: 10, y2: 10 }), walker(name, 34, 10));
}

function render({ model, el }) {
  const svg = picture([-40, -8, SIZE + 52, SIZE + 48]), said = status();
  const values = element("div", { class: "live-wide" });
  const space = plot(SIZE, SIZE, { name: "θ₁", ...AXIS }, { name: "θ₂", ...AXIS });
  const clip = `live-${Math.random().toString(36).slice(2)}`, names = Object.keys(OPTIMIZERS);
  const start = state(model, "start"), steps = state(model, "steps"), rate = state(model, "learning_rate");
  const shown = (name) => ({
    read: () => model.get("optimizers").includes(name),
    write(on) {
      state(model, "optimizers").write(names.filter((one) => (one === name ? on : shown(one).read())));
    },
  });
  const coordinate = (k) => ({
    read: () => start.read()[k],
    write: (v) => start.write(start.read().with(k, v)),
  });
  let timer = null;
  const stop = () => { clearInterval(timer); timer = null; play.textContent = "Play"; };
  const forward = () => steps.write(Math.min(MOST_STEPS, steps.read() + 1));
  const play = button("Play", () => {
    if (timer) { stop(); return; }
    if (steps.read() === MOST_STEPS) steps.write(0);
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) { steps.write(MOST_STEPS); return; }
    play.textContent = "Stop";
    timer = setInterval(() => { forward(); if (steps.read() === MOST_STEPS) stop(); }, 120);
  });
  const place = { min: -END, max: END, step: 0.1, show: (v) => number(v, 1) };
  const controls = [
    choice("Loss", state(model, "loss"), () => Object.keys(LOSSES).map((name) => [name, name])),
    ...names.map((name) => tick(name, shown(name), key(name))),
    // The slider moves the exponent: each step is the same factor.
    slider("learning rate", {
      read: () => Math.log10(rate.read()),
      write: (v) => rate.write(Number((10 ** v).toPrecision(2))),
    }, { min: -3, max: 0, step: 0.05, show: () => String(rate.read()) }),
    slider("steps", steps, { min: 0, max: MOST_STEPS, step: 1, show: String }),
    slider("start, θ₁", coordinate(0), place),
    slider("start, θ₂", coordinate(1), place),
  ];
  const note = element("p", { class: "live-note" },
    "The lines join places of equal loss. Drag in the picture to choose the start.");
  const buttons = element("div", { class: "live-buttons" }, play, button("One step", forward),
    button("Back to the start", () => { stop(); steps.write(0); }));
  const inside = (v) => Math.min(END, Math.max(-END, Math.round(10 * v) / 10));
  draggable(svg, (x, y) => start.write(space.valueOf(x, y).map(inside)));
  svg.classList.add("two-ways");
  el.append(element("div", { class: "live-box" },
    element("div", {}, ...controls.map((c) => c.node), buttons),
    element("div", {}, svg, note, said.node), values));
  let drawn, map;  // the contour lines of the loss whose name is `drawn`

  function draw() {
    const name = model.get("loss"), [loss, gradient] = LOSSES[name];
    controls.forEach((control) => control.draw());
    if (drawn !== name) [drawn, map] = [name, contours(loss, space)];
    const walks = model.get("optimizers").map((one) => {
      const places = walk(name, one, rate.read(), start.read(), steps.read()), end = places.at(-1);
      return { one, places, end, lost: end.some((v) => Math.abs(v) >= 1e3) };
    });
    svg.replaceChildren(space.axes,
      shape("clipPath", { id: clip }, shape("rect", { x: -8, y: -8, width: SIZE + 16, height: SIZE + 8 })),
      shape("g", { "clip-path": `url(#${clip})` }, map,
        ...walks.map(({ one, places }) => shape("polyline", {
          class: `walk walk-${one}`, points: space.line(places),
        })),
        ...walks.map(({ one, end }) => walker(one, space.x(end[0]), space.y(end[1])))));
    const head = ["optimizer", "θ₁", "θ₂", "loss", "size of gradient"];
    const rows = walks.map(({ one, places, end, lost }) => (lost
      ? [one, "diverged", `at step ${places.length - 1}`, "", ""]
      : [one, ...end.map((v) => number(v, 3)),
        ...[loss(end), Math.hypot(...gradient(end))].map((v) => number(v, 4))]));
    values.replaceChildren(table(`After ${steps.read()} steps`, head, rows));
    const outcome = walks.map(({ one, end, lost }) => (lost
      ? `${one} diverged` : `${one} has the loss ${number(loss(end), 3)} at ${numbers(end)}`));
    const text = `${steps.read()} steps in the ${name} with the learning rate ${rate.read()}, `
      + `from ${numbers(start.read(), 1)}: ${outcome.join("; ") || "no optimizer is chosen"}.`;
    said.say(text);
    svg.setAttribute("aria-label", `A map of the loss and the ways of the optimizers. ${text}`);
  }
  follow(model, ["loss", "optimizers", "learning_rate", "steps", "start"], draw);
  return stop;  // JupyterLab calls it when the figure goes
}

export default { render };
