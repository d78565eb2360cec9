// Questions that can be tried, and what a reader answered. It stays in the reader's own browser.
(() => {
const { make, complete, read, write, keep, isTable } = window.ticketcourse;
const NOT_KEPT = "This browser keeps nothing for this page.";

// A question counts once a visit: by its first try.
function judgeOf(quiz) {
  let tried = false;
  return (right) => {
    if (tried) return;
    tried = true;
    keep("answers", quiz.dataset.quiz, { right, when: new Date().toISOString() });
  };
}

// By a click, which Enter and Space are too: a search in the page opens answers by itself.
function onOpening(details, act) {
  details.querySelector("summary").addEventListener("click", () => { if (!details.open) act(); });
}

function choices(quiz, judge) {
  const all = [...quiz.querySelectorAll(".quiz-choice")];
  const isRight = (choice) => choice.classList.contains("quiz-right");
  const wanted = all.filter(isRight).length;
  const status = make("p", { className: "quiz-status" });
  status.setAttribute("role", "status");
  if (wanted > 1) quiz.append(status);
  const opened = new Set();
  all.forEach((choice) => onOpening(choice, () => {
    opened.add(choice);
    if (!isRight(choice)) judge(false);
    const found = [...opened].filter(isRight).length;
    if (found === wanted) judge(true);
    status.textContent = `${found} of ${wanted} right ones found.`;
  }));
}

// The explanation of one answer, as a copy beside what the reader tried.
function explain(status, item) {
  const why = item.querySelector(".quiz-why").cloneNode(true);
  status.className = `quiz-status ${item.className}`;
  status.replaceChildren(...why.childNodes);
}

function number(quiz, judge) {
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
    const typed = field.value.trim().replace("−", "-");
    const problem = /^[-+]?\d+,\d{3}$/.test(typed) ? "Write it without a comma, such as 1500 or 3.5."
      : /^[-+]?\d*[.,]?\d+(e[-+]?\d+)?$/i.test(typed) ? "" : "Write a number, such as 3.5.";
    if (problem) {
      status.className = "quiz-status";
      status.textContent = problem;
      return;
    }
    const value = Number(typed.replace(",", "."));
    // A decimal such as 0.3 has no exact form: that may not cost the right answer.
    const near = (one) => one && Math.abs(value - one[0]) <= one[1] + 1e-9 * Math.abs(one[0]);
    const place = numbers.findIndex(near);
    const item = items[place >= 0 ? place : numbers.indexOf(null)];
    judge(item.classList.contains("quiz-right"));
    explain(status, item);
  });
  answers.before(form, status);
}

function order(quiz, judge) {
  const list = quiz.querySelector(".quiz-steps");
  const steps = [...list.children];
  const status = make("p", { className: "quiz-status" });
  status.setAttribute("role", "status");
  function move(step, by) {
    const other = by < 0 ? step.previousElementSibling : step.nextElementSibling;
    status.className = "quiz-status";
    if (!other) {
      status.textContent = by < 0 ? "It is the first already." : "It is the last already.";
      return;
    }
    step[by < 0 ? "after" : "before"](other); // so that the step keeps the keyboard's focus
    const place = [...list.children].indexOf(step) + 1;
    status.textContent = `Now in place ${place} of ${steps.length}.`;
  }
  steps.forEach((step) => {
    const words = step.firstElementChild.textContent;
    [["earlier", "↑", -1], ["later", "↓", 1]].forEach(([word, sign, by]) => {
      const button = make("button", { type: "button", textContent: sign });
      button.setAttribute("aria-label", `${words}: ${word}`);
      button.addEventListener("click", () => move(step, by));
      step.append(button);
    });
  });
  const check = make("button", { type: "button", textContent: "Check the order" });
  check.addEventListener("click", () => {
    const places = [...list.children].map((step) => Number(step.dataset.place));
    const wrong = places.findIndex((place, i) => place !== i);
    judge(wrong < 0);
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
function looking(quiz, judge) {
  const answers = quiz.querySelector(".quiz-answers");
  if (answers) onOpening(answers, () => judge(false));
}

const KINDS = { choices, number, order };

// A guess that is written down is harder to bend afterwards.
function guesses() {
  document.querySelectorAll(".admonition.predict").forEach((box, i) => {
    const prompt = [...box.querySelectorAll("p:not(.admonition-title)")];
    const name = prompt.map((p) => p.textContent.trim()).join(" ");
    const field = make("textarea", { id: `guess-${i}`, rows: 2 });
    const status = make("p", { className: "quiz-status" });
    status.setAttribute("role", "status");
    prompt.forEach((p, j) => { p.id ||= `prompt-${i}-${j}`; });
    field.setAttribute("aria-describedby", prompt.map((p) => p.id).join(" "));
    field.value = read().guesses[name] ?? "";
    field.addEventListener("input", () => {
      const kept = keep("guesses", name, field.value || undefined);
      status.textContent = kept ? "" : NOT_KEPT;
    });
    box.append(make("label", { htmlFor: field.id, textContent: "Your guess" }), field, status);
  });
}

// What is in both stays as it was answered last; other guesses and code of one's own stay too.
function joined(mine, theirs) {
  const answers = { ...mine.answers };
  Object.entries(theirs.answers).forEach(([name, answer]) => {
    if (!(answers[name]?.when > answer.when)) answers[name] = answer;
  });
  return { answers, guesses: { ...theirs.guesses, ...mine.guesses },
    code: { ...theirs.code, ...mine.code } };
}

function isProgress(found) {
  const isText = (value) => typeof value === "string";
  return isTable(found) && isTable(found.answers)
    && Object.values(found.answers).every((a) => typeof a?.right === "boolean" && isText(a.when))
    && ["guesses", "code"].every((part) => Object.values(found[part] ?? {}).every(isText));
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
    const { answers } = read();
    const again = [];
    entries.forEach((entry) => {
      const answer = answers[nameOf(entry)];
      let note = entry.querySelector(".progress-note");
      if (!note) {
        note = make("span", { className: "progress-note" });
        entry.querySelector("p").prepend(note);
      }
      note.textContent = !answer ? "○ not tried " : answer.right ? "✓ right " : "↻ repeat ";
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
    const text = JSON.stringify(read(), null, 1);
    const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    make("a", { href: address, download: "ticketcourse-progress.json" }).click();
    URL.revokeObjectURL(address);
  });
  const file = make("input", { type: "file", accept: ".json" });
  file.addEventListener("change", async () => {
    let found = null;
    try { found = JSON.parse(await file.files[0].text()); } catch { /* said below */ }
    if (!isProgress(found)) {
      said.textContent = "That file holds no progress of this course: choose one saved here.";
    } else if (!write(joined(read(), complete(found)))) {
      said.textContent = NOT_KEPT;
    } else {
      show();
      said.textContent += ` Read ${Object.keys(found.answers).length} answers from the file.`;
    }
    file.value = "";
  });
  const reset = make("button", { type: "button", textContent: "Forget everything" });
  reset.addEventListener("click", () => {
    if (!confirm("Forget every answer, guess and changed cell in this browser?")) return;
    write(complete({}));
    show();
  });
  place.replaceChildren(said, repeat, make("p", { className: "progress-tools" }, save,
    make("label", {}, "Read from a file", file), reset));
  show();
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll(".quiz").forEach((quiz) => {
    const judge = judgeOf(quiz);
    KINDS[quiz.dataset.kind](quiz, judge);
    looking(quiz, judge);
  });
  guesses();
  progress();
});
})();
