// Frames that Python drew over a grid of parameters; a slider for each parameter picks one.
import { element, follow, slider, state, status } from "./live_parts.js";

// The frames share most of their text, so that compressed together they are small.
async function unpack(packed) {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

async function render({ model, el }) {
  const frames = await unpack(model.get("frames")), grid = model.get("grid"), said = status();
  const frame = element("div", { class: "live-frame" }), { read, write } = state(model, "place");
  const sliders = grid.map(({ name, values }, axis) => slider(name, {
    read: () => read()[axis],
    write: (k) => write(read().with(axis, k)),
  }, { min: 0, max: values.length - 1, step: 1, show: (k) => values[k] }));
  el.append(element("div", { class: "live-box" }, ...sliders.map((one) => one.node),
    element("div", { class: "live-wide" }, frame, said.node)));

  follow(model, ["place"], () => {
    const k = grid.reduce((index, { values }, axis) => index * values.length + read()[axis], 0);
    sliders.forEach((one) => one.draw());
    frame.innerHTML = frames[k];
    const values = grid.map(({ name, values: words }, axis) => `${name} = ${words[read()[axis]]}`);
    said.say(`${values.join(", ")}. ${frame.firstChild.getAttribute("aria-label")}`);
  });
}

export default { render };
