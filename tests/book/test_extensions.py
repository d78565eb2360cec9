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


def run(*lines, name="why-so", **options):
    directive = Quiz.__new__(Quiz)
    directive.content = StringList(list(lines))
    directive.arguments = ["Why?"]
    directive.options = {"name": name} | options
    directive.error = Refused
    environment = SimpleNamespace(docname="here", quiz_names={"taken": "elsewhere"})
    settings = SimpleNamespace(env=environment)
    directive.state = SimpleNamespace(document=SimpleNamespace(settings=settings))
    return directive.run()


RIGHT, WRONG = "- [x] 3 ± 1 :: yes", "- [ ] 5 :: no"
OTHERWISE = "- [ ] otherwise :: no"


@pytest.mark.parametrize(
    ("lines", "options", "message"),
    [
        (["- [x] because"], {}, "answer :: explanation"),
        (["- [ ] because :: no", "- [ ] therefore :: no"], {}, "at least one right choice"),
        (["- [x] because :: yes"], {}, "at least two choices"),
        (["- [x] because :: yes", "- [ ] because :: no"], {}, "no two alike"),
        ([RIGHT, WRONG], {"name": ""}, "needs a name"),
        ([RIGHT, WRONG], {"name": "Not so"}, "needs a name"),
        ([RIGHT, WRONG], {"name": "taken"}, "'taken' is also in elsewhere"),
        ([RIGHT, WRONG], {"number": None}, "one line for 'otherwise'"),
        ([WRONG, OTHERWISE], {"number": None}, "one right number"),
        ([RIGHT, "- [ ] many :: no", OTHERWISE], {"number": None}, "not '- \\[ \\] many"),
        (["- [ ] 6 ± 2 :: no", RIGHT, OTHERWISE], {"number": None}, "each other's tolerance"),
        ([RIGHT, "- [x] otherwise :: yes"], {"number": None}, "not '- \\[x\\] otherwise"),
        ([RIGHT, "- [ ] 2.5 :: no", OTHERWISE], {"number": None}, "within each other's tolerance"),
        (["- first :: why", "- second :: why"], {"order": None}, "at least three steps"),
        (["- first :: why", "- second"], {"order": None}, "step :: why here"),
        (["- a :: why", "- b :: why", "- a :: why"], {"order": None}, "no two alike"),
    ],
)
def test_a_mistake_in_a_quiz_is_refused(lines, options, message):
    with pytest.raises(Refused, match=message):
        run(*lines, **options)
