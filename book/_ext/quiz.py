"""The ``quiz`` directive: one question, every answer with its explanation, no script needed.

    ```{quiz} How many parameters has the layer?
    :name: dense-parameters
    - [ ] 8192 :: These are the weights alone.
    - [x] 8256 :: The weights and one bias for each unit.
    ```

A choice is a ``<details>`` element: opening it shows whether it is right, and why. So a quiz works
by keyboard, without JavaScript and from a file. Several choices may be right; the page says so.

With ``:number:`` the answer is a number, and the right one may have a tolerance. Wrong ones that a
reader is likely to give have explanations of their own; `otherwise` is for all others:

    - [x] 3.5 ± 0.1 :: ...
    - [ ] 35 :: ...
    - [ ] otherwise :: ...

With ``:order:`` the answers are listed in the right order, each with the reason for its place
(``- first :: why``), and shown in another. Without JavaScript both kinds show their answers in one
``<details>``; book/_web/questions.js makes a field and a list of them that can be tried. In formats
without HTML the explanations follow the answers.
"""

import json
import random
import re
from itertools import combinations

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

_CHOICE = re.compile(r"- \[([ x])\] (.+?) :: (.+)")
_STEP = re.compile(r"- (.+?) :: (.+)")
_NUMBER = re.compile(r"([-+−]?\d+(?:\.\d+)?(?:e[-+]?\d+)?)(?: ± (\d+(?:\.\d+)?(?:e[-+]?\d+)?))?")
_OTHERWISE = "otherwise"


class quiz(nodes.General, nodes.Element):
    """A question and its answers; ``kind`` is choices, number or order."""


class answer(nodes.General, nodes.Element):
    """The words of an answer, then its explanation; ``right`` says which kind it is."""


class Quiz(SphinxDirective):
    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = {
        "name": directives.unchanged_required,
        "number": directives.flag,
        "order": directives.flag,
    }

    def run(self):
        name = self._name()
        kind, answers = parse_answers(self.options, self.content, self.error)
        question = self._parse(self.arguments[0], "quiz-question")
        question["ids"].append(f"quiz-{name}-question")
        out = quiz(kind=kind, name=name, question=question["ids"][0], ids=[f"quiz-{name}"])
        out["several"] = kind == "choices" and sum(one["right"] for one in answers) > 1
        if kind == "number":
            out["numbers"] = [one["number"] for one in answers]
        out += question
        for place, one in enumerate(answers):
            item = answer(right=one["right"], place=place)
            item += self._parse(one["words"], "quiz-answer")
            why = self._parse(one["why"], "quiz-why")
            if kind != "order":
                why.insert(0, nodes.strong("", "Right. " if one["right"] else "No. "))
            item += why
            out += item
        return [out]

    def _name(self):
        name = self.options.get("name", "")
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
            raise self.error(
                f"a quiz needs a name of small letters, digits and hyphens, such as :name: "
                f"dense-parameters, not {name!r}"
            )
        known = self.env.quiz_names
        if name in known:
            raise self.error(f"the quiz name {name!r} is also in {known[name]}: give another")
        known[name] = self.env.docname
        return name

    def _parse(self, text, css_class):
        words, problems = self.state.inline_text(text, self.lineno)
        return nodes.paragraph("", "", *words, *problems, classes=[css_class])


def parse_answers(options, lines, error):
    """Read the lines of a quiz.

    Parameters
    ----------
    options : container of str
        ``number`` or ``order`` where the quiz is of that kind.
    lines : iterable of str
    error : callable
        Makes an exception from what is wrong.

    Returns
    -------
    kind : {"choices", "number", "order"}
    answers : list of dict
        With ``right``, ``words`` and ``why``; those of a number with ``number`` too: the number and
        its tolerance, or None for all others.
    """
    lines = [line.strip() for line in lines if line.strip()]
    kind = next((kind for kind in ("number", "order") if kind in options), "choices")
    read = {"choices": _choices, "number": _numbers, "order": _steps}[kind]
    return kind, read(lines, error)


def _choices(lines, error):
    found = [(line, _CHOICE.fullmatch(line)) for line in lines]
    for line, match in found:
        if not match:
            raise error(f"a quiz choice reads '- [x] answer :: explanation', not {line!r}")
    if not any(match[1] == "x" for _, match in found):
        raise error("a quiz needs at least one right choice, marked [x]")
    if len({match[2] for _, match in found}) < max(2, len(found)):
        raise error("a quiz needs at least two choices, and no two alike")
    return [{"right": m[1] == "x", "words": m[2], "why": m[3]} for _, m in found]


def _numbers(lines, error):
    answers = []
    for line in lines:
        choice = _CHOICE.fullmatch(line)
        number = choice and _NUMBER.fullmatch(choice[2])
        if not choice or not (number or (choice[2] == _OTHERWISE and choice[1] == " ")):
            raise error(
                "an answer of a number quiz reads '- [x] 3.5 ± 0.1 :: explanation' or "
                f"'- [ ] otherwise :: explanation', not {line!r}"
            )
        values = number and [float(one.replace("−", "-")) for one in number.groups("0")]
        answers.append(
            {"right": choice[1] == "x", "words": choice[2], "why": choice[3], "number": values}
        )
    for one, other in combinations([one for one in answers if one["number"]], 2):
        if abs(one["number"][0] - other["number"][0]) <= one["number"][1] + other["number"][1]:
            raise error(f"{one['words']} and {other['words']} lie within each other's tolerance")
    if sum(one["right"] for one in answers) != 1 or sum(not one["number"] for one in answers) != 1:
        raise error("a number quiz needs one right number and one line for 'otherwise'")
    return answers


def _steps(lines, error):
    found = [(line, _STEP.fullmatch(line)) for line in lines]
    for line, match in found:
        if not match or line.startswith("- ["):
            raise error(f"a step of an order quiz reads '- step :: why here', not {line!r}")
    if len({match[1] for _, match in found}) < max(3, len(found)):
        raise error("an order quiz needs at least three steps, and no two alike")
    return [{"right": True, "words": m[1], "why": m[2]} for _, m in found]


def shuffled(name, answers):
    """Return the steps of an order quiz in an order that is wrong, and the same in every build."""
    mixed, chance = list(answers), random.Random(name)
    while mixed == answers:
        chance.shuffle(mixed)
    return mixed


SEVERAL = "Several answers are right. Open each one that you think is right."


def _visit_quiz_html(self, node):
    attributes = {"role": "group", "aria-labelledby": node["question"]}
    attributes |= {"data-quiz": node["name"], "data-kind": node["kind"]}
    self.body.append(self.starttag(node, "div", CLASS="quiz", **attributes))
    question, *answers = node.children
    question.walkabout(self)
    if node["several"]:
        self.body.append(f'<p class="quiz-hint">{SEVERAL}</p>\n')
    if node["kind"] == "choices":
        for one in answers:
            self.body.append(_opening(one) + "<summary>")
            _inline(self, one)
            self.body.append("</summary>")
            one[1].walkabout(self)
            self.body.append("</details>\n")
    else:
        if node["kind"] == "order":
            self.body.append('<ul class="quiz-steps">\n')
            for one in shuffled(node["name"], answers):
                self.body.append(f'<li data-place="{one["place"]}"><span>')
                _inline(self, one)
                self.body.append("</span></li>\n")
            self.body.append("</ul>\n")
        numbers = ""
        if node["kind"] == "number":
            numbers = f' data-numbers="{self.attval(json.dumps(node["numbers"]))}"'
        self.body.append(f'<details class="quiz-answers"{numbers}>')
        tag = "ol" if node["kind"] == "order" else "ul"
        self.body.append(f"<summary>Show the answer</summary><{tag}>\n")
        for one in answers:
            kind = "quiz-right" if one["right"] else "quiz-wrong"
            self.body.append(f'<li class="{kind}"><p class="quiz-answer">')
            _inline(self, one)
            self.body.append("</p>")
            one[1].walkabout(self)
            self.body.append("</li>\n")
        self.body.append(f"</{tag}></details>\n")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def _opening(node):
    kind = "quiz-right" if node["right"] else "quiz-wrong"
    return f'<details class="quiz-choice {kind}">'


def _inline(self, node):
    for child in node[0].children:
        child.walkabout(self)


def _pass(self, node):
    pass


def _forget(app, env, docname):
    env.quiz_names = {n: d for n, d in getattr(env, "quiz_names", {}).items() if d != docname}


def _start(app, env, docnames):
    if not hasattr(env, "quiz_names"):
        env.quiz_names = {}


def setup(app):
    app.add_directive("quiz", Quiz)
    plain = {"latex": (_pass, _pass), "text": (_pass, _pass)}
    app.add_node(quiz, html=(_visit_quiz_html, None), **plain)
    app.add_node(answer, html=(_pass, _pass), **plain)
    app.connect("env-before-read-docs", _start)
    app.connect("env-purge-doc", _forget)
    return {"version": "2", "parallel_read_safe": False, "parallel_write_safe": True}
