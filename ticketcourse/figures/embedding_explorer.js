// Words in two dimensions: the nearest ones in all dimensions, listed, and lines to them.
import {
  choice, draggable, element, follow, number, picture, plot, shape, state, status, table,
} from "./live_parts.js";

const WIDTH = 330, HEIGHT = 300, LETTER = 7.4, LINE = 14, MEASURES = ["cosine", "dot product"];
const dot = (a, b) => a.reduce((sum, v, k) => sum + v * b[k], 0);

// For every other word: both similarities to the chosen one, and its distance in the picture. The
// most similar comes first; `place` counts from 1 how near it is in the picture.
export function nearest(words, E, points, word, by) {
  const chosen = words.indexOf(word), norm = Math.sqrt(dot(E[chosen], E[chosen]));
  const others = words.map((name, k) => {
    const product = dot(E[chosen], E[k]);
    return {
      name, k,
      "dot product": product,
      cosine: product / (norm * Math.sqrt(dot(E[k], E[k]))),
      distance: Math.hypot(points[k][0] - points[chosen][0], points[k][1] - points[chosen][1]),
    };
  }).filter((other) => other.k !== chosen);
  [...others].sort((a, b) => a.distance - b.distance).forEach((other, k) => { other.place = k + 1; });
  return others.sort((a, b) => b[by] - a[by]);
}

// Labels beside their dots; one that would lie on another moves down.
function labelled(dots) {
  const placed = [];
  for (const { x, y, name } of [...dots].sort((a, b) => a.y - b.y)) {
    const width = LETTER * name.length, left = x + 8 + width > WIDTH ? x - 8 - width : x + 8;
    const lies = (one) => Math.abs(one.top - top) < LINE && one.left < left + width && left < one.left + one.width;
    let top = y + 4;
    while (placed.some(lies)) top += LINE / 2;
    placed.push({ name, left, top, width });
  }
  return placed;
}

function axis(name, values) {
  const least = Math.min(...values), most = Math.max(...values), margin = (most - least) / 20;
  const low = least - margin, high = most + margin;
  const count = Math.floor(high) - Math.ceil(low) + 1;
  return { name, low, high, ticks: Array.from({ length: count }, (_, k) => Math.ceil(low) + k) };
}

function render({ model, el }) {
  const words = model.get("words"), E = model.get("E"), points = model.get("points"), shown = model.get("shown");
  const word = state(model, "word");
  const frame = plot(WIDTH, HEIGHT, axis("first component", points.map((p) => p[0])),
    axis("second component", points.map((p) => p[1])));
  const at = points.map(([a, b]) => ({ x: frame.x(a), y: frame.y(b) }));
  const svg = picture([-42, -8, WIDTH + 54, HEIGHT + 52]), said = status(), list = element("div");
  const select = element("select");
  for (const name of [...words].sort()) select.append(element("option", {}, name));
  select.addEventListener("change", () => word.write(select.value));
  const measure = choice("Nearest by", state(model, "by"), () => MEASURES.map((name) => [name, name]));
  draggable(svg, (x, y) => {
    const far = at.map((p) => Math.hypot(p.x - x, p.y - y));
    const name = words[far.indexOf(Math.min(...far))];
    if (name !== word.read()) word.write(name);
  });
  el.append(element("div", { class: "live-box" },
    element("div", {}, element("label", {}, "Word: ", select), measure.node, svg),
    element("div", {}, list, said.node)));

  function draw() {
    const by = model.get("by"), found = nearest(words, E, points, word.read(), by).slice(0, shown);
    const chosen = { name: word.read(), k: words.indexOf(word.read()) };
    const near = new Set(found.map((other) => other.k)), here = at[chosen.k];
    select.value = chosen.name;
    measure.draw();
    svg.replaceChildren(frame.axes,
      ...found.map(({ k }) => shape("line", { class: "to-near", x1: here.x, y1: here.y, x2: at[k].x, y2: at[k].y })),
      ...at.map(({ x, y }, k) => {
        if (k === chosen.k) return shape("rect", { class: "wants-yes", x: x - 6, y: y - 6, width: 12, height: 12 });
        return shape("circle", { class: near.has(k) ? "dot" : "word-dot", cx: x, cy: y, r: near.has(k) ? 5 : 3.5 });
      }),
      ...labelled([chosen, ...found].map(({ name, k }) => ({ name, ...at[k] }))).map(({ name, left, top }) => (
        shape("text", { class: name === chosen.name ? "word-name lane-name" : "word-name", x: left, y: top }, name))));
    list.replaceChildren(table(`Nearest to “${chosen.name}” by ${by}`,
      ["word", "cosine", "dot product", "place in the picture"],
      found.map((other) => [other.name, number(other.cosine), number(other["dot product"]), String(other.place)])));
    const values = found.map((other) => `${other.name} ${number(other[by])}`).join(", ");
    const hidden = found.filter((other) => other.place > shown).length;
    const text = `Nearest to ${chosen.name} by ${by}: ${values}. `
      + `${hidden} of these ${shown} are not among the ${shown} nearest in the picture.`;
    said.say(text);
    svg.setAttribute("aria-label", `Words by their first two principal components. ${text}`);
  }
  follow(model, ["word", "by"], draw);
}

export default { render };
