// Four activations with their gradients on one axis; z is dragged, or moved with its slider.
import {
  choice, draggable, element, follow, number, picture, plot, shape, slider, state, status, table,
} from "./live_parts.js";
import { ACTIVATIONS } from "./activations.js";

const LOW = -5, HIGH = 5, BOTTOM = -1.5, TOP = 3;
const AXIS = Array.from({ length: 401 }, (_, k) => LOW + (k * (HIGH - LOW)) / 400);

function render({ model, el }) {
  const svg = picture([-42, -6, 384, 292]), said = status(), names = Object.keys(ACTIVATIONS);
  const values = element("div", { class: "live-wide" });
  const space = plot(334, 240, { name: "z", low: LOW, high: HIGH, ticks: [-4, -2, 0, 2, 4] },
    { name: "activation and gradient", low: BOTTOM, high: TOP, ticks: [-1, 0, 1, 2, 3] });
  const z = state(model, "z");
  const controls = [
    choice("Activation", state(model, "activation"), () => names.map((name) => [name, name])),
    slider("z", z, { min: LOW, max: HIGH, step: 0.05, show: (v) => number(v) }),
  ];
  draggable(svg, (x) => {
    const v = Math.round(20 * space.valueOf(x, 0)[0]) / 20;
    z.write(Math.min(HIGH, Math.max(LOW, v)));
  });
  const key = element("p", { class: "live-note" }, "Solid: the activation. Dashed: its gradient. "
    + "The thin line is the tangent; its slope is the gradient. Drag in the picture to move z.");
  el.append(element("div", { class: "live-box" },
    element("div", {}, ...controls.map((c) => c.node), key, said.node), element("div", {}, svg), values));

  // A curve is drawn where it is in the picture.
  const curve = (f, kind) => shape("polyline", {
    class: kind, points: space.line(AXIS.map((v) => [v, f(v)]).filter(([, v]) => v <= TOP)),
  });

  function draw() {
    const name = model.get("activation"), v = model.get("z"), [h, gradient] = ACTIVATIONS[name];
    controls.forEach((control) => control.draw());
    const [at, slope] = [h(v), gradient(v)], reach = 1.2 / Math.hypot(1, slope);
    const dot = (value, kind) => shape("circle", { class: kind, cx: space.x(v), cy: space.y(value), r: 6 });
    const inside = at <= TOP ? [
      shape("line", {
        class: "tangent", x1: space.x(v - reach), x2: space.x(v + reach),
        y1: space.y(at - slope * reach), y2: space.y(at + slope * reach),
      }), dot(at, "dot")] : [];
    svg.replaceChildren(space.axes,
      shape("line", { class: "cursor", x1: space.x(v), x2: space.x(v), y1: 0, y2: 240 }),
      curve(gradient, "curve gradient"), curve(h, "curve"), dot(slope, "dot gradient"), ...inside);
    const block = table(`At z = ${number(v)}`, ["activation", "value", "gradient"],
      names.map((one) => [one, ...ACTIVATIONS[one].map((f) => number(f(v), 4))]));
    block.querySelectorAll("tbody tr")[names.indexOf(name)].className = "chosen-row";
    values.replaceChildren(block);
    const text = `${name} at z = ${number(v)}: value ${number(at, 4)}, gradient ${number(slope, 4)}.`;
    said.say(text);
    svg.setAttribute("aria-label", `The curve of ${name} and of its gradient, from z = −5 to 5. ${text}`);
  }
  follow(model, ["z", "activation"], draw);
}

export default { render };
