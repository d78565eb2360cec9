// Cells tagged `live`: an editor, Run, Reset and Stop. Python runs in this page; nothing is sent.
(() => {
const script = document.currentScript;
const SIZE = script.dataset.size;
const WORKER = new URL("live_worker.mjs", script.src);
WORKER.searchParams.set("python", script.dataset.python);
const MOST = 20_000; // characters of one output

let worker = null, ready = false, running = null;

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function start() {
  if (worker) return;
  worker = new Worker(WORKER, { type: "module" });
  worker.onmessage = ({ data }) => {
    if (data.ready) ready = true;
    if (data.failed) end();
    running?.(data);
  };
  worker.onerror = () => { end(); running?.({ failed: "the worker did not start" }); };
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

function editor(source, run) {
  const shadow = make("pre", { className: "live-colours" });
  shadow.setAttribute("aria-hidden", "true");
  const field = make("textarea", { value: source, spellcheck: false, autocapitalize: "off" });
  field.setAttribute("aria-label", "Python code");
  let tabLeaves = false;
  const paint = () => shadow.replaceChildren(coloured(field.value));
  // Through the browser's own editing, so that Undo knows of it.
  const type = (text) => document.execCommand("insertText", false, text);
  const lineStart = () => field.value.lastIndexOf("\n", field.selectionStart - 1) + 1;
  field.addEventListener("input", paint);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { tabLeaves = true; return; }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      run();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      const line = field.value.slice(lineStart(), field.selectionStart);
      type(`\n${line.match(/^ */)[0]}${/:\s*$/.test(line) ? "    " : ""}`);
    } else if (event.key === "Tab" && !tabLeaves) {
      event.preventDefault();
      if (!event.shiftKey) return type("    ");
      const at = lineStart();
      const indent = field.value.slice(at).match(/^ {1,4}/)?.[0].length;
      if (indent) {
        const caret = Math.max(at, field.selectionStart - indent);
        field.setSelectionRange(at, at + indent);
        document.execCommand("delete");
        field.setSelectionRange(caret, caret);
      }
    }
    if (event.key !== "Tab") tabLeaves = false;
  });
  field.addEventListener("blur", () => { tabLeaves = false; });
  paint();
  return { field, paint, box: make("div", { className: "live-editor highlight" }, shadow, field) };
}

function enliven(cell, number) {
  const code = cell.querySelector(".cell_input pre");
  const original = code.textContent.replace(/\n$/, "");
  const still = cell.querySelector(".cell_output");
  const { field, paint, box } = editor(original, () => run.click());
  const help = make("p", {
    id: `live-help-${number}`, className: "live-help",
    textContent: "Ctrl-Enter runs. Tab indents; after Escape it leaves the field.",
  });
  field.setAttribute("aria-describedby", help.id);
  const button = (textContent) => make("button", { type: "button", textContent });
  const run = button("Run"), reset = button("Reset"), stop = button("Stop");
  const status = make("span", { className: "live-status" });
  status.setAttribute("role", "status");
  const output = make("pre", { className: "live-output", tabIndex: 0, hidden: true });
  output.setAttribute("aria-label", "Output");
  stop.disabled = true;
  if (!ready) status.textContent = `The first run loads Python, ${SIZE}.`;

  function finish(words) {
    running = null;
    stop.disabled = true;
    document.querySelectorAll(".live-run").forEach((one) => { one.disabled = false; });
    status.textContent = words;
  }

  run.className = "live-run";
  run.addEventListener("click", () => {
    if (running) return;
    let length = 0;
    output.textContent = "";
    status.textContent = ready ? "Running" : `Loading Python, ${SIZE}, once`;
    document.querySelectorAll(".live-run").forEach((one) => { one.disabled = true; });
    stop.disabled = false;
    running = (said) => {
      if (said.ready) status.textContent = "Running";
      if (said.text && length < MOST) {
        still?.setAttribute("hidden", "");
        output.hidden = false;
        output.append(said.text.slice(0, MOST - length));
        length += said.text.length;
        if (length >= MOST) output.append("\n… more output was left out");
      }
      if (said.done) {
        still?.setAttribute("hidden", "");
        output.hidden = !length;
        finish(said.right ? "Done" : "Stopped by an error");
      }
      if (said.failed) finish(`Python could not be loaded (${said.failed}). Try Run again.`);
    };
    start();
    worker?.postMessage({ source: field.value });
  });
  stop.addEventListener("click", () => {
    end();
    finish("Stopped. What the cells had defined is gone.");
    run.focus();
  });
  reset.addEventListener("click", () => {
    field.value = original;
    paint();
    output.hidden = true;
    still?.removeAttribute("hidden");
    if (!running) status.textContent = "";
  });
  cell.querySelector(".cell_input").replaceChildren(
    box, help, make("div", { className: "live-tools" }, run, reset, stop, status));
  cell.append(output);
}

// A page that was opened from a file may not start a worker.
document.addEventListener("DOMContentLoaded", () => {
  const cells = document.querySelectorAll("div.cell.tag_live");
  if (location.protocol !== "file:") cells.forEach(enliven);
});
})();
