// Runs the live figures in the static page: gives each module a model without a kernel behind it.
(() => {
class PageModel {
  constructor(state) { this.state = state; this.listeners = {}; }
  get(name) { return this.state[name]; }
  set(name, value) {
    this.state[name] = value;
    (this.listeners["change:" + name] ?? []).forEach((listener) => listener());
  }
  save_changes() {}
  on(event, listener) { (this.listeners[event] ??= []).push(listener); }
}

async function start(figure) {
  const read = (name) => JSON.parse(figure.querySelector(".live-" + name).textContent);
  const url = URL.createObjectURL(new Blob([read("module")], { type: "text/javascript" }));
  const { default: { render } } = await import(url);
  URL.revokeObjectURL(url);
  const place = figure.querySelector(".live-place");
  place.replaceChildren();
  render({ model: new PageModel(read("state")), el: place });
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll(".live-figure").forEach(start);
});
})();
