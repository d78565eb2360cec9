// A neuron with two inputs: sliders for w and b, its line, its logit and output for each ticket.
const SIZE = 320, LOW = -0.6, HIGH = 1.9;
const place = (v) => ((v - LOW) / (HIGH - LOW)) * SIZE;
const px = ([x1, x2]) => [place(x1), SIZE - place(x2)];
const number = (v, digits) => {
  const rounded = Number(v.toFixed(digits)) + 0;  // no minus before zero
  return rounded.toFixed(digits).replace("-", "−");
};

export function forward(x, w, b) {
  const z = w[0] * x[0] + w[1] * x[1] + b;
  return { z, p: 1 / (1 + Math.exp(-z)) };
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

function element(tag, attributes = {}, text = "") {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.textContent = text;
  return node;
}

function render({ model, el }) {
  const labels = Object.keys(model.get("targets")), names = model.get("names");
  const first = { w: [...model.get("w")], b: model.get("b") };
  const box = element("div", { class: "live-box" });
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("viewBox", `-44 -8 ${SIZE + 56} ${SIZE + 54}`);
  picture.setAttribute("role", "img");
  const controls = element("div"), status = element("p", { class: "live-status", role: "status" });
  const table = element("table"), choose = element("select");
  for (const label of labels) choose.append(element("option", {}, label));
  const chooseLabel = element("label", {}, "Wanted: ");
  chooseLabel.append(choose);
  controls.append(chooseLabel);

  const sliders = [
    ["w₁, weight of " + names[0], () => model.get("w")[0], (v) => model.set("w", [v, model.get("w")[1]])],
    ["w₂, weight of " + names[1], () => model.get("w")[1], (v) => model.set("w", [model.get("w")[0], v])],
    ["b, bias", () => model.get("b"), (v) => model.set("b", v)],
  ].map(([words, read, write]) => {
    const label = element("label", {}, words + ": "), shown = element("span", { class: "live-value", "aria-hidden": "true" });
    const slider = element("input", { type: "range", min: -2, max: 2, step: 0.1, "aria-label": words });
    slider.addEventListener("input", () => { write(Number(slider.value)); model.save_changes(); });
    label.append(shown, slider);
    controls.append(label);
    return { show() { slider.value = read(); shown.textContent = number(read(), 1); } };
  });
  const reset = element("button", { type: "button" }, "Back to the start");
  reset.addEventListener("click", () => { model.set("w", [...first.w]); model.set("b", first.b); model.save_changes(); });
  choose.addEventListener("change", draw);
  controls.append(table, status, reset);
  box.append(picture, controls);
  el.append(box);

  function draw() {
    const target = model.get("targets")[choose.value], w = model.get("w"), b = model.get("b");
    picture.innerHTML = drawing(model, target);
    picture.querySelector(".x-name").textContent = names[0];
    picture.querySelector(".y-name").textContent = names[1];
    sliders.forEach((slider) => slider.show());
    const head = element("tr");
    for (const name of ["x₁", "x₂", "z", "p", "answer", "wanted"]) head.append(element("th", { scope: "col" }, name));
    table.replaceChildren(element("thead"), element("tbody"));
    table.tHead.append(head);
    let right = 0;
    model.get("X").forEach((x, k) => {
      const { z, p } = forward(x, w, b), yes = z > 1e-9;
      right += yes === Boolean(target[k]);
      const row = element("tr");
      for (const cell of [x[0], x[1], number(z, 1), number(p, 3), yes ? "yes" : "no", target[k] ? "yes" : "no"]) {
        row.append(element("td", {}, String(cell)));
      }
      table.tBodies[0].append(row);
    });
    status.textContent = `${right} of ${target.length} tickets right`;
    picture.setAttribute("aria-label", `Boundary of the neuron with w₁ = ${number(w[0], 1)}, w₂ = ${number(w[1], 1)}, `
      + `b = ${number(b, 1)}. ${status.textContent} for ${choose.value}.`);
  }
  model.on("change:w", draw);
  model.on("change:b", draw);
  draw();
}

export default { render };
