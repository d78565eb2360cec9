"""The ``quiz`` directive: one question, each choice with its explanation, no script needed.

A choice is a ``<details>`` element: choosing it shows whether it is right, and why. So a quiz
works by keyboard, without JavaScript and from a file. In formats without HTML each choice is
followed by its explanation.

    ```{quiz} How many parameters has the layer?
    - [ ] 8192 :: These are the weights alone.
    - [x] 8256 :: The weights and one bias for each unit.
    ```
"""

import re

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

_CHOICE = re.compile(r"- \[([ x])\] (.+?) :: (.+)")


class quiz(nodes.General, nodes.Element):
    """A question and its choices."""


class choice(nodes.General, nodes.Element):
    """The words of a choice, then its explanation; ``right`` says which kind it is."""


class Quiz(SphinxDirective):
    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self):
        found = [(line, _CHOICE.fullmatch(line.strip())) for line in self.content if line.strip()]
        for line, match in found:
            if not match:
                raise self.error(f"a quiz choice reads '- [x] answer :: explanation', not {line!r}")
        if not any(match[1] == "x" for _, match in found):
            raise self.error("a quiz needs at least one right choice, marked [x]")
        question = self._parse(self.arguments[0], "quiz-question")
        question["ids"].append(f"quiz-question-{self.env.new_serialno('quiz')}")
        out = quiz(question=question["ids"][0])
        out += question
        for _, match in found:
            right = match[1] == "x"
            item = choice(right=right)
            item += self._parse(match[2], "quiz-answer")
            why = self._parse(match[3], "quiz-why")
            verdict = "Right. " if right else "No. "
            why.insert(0, nodes.strong("", verdict))
            item += why
            out += item
        return [out]

    def _parse(self, text, css_class):
        words, problems = self.state.inline_text(text, self.lineno)
        return nodes.paragraph("", "", *words, *problems, classes=[css_class])


def _visit_quiz_html(self, node):
    names = {"role": "group", "aria-labelledby": node["question"]}
    self.body.append(self.starttag(node, "div", CLASS="quiz", **names))


def _depart_quiz_html(self, node):
    self.body.append("</div>\n")


def _visit_choice_html(self, node):
    answer, why = node.children
    kind = "quiz-right" if node["right"] else "quiz-wrong"
    self.body.append(f'<details class="quiz-choice {kind}"><summary>')
    for child in answer.children:
        child.walkabout(self)
    self.body.append("</summary>")
    why.walkabout(self)
    self.body.append("</details>\n")
    raise nodes.SkipNode


def _pass(self, node):
    pass


def setup(app):
    app.add_directive("quiz", Quiz)
    app.add_node(
        quiz,
        html=(_visit_quiz_html, _depart_quiz_html),
        latex=(_pass, _pass),
        text=(_pass, _pass),
    )
    app.add_node(choice, html=(_visit_choice_html, None), latex=(_pass, _pass), text=(_pass, _pass))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
