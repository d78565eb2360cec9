// What the pages' scripts share: making elements, and what a reader's own browser keeps.
window.ticketcourse = (() => {
const KEY = "ticketcourse-progress";

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

const isTable = (value) => value?.constructor === Object;

// {answers: {name of a quiz: {right: bool, when: ISO time}}, guesses: {prompt: text},
//  code: {a cell as it was: as the reader left it}}
function complete(found) {
  const parts = ["answers", "guesses", "code"];
  return Object.fromEntries(parts.map((part) => [part, isTable(found?.[part]) ? found[part] : {}]));
}

function read() {
  try { return complete(JSON.parse(localStorage.getItem(KEY))); } catch { return complete({}); }
}

// Tells whether it is kept: a browser may have no room, or be told to keep nothing.
function write(found) {
  try { localStorage.setItem(KEY, JSON.stringify(found)); return true; } catch { return false; }
}

function keep(part, name, value) {
  const found = read();
  if (value === undefined) delete found[part][name];
  else found[part][name] = value;
  return write(found);
}

// On paper everything is dark on light, and every answer is shown; figures keep their tables folded.
let before = null;
addEventListener("beforeprint", () => {
  const closed = [...document.querySelectorAll("details:not([open], .live-figure details)")];
  before = { closed, theme: document.documentElement.dataset.theme };
  closed.forEach((details) => { details.open = true; });
  document.documentElement.dataset.theme = "light";
});
addEventListener("afterprint", () => {
  before?.closed.forEach((details) => { details.open = false; });
  if (before) document.documentElement.dataset.theme = before.theme;
  before = null;
});

// Of the formulas only those that scroll are stops on the way through the page by keyboard.
function stopAtWideFormulas() {
  for (const formula of document.querySelectorAll("mjx-container")) {
    formula.tabIndex = formula.scrollWidth > formula.clientWidth ? 0 : -1;
  }
}
addEventListener("load", () => window.MathJax?.startup?.promise.then(stopAtWideFormulas));
addEventListener("resize", stopAtWideFormulas);
document.addEventListener("toggle", stopAtWideFormulas, true); // of a <details> somewhere

return { make, complete, read, write, keep, isTable };
})();
