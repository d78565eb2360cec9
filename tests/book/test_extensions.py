"""What the quiz directive says to an author who made a mistake."""

import sys
from types import SimpleNamespace

import pytest
from docutils.statemachine import StringList
from pages import ROOT

sys.path.insert(0, str(ROOT / "book" / "_ext"))
from quiz import Quiz


class Refused(Exception):
    pass


def run(*lines):
    directive = Quiz.__new__(Quiz)
    directive.content = StringList(list(lines))
    directive.arguments = ["Why?"]
    directive.error = Refused
    directive.state = SimpleNamespace()
    return directive.run()


def test_a_choice_without_explanation_is_refused():
    with pytest.raises(Refused, match="answer :: explanation"):
        run("- [x] because")


def test_a_quiz_without_a_right_choice_is_refused():
    with pytest.raises(Refused, match="at least one right choice"):
        run("- [ ] because :: no", "- [ ] therefore :: no")
