// Cells tagged `live`: an editor, Run, Reset and Stop. Python runs in this page; nothing is sent.
(() => {
const { make, read, keep } = window.ticketcourse;
const script = document.currentScript;
const SIZE = script.dataset.size; // empty where the book was built without Python for the page
const WORKER = new URL("live_worker.mjs", script.src);
WORKER.searchParams.set("python", script.dataset.python);

let worker = null, ready = false, listener = null, runs = 0;

function start() {
  if (worker) return;
  const mine = new Worker(WORKER, { type: "module" });
  worker = mine;
  function hear(data) {
    if (mine !== worker) return; // it was stopped
    if (data.ready) ready = true;
    if (data.failed) end();
    listener?.(data);
  }
  mine.onmessage = ({ data }) => hear(data);
  mine.onerror = () => hear({ failed: "the worker did not start" });
}

function end() {
  worker?.terminate();
  worker = null;
  ready = false;
}

// Pygments' names of classes, which the theme colours.
const TOKENS = new RegExp([
  /(?<c1>#.*)/, /(?<s>[rbfRBF]{0,2}(?:"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?))/,
  /(?<k>\b(?:and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield|None|True|False)\b)/,
  /(?<mi>\b\d[\w.]*)/, /(?<o>[-+*\/@%=<>!&|^~:]+)/,
].map((part) => part.source).join("|"), "g");

function coloured(source) {
  const out = document.createDocumentFragment();
  let from = 0;
  for (const match of source.matchAll(TOKENS)) {
    const kind = Object.keys(match.groups).find((name) => match.groups[name] !== undefined);
    out.append(source.slice(from, match.index));
    out.append(make("span", { className: kind, textContent: match[0] }));
    from = match.index + match[0].length;
  }
  out.append(source.slice(from), "\n");
  return out;
}

// Every change goes through the browser's own editing, so that Undo knows of it.
function type(field, text) {
  field.focus();
  document.execCommand(text ? "insertText" : "delete", false, text);
}

// Indent the line of the caret, or every line of the selection; or take the indent away.
function indent(field, back) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  if (!back && !value.slice(from, to).includes("\n")) return type(field, "    ");
  const first = value.lastIndexOf("\n", from - 1) + 1;
  const lines = value.slice(first, to).split("\n");
  const moved = lines.map((line) => (back ? line.replace(/^ {1,4}/, "") : `    ${line}`));
  const text = moved.join("\n");
  if (text === lines.join("\n")) return;
  field.setSelectionRange(first, to);
  type(field, text);
  const caret = Math.max(first, from + moved[0].length - lines[0].length);
  field.setSelectionRange(from === to ? caret : first, first + text.length);
  if (from === to) field.setSelectionRange(caret, caret);
}

function editor(source, run) {
  const shadow = make("pre", { className: "live-colours" });
  shadow.setAttribute("aria-hidden", "true");
  const field = make("textarea", { value: source, spellcheck: false, autocapitalize: "off" });
  field.setAttribute("aria-label", "Python code");
  let tabLeaves = true; // until something is typed or clicked: who passes through is not held
  const paint = () => shadow.replaceChildren(coloured(field.value));
  field.addEventListener("input", paint);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { tabLeaves = true; return; }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      run();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      const start = field.value.lastIndexOf("\n", field.selectionStart - 1) + 1;
      const line = field.value.slice(start, field.selectionStart);
      type(field, `\n${line.match(/^ */)[0]}${/:\s*$/.test(line) ? "    " : ""}`);
    } else if (event.key === "Tab" && !tabLeaves) {
      event.preventDefault();
      indent(field, event.shiftKey);
    }
    if (!["Tab", "Shift"].includes(event.key)) tabLeaves = false;
  });
  field.addEventListener("pointerdown", () => { tabLeaves = false; });
  field.addEventListener("blur", () => { tabLeaves = true; });
  paint();
  return { field, box: make("div", { className: "live-editor highlight" }, shadow, field) };
}

function enliven(cell, number) {
  const code = cell.querySelector(".cell_input pre");
  const original = code.textContent.replace(/\n$/, "");
  const still = cell.querySelector(".cell_output");
  const { field, box } = editor(read().code[original] ?? original, () => run.click());
  field.addEventListener("input", () => {
    keep("code", original, field.value === original ? undefined : field.value);
  });
  const help = make("p", {
    id: `live-help-${number}`, className: "live-help",
    textContent: "Ctrl-Enter runs the code. While you write, Tab indents: press Escape first to leave with Tab.",
  });
  field.setAttribute("aria-describedby", help.id);
  const button = (textContent) => make("button", { type: "button", textContent });
  const run = button("Run"), reset = button("Reset"), stop = button("Stop");
  const status = make("span", { className: "live-status" });
  status.setAttribute("role", "status");
  const output = make("pre", { className: "live-output", hidden: true });
  output.setAttribute("role", "region");
  output.setAttribute("aria-label", "Output");
  stop.disabled = true;
  status.textContent = `The first run loads Python (${SIZE}).`;

  function busy(yes) {
    stop.disabled = !yes;
    reset.disabled = yes;
    // Not `disabled`, which would take the keyboard's focus away.
    document.querySelectorAll(".live-run").forEach((one) => one.setAttribute("aria-disabled", yes));
  }

  function finish(words) {
    listener = null;
    busy(false);
    status.textContent = words;
  }

  run.className = "live-run";
  run.addEventListener("click", () => {
    if (listener) return;
    output.textContent = "";
    status.textContent = ready ? "Running" : `Loading Python (${SIZE}, once a visit)`;
    busy(true);
    listener = (said) => {
      if (said.ready) status.textContent = "Running";
      if (said.text || said.done) still?.setAttribute("hidden", "");
      if (said.text) output.append(said.text);
      output.hidden = !output.textContent;
      if (said.done && !said.right) finish("An error: the output says where.");
      else if (said.done) finish(output.hidden ? "Done, without output." : "Done: the output is below.");
      if (said.failed) finish(`Python could not be loaded (${said.failed}). Try Run again.`);
    };
    start();
    runs += 1;
    worker.postMessage({ source: field.value, number: runs });
  });
  stop.addEventListener("click", () => {
    end();
    finish("Stopped. What the cells had defined is gone.");
    run.focus();
  });
  reset.addEventListener("click", () => {
    field.setSelectionRange(0, field.value.length);
    type(field, original);
    reset.focus();
    output.hidden = true;
    still?.removeAttribute("hidden");
    status.textContent = "";
  });
  cell.querySelector(".cell_input").replaceChildren(
    box, help, make("div", { className: "live-tools" }, run, reset, stop, status));
  cell.append(output);
}

function explain(cell) {
  // A page that was opened from a file may not start a worker.
  const why = SIZE
    ? "To run this here, open the book from a web server, such as `make serve`."
    : "This copy of the book was built without Python for the page.";
  cell.append(make("p", {
    className: "live-help", textContent: `${why} The downloaded notebook runs it as well.`,
  }));
}

document.addEventListener("DOMContentLoaded", () => {
  const runsHere = SIZE && location.protocol !== "file:";
  document.querySelectorAll("div.cell.tag_live").forEach(runsHere ? enliven : explain);
});
})();
