// A neuron with two inputs: sliders for w and b, its line, its logit and output for each ticket.
import { button, element, follow, number, picture, slider, state, status, table } from "./live_parts.js";
import { sigmoid } from "./activations.js";

const SIZE = 320, LOW = -0.6, HIGH = 1.9;
const place = (v) => ((v - LOW) / (HIGH - LOW)) * SIZE;
const px = ([x1, x2]) => [place(x1), SIZE - place(x2)];

export function forward(x, w, b) {
  const z = w[0] * x[0] + w[1] * x[1] + b;
  return { z, p: sigmoid(z) };
}

// The part of the square in which sign * (w·x + b) > 0: the square cut along the line.
function side(w, b, sign) {
  const corners = [[LOW, LOW], [HIGH, LOW], [HIGH, HIGH], [LOW, HIGH]];
  const value = (x) => sign * (w[0] * x[0] + w[1] * x[1] + b);
  const kept = [];
  corners.forEach((p, k) => {
    const q = corners[(k + 1) % 4], a = value(p), c = value(q);
    if (a > 0) kept.push(p);
    if (a > 0 !== c > 0) {
      const t = a / (a - c);
      kept.push([p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])]);
    }
  });
  return kept;
}

function border(w, b) {
  const yes = side(w, b, 1);
  return yes.filter((x) => Math.abs(w[0] * x[0] + w[1] * x[1] + b) < 1e-9);
}

const points = (list) => list.map((x) => px(x).map((v) => v.toFixed(1)).join(",")).join(" ");

function sideName(polygon, word) {
  if (polygon.length < 3) return "";
  const [a, c] = [0, 1].map((k) => polygon.reduce((sum, x) => sum + x[k], 0) / polygon.length);
  const [left, top] = px([a, c]);
  return `<text class="side-name" x="${left}" y="${top}" text-anchor="middle">${word}</text>`;
}

function drawing(model, target) {
  const w = model.get("w"), b = model.get("b");
  const line = border(w, b).map(px);
  let arrow = "";
  const norm = Math.hypot(w[0], w[1]);
  if (line.length >= 2 && norm > 0) {
    const from = [(line[0][0] + line[1][0]) / 2, (line[0][1] + line[1][1]) / 2];
    const unit = [w[0] / norm, -w[1] / norm], to = from.map((v, k) => v + 42 * unit[k]);
    const wing = (s) => [to[0] - 9 * unit[0] - s * 5 * unit[1], to[1] - 9 * unit[1] + s * 5 * unit[0]];
    arrow = `<line class="arrow" x1="${from[0]}" y1="${from[1]}" x2="${to[0]}" y2="${to[1]}"/>
      <polygon class="arrow-head" points="${to} ${wing(1)} ${wing(-1)}"/>`;
  }
  const marks = model.get("X").map((x, k) => {
    const [a, c] = px(x);
    return target[k]
      ? `<rect class="wants-yes" x="${a - 7}" y="${c - 7}" width="14" height="14"/>`
      : `<circle class="wants-no" cx="${a}" cy="${c}" r="8"/>`;
  });
  const ticks = [0, 1].map((v) => `<text x="${place(v)}" y="${SIZE + 18}" text-anchor="middle">${v}</text>
    <text x="-8" y="${SIZE - place(v) + 4}" text-anchor="end">${v}</text>`);
  const yes = side(w, b, 1), no = side(w, b, -1);
  return `<rect class="no-side" width="${SIZE}" height="${SIZE}"/>
    <polygon class="yes-side" points="${points(yes)}"/>
    ${sideName(yes, "yes")}${sideName(no, "no")}
    ${line.length >= 2 ? `<line class="border" x1="${line[0][0]}" y1="${line[0][1]}" x2="${line[1][0]}" y2="${line[1][1]}"/>` : ""}
    ${arrow}${marks.join("")}${ticks.join("")}
    <path class="axis" fill="none" d="M0 0 V${SIZE} H${SIZE}"/>
    <text class="x-name" x="${SIZE / 2}" y="${SIZE + 38}" text-anchor="middle"></text>
    <text class="y-name" text-anchor="middle" transform="translate(-24 ${SIZE / 2}) rotate(-90)"></text>`;
}

function render({ model, el }) {
  const labels = Object.keys(model.get("targets")), names = model.get("names");
  const first = { w: model.get("w"), b: model.get("b") };
  const w = state(model, "w"), b = state(model, "b");
  const svg = picture([-44, -8, SIZE + 56, SIZE + 54]), answers = element("div"), said = status();
  const choose = element("select");
  for (const label of labels) choose.append(element("option", {}, label));
  choose.addEventListener("change", draw);

  const look = { min: -2, max: 2, step: 0.1, show: (v) => number(v, 1) };
  const weight = (k) => ({ read: () => w.read()[k], write: (v) => w.write(w.read().with(k, v)) });
  const sliders = [
    slider(`w₁, weight of ${names[0]}`, weight(0), look),
    slider(`w₂, weight of ${names[1]}`, weight(1), look),
    slider("b, bias", b, look),
  ];
  const reset = button("Back to the start", () => { w.write(first.w); b.write(first.b); });
  el.append(element("div", { class: "live-box" }, svg, element("div", {},
    element("label", {}, "Wanted: ", choose), ...sliders.map((one) => one.node), answers, said.node, reset)));

  function draw() {
    const target = model.get("targets")[choose.value];
    svg.innerHTML = drawing(model, target);
    svg.querySelector(".x-name").textContent = names[0];
    svg.querySelector(".y-name").textContent = names[1];
    sliders.forEach((one) => one.draw());
    let right = 0;
    const yesNo = (yes) => (yes ? "yes" : "no");
    const rows = model.get("X").map((x, k) => {
      const { z, p } = forward(x, w.read(), b.read()), yes = z > 1e-9;
      right += yes === Boolean(target[k]);
      return [`${x[0]}, ${x[1]}`, number(z, 1), number(p, 3), yesNo(yes), yesNo(target[k])];
    });
    answers.replaceChildren(table("What the neuron answers", ["x₁,\u00a0x₂", "z", "p", "answer", "wanted"], rows));
    const text = `${right} of ${target.length} tickets right for ${choose.value}`;
    said.say(`${text}.`);
    svg.setAttribute("aria-label", `Boundary of the neuron with w₁ = ${number(w.read()[0], 1)}, `
      + `w₂ = ${number(w.read()[1], 1)}, b = ${number(b.read(), 1)}. ${text}.`);
  }
  follow(model, ["w", "b"], draw);
}

export default { render };
