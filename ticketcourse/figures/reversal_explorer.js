// A padded batch that is read from both ends: what each direction has read, and what is handed on.
import { choice, element, follow, number, picture, shape, slider, state, status, table } from "./live_parts.js";
import { encode, lstmCell, tokenise } from "./pocket_model.js";

const WIDTH = 384, LEFT = 22, ROW = 38;
const WAYS = ["forward", "backward"];

// For each step the place that the backward direction reads; null where it reads nothing more.
export function placesRead(length, T, reversal) {
  return Array.from({ length: T }, (_, step) => {
    if (reversal === "the whole row") return T - 1 - step;
    return step < length ? length - 1 - step : null;
  });
}

// The states (length, 2u) of the real tokens of a padded row.
export function states(pocket, ids, reversal) {
  const params = pocket.parameters, X = ids.map((id) => params["embedding.E"][id]);
  const length = ids.filter((id) => id !== 0).length, T = ids.length;
  const run = (way, places) => {
    const W = params[`description_encoder.lstm.0.${way}.W`], b = params[`description_encoder.lstm.0.${way}.b`];
    let h = Array(b.length / 4).fill(0), c = h;
    const at = Array(T);
    for (const t of places) {
      ({ h, c } = lstmCell(X[t], h, c, W, b));
      at[t] = h;
    }
    return at;
  };
  const forward = run("forward", [...X.keys()].slice(0, length));
  const backward = run("backward", placesRead(length, T, reversal).filter((t) => t !== null));
  return forward.slice(0, length).map((h, t) => [...h, ...backward[t]]);
}

// One row for a text; under "all states" one row for each token.
export function handedOn(H, how) {
  const u = H[0].length / 2, units = H[0].map((_, k) => H.map((row) => row[k]));
  if (how === "all states") return H;
  if (how === "last states") return [[...H.at(-1).slice(0, u), ...H[0].slice(u)]];
  if (how === "mean") return [units.map((v) => v.reduce((sum, x) => sum + x, 0) / v.length)];
  return [units.map((v) => Math.max(...v))];
}

function render({ model, el }) {
  const pocket = model.get("pocket"), texts = model.get("texts");
  const words = texts.map(tokenise), T = Math.max(...words.map((row) => row.length));
  const ids = texts.map((text, k) => [...encode(text, pocket.vocabulary), ...Array(T - words[k].length).fill(0)]);
  const [step, reversal, how, shown] = ["step", "reversal", "how", "shown"].map((name) => state(model, name));
  const box = (WIDTH - LEFT) / T, half = 2 * ROW + 12;
  const svg = picture([0, 0, WIDTH, half * words.length]), said = status();
  const values = element("div");
  const reading = [
    slider("step", step, { min: 0, max: T, step: 1, show: (v) => `${v} of ${T}` }),
    choice("The backward direction turns round", reversal, () => ["each text", "the whole row"].map((v) => [v, v])),
    choice("Text", shown, () => words.map((row, k) => [k, row.join(" ")])),
  ];
  const handing = choice("Handed on", how,
    () => ["last states", "all states", "mean", "max"].map((v) => [v, v.replace(" states", "")]));
  const controls = [...reading, handing];
  const note = element("p", { class: "live-note" },
    "Upper row of a text: forward. Lower row: backward. The number in a box is the step at which it was read. "
    + "Dashed: padding. A bar: a state that is used for what is handed on.");
  el.append(element("div", { class: "live-box" }, element("div", {}, svg, note),
    element("div", {}, ...reading.map((one) => one.node), said.node),
    element("div", { class: "live-wide" }, handing.node, values)));

  function lane(k, way, places, y) {
    const length = words[k].length, last = way === "forward" ? length - 1 : 0, done = step.read();
    const readAt = Object.fromEntries(places.map((t, s) => [t, s + 1]).filter(([t]) => t !== null));
    const arrow = shape("text", { x: 0, y: y + 19, class: "lane-name" }, way === "forward" ? "→" : "←");
    return [arrow, ...Array.from({ length: T }, (_, t) => {
      const read = readAt[t] <= done, real = t < length, x = LEFT + box * t;
      const handed = real && (how.read() !== "last states" || t === last);
      const kind = ["token", read ? "chosen" : "", real ? "" : "padding"].join(" ");
      return shape("g", { class: kind },
        shape("rect", { x: x + 1.5, y, width: box - 3, height: ROW - 8, rx: 3 }),
        shape("text", { x: x + box / 2, y: y + 13, "text-anchor": "middle" }, real ? words[k][t] : "–"),
        shape("text", { x: x + box / 2, y: y + 26, "text-anchor": "middle", class: "small" }, read ? readAt[t] : ""),
        ...(handed ? [shape("path", { class: "joins-next", d: `M${x + 4} ${y + ROW - 5} h${box - 8}` })] : []));
    })];
  }

  function draw() {
    for (const one of controls) one.draw();
    const done = step.read(), turned = reversal.read();
    const places = words.map((row) => ({
      forward: placesRead(row.length, T, "each text").map((t) => (t === null ? null : row.length - 1 - t)),
      backward: placesRead(row.length, T, turned),
    }));
    svg.replaceChildren(...words.flatMap((row, k) => WAYS.flatMap(
      (way, j) => lane(k, way, places[k][way], half * k + ROW * j + 2))));
    const reads = words.map((row, k) => {
      const [forward, backward] = WAYS.map((way) => {
        const t = places[k][way][done - 1];
        return t === null || t === undefined ? "nothing" : row[t] ?? "padding";
      });
      return `${row.join(" ")}: forward reads ${forward}, backward ${backward}.`;
    });
    svg.setAttribute("aria-label", `Three texts with ${T} places. Step ${done}. ${reads.join(" ")}`);

    const k = shown.read(), row = words[k], units = ["→", "←"].flatMap((way) => [1, 2, 3].map((u) => `${way} ${u}`));
    const [right, now] = ["each text", turned].map((way) => handedOn(states(pocket, ids[k], way), how.read()));
    const wrong = Math.max(...now.flatMap((r, t) => r.map((v, j) => Math.abs(v - right[t][j]))));
    const names = how.read() === "all states" ? row : [how.read()];
    values.replaceChildren(table(`Handed on after the last step by “${row.join(" ")}”: three units of each direction`,
      ["states", ...units], now.map((r, t) => [names[t], ...r])));
    const verdict = wrong > 0 ? `After the last step its backward numbers are wrong by up to ${number(wrong)}.`
      : "After the last step its numbers are those that it has alone.";
    said.say(`${done ? `Step ${done} of ${T}. ${reads[k]}` : `Nothing of “${row.join(" ")}” has been read.`} ${verdict}`);
  }
  follow(model, ["step", "reversal", "how", "shown"], draw);
}

export default { render };
