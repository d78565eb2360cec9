// Questions that can be tried, and what a reader answered. It stays in the reader's own browser.
(() => {
const KEY = "ticketcourse-answers";

// What is kept: {answers: {name: {right: bool, when: ISO time}}, guesses: {place: text}}.
// `right` is about the first try of the latest visit.
const memory = {
  read() {
    try {
      const found = JSON.parse(localStorage.getItem(KEY)) ?? {};
      return { answers: found.answers ?? {}, guesses: found.guesses ?? {} };
    } catch { return { answers: {}, guesses: {} }; }
  },
  write(found) {
    try { localStorage.setItem(KEY, JSON.stringify(found)); return true; } catch { return false; }
  },
};

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

// A question counts once a visit: by its first try.
function keeper(quiz) {
  let tried = false;
  return (right) => {
    if (tried) return;
    tried = true;
    const found = memory.read();
    found.answers[quiz.dataset.quiz] = { right, when: new Date().toISOString() };
    memory.write(found);
  };
}

function choices(quiz, keep) {
  const all = [...quiz.querySelectorAll(".quiz-choice")];
  const isRight = (choice) => choice.classList.contains("quiz-right");
  const wanted = all.filter(isRight).length;
  const status = make("p", { className: "quiz-status" });
  status.setAttribute("role", "status");
  if (wanted > 1) quiz.append(status);
  const opened = new Set();
  all.forEach((choice) => choice.addEventListener("toggle", () => {
    if (!choice.open) return;
    opened.add(choice);
    if (!isRight(choice)) keep(false);
    const found = [...opened].filter(isRight).length;
    if (found === wanted) keep(true);
    status.textContent = `${found} of ${wanted} right ones found.`;
  }));
}

// The explanation of one answer, as a copy beside what the reader tried.
function explain(status, item) {
  const why = item.querySelector(".quiz-why").cloneNode(true);
  status.className = `quiz-status ${item.className}`;
  status.replaceChildren(...why.childNodes);
}

function number(quiz, keep) {
  const answers = quiz.querySelector(".quiz-answers");
  const numbers = JSON.parse(answers.dataset.numbers);
  const items = [...answers.querySelectorAll("li")];
  const id = `${quiz.id}-field`;
  const field = make("input", { id, type: "text", inputMode: "decimal", autocomplete: "off" });
  const status = make("p", { className: "quiz-status" });
  status.setAttribute("role", "status");
  const form = make("form", { className: "quiz-form" },
    make("label", { htmlFor: id, textContent: "Your number" }), field,
    make("button", { type: "submit", textContent: "Check" }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const value = Number(field.value.trim().replace("−", "-").replace(/^(-?\d+),(\d+)$/, "$1.$2"));
    if (!field.value.trim() || !Number.isFinite(value)) {
      status.className = "quiz-status";
      status.textContent = "Write a number, such as 3.5.";
      return;
    }
    // A decimal such as 0.3 has no exact form: that may not cost the right answer.
    const near = (one) => one && Math.abs(value - one[0]) <= one[1] + 1e-9 * Math.abs(one[0]);
    const place = numbers.findIndex(near);
    const item = items[place >= 0 ? place : numbers.indexOf(null)];
    keep(item.classList.contains("quiz-right"));
    explain(status, item);
  });
  answers.before(form, status);
}

function order(quiz, keep) {
  const list = quiz.querySelector(".quiz-steps");
  const steps = [...list.children];
  const status = make("p", { className: "quiz-status" });
  status.setAttribute("role", "status");
  function move(step, by, button) {
    const other = by < 0 ? step.previousElementSibling : step.nextElementSibling;
    if (!other) return;
    other[by < 0 ? "before" : "after"](step);
    button.focus();
    const place = [...list.children].indexOf(step) + 1;
    status.className = "quiz-status";
    status.textContent = `Now in place ${place} of ${steps.length}.`;
  }
  steps.forEach((step) => {
    const words = step.firstElementChild.textContent;
    [["earlier", "↑", -1], ["later", "↓", 1]].forEach(([word, sign, by]) => {
      const button = make("button", { type: "button", textContent: sign });
      button.setAttribute("aria-label", `${words}: ${word}`);
      button.addEventListener("click", () => move(step, by, button));
      step.append(button);
    });
  });
  const check = make("button", { type: "button", textContent: "Check the order" });
  check.addEventListener("click", () => {
    const places = [...list.children].map((step) => Number(step.dataset.place));
    const wrong = places.findIndex((place, i) => place !== i);
    keep(wrong < 0);
    status.className = `quiz-status ${wrong < 0 ? "quiz-right" : "quiz-wrong"}`;
    status.textContent = wrong < 0
      ? "Right, all of it. The reasons are below."
      : `Not yet: the first ${wrong === 1 ? "step is" : `${wrong} steps are`} in place, `
        + "the next one is not.";
    if (wrong === 0) status.textContent = "Not yet: another step comes first.";
  });
  list.after(check, status);
}

// Whoever looks at the answer before a try has not found it.
function looking(quiz, keep) {
  quiz.querySelector(".quiz-answers")?.addEventListener("toggle", () => keep(false));
}

const KINDS = { choices, number, order };

// A guess that is written down is harder to bend afterwards.
function guesses() {
  document.querySelectorAll(".admonition.predict").forEach((box, i) => {
    const place = `${location.pathname.split("/").pop()}#${i}`;
    const field = make("textarea", { id: `guess-${i}`, rows: 2 });
    field.value = memory.read().guesses[place] ?? "";
    field.addEventListener("input", () => {
      const found = memory.read();
      found.guesses[place] = field.value;
      memory.write(found);
    });
    box.append(make("label", { htmlFor: field.id, textContent: "Your guess" }), field);
  });
}

function progress() {
  const entries = [...document.querySelectorAll("[class*='progress-of-']")];
  const place = document.querySelector(".progress-place");
  if (!place) return;
  const said = make("p", {});
  said.setAttribute("role", "status");
  const repeat = make("div", {});
  const nameOf = (entry) => [...entry.classList].find((c) => c.startsWith("progress-of-"))
    .slice("progress-of-".length);

  function show() {
    const { answers } = memory.read();
    const again = [];
    entries.forEach((entry) => {
      const answer = answers[nameOf(entry)];
      let note = entry.querySelector(".progress-note");
      if (!note) {
        note = make("span", { className: "progress-note" });
        entry.querySelector("p").prepend(note);
      }
      note.textContent = !answer ? "○ open " : answer.right ? "✓ right " : "↻ repeat ";
      if (answer && !answer.right) again.push(entry);
    });
    const done = entries.filter((entry) => answers[nameOf(entry)]?.right).length;
    said.textContent = `${done} of ${entries.length} questions right at the first try.`;
    document.querySelectorAll(".progress-section").forEach((heading) => {
      const own = [...heading.nextElementSibling.querySelectorAll("[class*='progress-of-']")];
      const right = own.filter((entry) => answers[nameOf(entry)]?.right).length;
      let count = heading.querySelector(".progress-count");
      if (!count) heading.append(count = make("span", { className: "progress-count" }));
      count.textContent = ` ${right} of ${own.length}`;
    });
    repeat.replaceChildren();
    if (again.length) {
      const list = make("ul", {});
      again.forEach((entry) => {
        list.append(make("li", {}, entry.querySelector("a").cloneNode(true)));
      });
      repeat.append(make("h2", { textContent: "What to repeat" }), list);
    }
  }

  const save = make("button", { type: "button", textContent: "Save to a file" });
  save.addEventListener("click", () => {
    const text = JSON.stringify(memory.read(), null, 1);
    const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    make("a", { href: address, download: "ticketcourse-progress.json" }).click();
    URL.revokeObjectURL(address);
  });
  const file = make("input", { type: "file", accept: ".json" });
  file.addEventListener("change", async () => {
    try {
      const { answers, guesses } = JSON.parse(await file.files[0].text());
      const good = Object.values(answers).every((a) => typeof a.right === "boolean")
        && Object.values(guesses).every((g) => typeof g === "string");
      if (!good) throw new Error();
      memory.write({ answers, guesses });
      show();
    } catch {
      said.textContent = "That file holds no progress of this course: choose one saved here.";
    }
    file.value = "";
  });
  const reset = make("button", { type: "button", textContent: "Forget everything" });
  reset.addEventListener("click", () => {
    if (!confirm("Forget every answer and guess in this browser?")) return;
    memory.write({});
    show();
  });
  place.replaceChildren(said, repeat, make("p", { className: "progress-tools" }, save,
    make("label", {}, "Read from a file", file), reset));
  show();
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll(".quiz").forEach((quiz) => {
    const keep = keeper(quiz);
    KINDS[quiz.dataset.kind](quiz, keep);
    looking(quiz, keep);
  });
  guesses();
  progress();
});
})();
