// One step of an LSTM of the pocket model: its gates can be forced, its states follow.
import {
  button, choice, element, follow, heat, number, numbers, onDemand, picture, shape, slider, state, status,
  table,
} from "./live_parts.js";
import { encode, encoder, lstmCell, tokenise } from "./pocket_model.js";

const GATES = { i: "input gate", f: "forget gate", o: "output gate" };
const WIDTH = 340, LEFT = 62, RIGHT = 286, ROW = 19, LANE = 5 * ROW + 30;
const SUB = ["₁", "₂", "₃", "₄"];

function steps(model) {
  const pocket = model.get("pocket"), text = model.get("text"), words = model.get("ticket")[text];
  const tokens = tokenise(words), read = encoder(pocket, text, encode(words, pocket.vocabulary));
  const list = read[model.get("direction")].map((step, t) => ({ ...step, token: tokens[t] }));
  return model.get("direction") === "forward" ? list : list.reverse();
}

// What the step computes by itself, and with the gates that are forced.
export function atStep(model) {
  const name = `${model.get("text")}_encoder.lstm.0.${model.get("direction")}`;
  const list = steps(model), k = Math.min(model.get("step"), list.length - 1), own = list[k];
  const [W, b] = ["W", "b"].map((key) => model.get("pocket").parameters[`${name}.${key}`]);
  const forced = { i: model.get("i"), f: model.get("f"), o: model.get("o") };
  return { list, k, own, W, b, now: lstmCell(own.x, own.h_before, own.c_before, W, b, forced) };
}

const placeOn = (scale) => (v) => LEFT + ((v / scale + 1) / 2) * (RIGHT - LEFT);

function axis(scale, y) {
  const place = placeOn(scale);
  return shape("g", {}, ...[-1, 0, 1].flatMap((v) => [
    shape("line", { class: "axis", x1: place(v), x2: place(v), y1: y - 22, y2: y - 16 }),
    shape("text", { x: place(v), y: y - 2, "text-anchor": "middle" }, number(v, 0)),
  ]), shape("line", { class: "axis", x1: LEFT, x2: RIGHT, y1: y - 22, y2: y - 22 }));
}

function lane(unit, step, scale) {
  const place = placeOn(scale);
  const kept = step.f[unit] * step.c_before[unit], added = step.i[unit] * step.c_tilde[unit];
  const [c, h] = [step.c[unit], step.h[unit]];
  const rows = [
    ["c before", 0, step.c_before[unit], "bar-before", step.c_before[unit]],
    ["kept", 0, kept, "bar-kept", kept],
    ["added", kept, c, "bar-added", added],
    ["c now", 0, c, "bar-cell", c],
    ["h now", 0, h, "bar-hidden", h],
  ];
  const parts = [
    shape("text", { x: 0, y: 14, class: "lane-name" }, `unit ${unit + 1}`),
    shape("line", { class: "zero", x1: place(0), x2: place(0), y1: 20, y2: 20 + 5 * ROW }),
    ...[place(kept), place(c)].map((x, k) => shape("line", {
      class: "joint", x1: x, x2: x, y1: 20 + (k + 1) * ROW + 4, y2: 20 + (k + 3) * ROW - 4,
    })),
  ];
  rows.forEach(([words, from, to, kind, value], k) => {
    const y = 20 + k * ROW;
    parts.push(
      shape("text", { x: LEFT - 6, y: y + 14, "text-anchor": "end" }, words),
      shape("rect", {
        class: kind, x: Math.min(place(from), place(to)), y: y + 4,
        width: Math.max(1.5, Math.abs(place(to) - place(from))), height: ROW - 8,
      }),
      shape("text", { x: WIDTH, y: y + 14, "text-anchor": "end", class: "figures" }, number(value, 3)),
    );
  });
  return shape("g", { transform: `translate(0 ${unit * LANE})` }, ...parts);
}

// Where the four gates of one unit come from: every input times its weight.
function sums({ own, W, b, now }, unit) {
  const u = own.h_before.length, columns = [0, 1, 2, 3].map((k) => k * u + unit);
  const inputs = [
    ...own.h_before.map((v, k) => [`h${SUB[k]} before`, v]), ...own.x.map((v, k) => [`x${SUB[k]}`, v]),
  ];
  const head = ["input", "value", "for i", "for f", "for c̃", "for o"];
  return table(`Unit ${unit + 1}: each input times its weight, added up`, head, [
    ...inputs.map(([name, v], row) => [name, number(v, 3), ...columns.map((k) => number(W[row][k], 1))]),
    ["bias", "", ...columns.map((k) => number(b[k], 1))],
    ["sum z", "", ...columns.map((k) => number(own.z[k], 3))],
    ["σ or tanh", "", ...["i", "f", "c_tilde", "o"].map((gate) => number(own[gate][unit], 3))],
    ["used", "", ...["i", "f", "c_tilde", "o"].map((gate) => number(now[gate][unit], 3))],
  ]);
}

function render({ model, el }) {
  const said = status(), details = onDemand("Where the gates come from");
  const units = model.get("pocket").parameters["description_encoder.lstm.0.forward.b"].length / 4;
  const svg = picture([0, 0, WIDTH, units * LANE + 8]);
  let unit = 0;
  const choices = [
    choice("Text", state(model, "text"), () => ["description", "resolution"].map((v) => [v, v])),
    choice("Reads", state(model, "direction"), () => [["forward", "forward"], ["backward", "backward"]]),
    choice("Step", { read: () => atStep(model).k, write: state(model, "step").write },
      () => steps(model).map((step, k) => [k, `${k + 1} ${step.token}`])),
  ];
  const unitChoice = choice("Unit", { read: () => unit, write(v) { unit = v; draw(); } },
    () => Array.from({ length: units }, (_, k) => [k, String(k + 1)]));
  const mean = (list) => list.reduce((a, b) => a + b, 0) / list.length;
  const gates = Object.entries(GATES).map(([name, words]) => {
    const gate = state(model, name);
    const control = slider(`${name}, ${words}`, {
      read: () => gate.read() ?? mean(atStep(model).own[name]),
      write: gate.write,
    }, {
      min: 0, max: 1, step: 0.01,
      show: (v) => (gate.read() === null ? numbers(atStep(model).own[name]) : `forced to ${number(v)}`),
    });
    const release = button("As computed", () => gate.write(null));
    release.setAttribute("aria-label", `${words} as computed`);
    return {
      node: element("div", { class: "live-gate" }, control.node, release),
      draw() {
        control.draw();
        release.setAttribute("aria-pressed", String(gate.read() === null));
      },
    };
  });
  const tables = element("div", { class: "live-wide" });
  const equations = element("p", { class: "live-note" },
    "Unit by unit: c now = f · c before + i · c̃, and h now = o · tanh(c now).");
  el.append(element("div", { class: "live-box" },
    element("div", {}, ...choices.map((c) => c.node), ...gates.map((g) => g.node)),
    element("div", {}, svg, said.node), tables, details.node));

  function draw() {
    const found = atStep(model), { own, now, k, list } = found;
    [...choices, unitChoice, ...gates].forEach((control) => control.draw());
    const scale = model.get("scale");
    svg.replaceChildren(...now.c.map((_, n) => lane(n, now, scale)), axis(scale, units * LANE + 6));
    const head = ["unit", "i", "f", "c̃", "o", "c before", "c now", "h now"];
    const rows = now.c.map((_, n) => [String(n + 1),
      ...["i", "f", "c_tilde", "o", "c_before", "c", "h"].map((name) => heat(now[name][n], 1.5))]);
    tables.replaceChildren(
      table("Gates and states of this step", head, rows),
      equations,
    );
    details.fill(unitChoice.node, sums(found, unit));
    const forced = Object.keys(GATES).filter((name) => model.get(name) !== null);
    const words = forced.map((name) => `${GATES[name]} forced to ${number(model.get(name))}`);
    const gatesNow = words.join(", ") || "all gates as computed";
    const text = `Step ${k + 1} of ${list.length}, “${own.token}”: ${gatesNow}. `
      + `The cell goes from ${numbers(own.c_before)} to ${numbers(now.c)}; `
      + `the hidden state is ${numbers(now.h)}.`;
    said.say(text);
    svg.setAttribute("aria-label", `What is kept and what is added, unit by unit. ${text}`);
  }
  follow(model, ["text", "direction", "step", ...Object.keys(GATES)], draw);
}

export default { render };
