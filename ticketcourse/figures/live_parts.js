// Common parts of the live figures: elements, numbers, controls tied to the figure's state, tables.

export function number(v, digits = 2) {
  const rounded = Number(v.toFixed(digits)) + 0;  // no minus before zero
  return rounded.toFixed(digits).replace("-", "−");
}

export const numbers = (list, digits = 2) => list.map((v) => number(v, digits)).join(", ");

function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

export function element(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

export function shape(tag, attributes = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

export function picture(viewBox) {
  return shape("svg", { viewBox: viewBox.join(" "), role: "img" });
}

// One part of the figure's state. In JupyterLab writing it also reaches Python.
export function state(model, name) {
  return {
    read: () => model.get(name),
    write(value) { model.set(name, value); model.save_changes(); },
  };
}

// A control has a `node`, and `draw` to show the state as it is now.
export function slider(words, { read, write }, { min, max, step, show }) {
  const shown = element("span", { class: "live-value", "aria-hidden": "true" });
  const input = element("input", { type: "range", min, max, step, "aria-label": words });
  input.addEventListener("input", () => write(Number(input.value)));
  return {
    node: element("label", {}, `${words}: `, shown, input),
    draw() {
      input.value = read();
      shown.textContent = show(read());
      input.setAttribute("aria-valuetext", show(read()));
    },
  };
}

export function tick(words, { read, write }, ...pictures) {
  const input = element("input", { type: "checkbox" });
  input.addEventListener("change", () => write(input.checked));
  return {
    node: element("label", { class: "live-tick" }, input, ...pictures, words),
    draw() { input.checked = read(); },
  };
}

// `options()` gives pairs of a value and its words, anew at each drawing; `hover` takes a value.
export function choice(words, { read, write }, options) {
  const group = `live-${Math.random().toString(36).slice(2)}`;
  const row = element("div", { class: "live-options" });
  let drawn = "";
  return {
    node: element("fieldset", { class: "live-choice" }, element("legend", {}, words), row),
    draw() {
      const pairs = options(), now = JSON.stringify(pairs);
      if (now !== drawn) {
        row.replaceChildren(...pairs.map(([value, text]) => {
          const input = element("input", { type: "radio", name: group });
          input.addEventListener("change", () => write(value));
          return element("label", {}, input, element("span", {}, text));
        }));
        drawn = now;
      }
      pairs.forEach(([value], k) => {
        row.children[k].firstChild.checked = value === read();
      });
    },
  };
}

export function button(words, press) {
  const node = element("button", { type: "button" }, words);
  node.addEventListener("click", press);
  return node;
}

// The text equivalent. A moving slider is silent: what it led to is said when it rests.
export function status() {
  const node = element("p", { class: "live-status", role: "status", "aria-live": "polite" });
  let waiting;
  return {
    node,
    say(text) {
      clearTimeout(waiting);
      if (node.textContent) waiting = setTimeout(() => { node.textContent = text; }, 200);
      else node.textContent = text;
    },
  };
}

// A cell whose colour repeats its number: blue above zero, orange below, stronger further away.
export function heat(v, largest, digits = 2) {
  const share = `--share: ${(45 * Math.min(1, Math.abs(v) / largest)).toFixed(0)}%`;
  return element("td", { class: v < 0 ? "heat minus" : "heat", style: share }, number(v, digits));
}

// Each row begins with its header; a cell is a text, a number or a finished td.
export function table(caption, head, rows) {
  const header = (scope) => (text) => element("th", { scope }, text);
  const words = (v) => (typeof v === "number" ? number(v) : v);
  const cell = (v) => (v instanceof Node ? v : element("td", {}, words(v)));
  const body = rows.map(([name, ...cells]) => element("tr", {}, header("row")(name), ...cells.map(cell)));
  return scrolling(caption, element("table", {}, element("caption", {}, caption),
    element("thead", {}, element("tr", {}, ...head.map(header("col")))), element("tbody", {}, ...body)));
}

// What is too wide scrolls within itself; only then it is a stop for the keyboard.
function scrolling(name, content) {
  const node = element("div", { class: "live-scroll" }, content);
  const stop = { tabindex: 0, role: "group", "aria-label": name };
  new ResizeObserver(() => {
    const wide = node.scrollWidth > node.clientWidth;
    for (const [key, value] of Object.entries(stop)) {
      if (wide) node.setAttribute(key, value);
      else node.removeAttribute(key);
    }
  }).observe(node);
  return node;
}

// Numbers that are there on demand. It stays open while its content is drawn anew.
export function onDemand(words) {
  const content = element("div");
  const node = element("details", { class: "live-details" }, element("summary", {}, words), content);
  return { node, fill: (...children) => content.replaceChildren(...children) };
}

// Calls `move` with the place in the picture's own coordinates while a pointer is down.
export function draggable(svg, move) {
  const place = (event) => {
    const { x, y } = new DOMPoint(event.clientX, event.clientY)
      .matrixTransform(svg.getScreenCTM().inverse());
    move(x, y);
  };
  svg.classList.add("draggable");
  svg.addEventListener("pointerdown", (event) => { svg.setPointerCapture(event.pointerId); place(event); });
  svg.addEventListener("pointermove", (event) => { if (svg.hasPointerCapture(event.pointerId)) place(event); });
}

// A plot whose upper left corner is the picture's 0, 0. Both axes are {name, low, high, ticks}.
export function plot(width, height, across, up) {
  const x = (v) => ((v - across.low) / (across.high - across.low)) * width;
  const y = (v) => height - ((v - up.low) / (up.high - up.low)) * height;
  const words = (text, place) => shape("text", place, text);
  const axes = shape("g", {},
    ...across.ticks.map((v) => shape("line", { class: "grid", x1: x(v), x2: x(v), y1: 0, y2: height })),
    ...up.ticks.map((v) => shape("line", { class: "grid", y1: y(v), y2: y(v), x1: 0, x2: width })),
    ...across.ticks.map((v) => words(number(v, 0), { x: x(v), y: height + 17, "text-anchor": "middle" })),
    ...up.ticks.map((v) => words(number(v, 0), { x: -7, y: y(v) + 4, "text-anchor": "end" })),
    shape("path", { class: "axis", fill: "none", d: `M0 0 v${height} h${width}` }),
    words(across.name, { x: width / 2, y: height + 35, "text-anchor": "middle" }),
    words(up.name, { "text-anchor": "middle", transform: `translate(-30 ${height / 2}) rotate(-90)` }));
  return {
    x, y, axes,
    valueOf: (px, py) => [
      across.low + (px / width) * (across.high - across.low), up.low + (1 - py / height) * (up.high - up.low),
    ],
    line: (points) => points.map(([a, b]) => `${x(a).toFixed(2)},${y(b).toFixed(2)}`).join(" "),
  };
}

// Draw now, and again whenever one of these parts of the state changes.
export function follow(model, names, draw) {
  for (const name of names) model.on(`change:${name}`, draw);
  draw();
}
