"""After grading an instructor reads how it went, in text and on a page."""

import re
from html.parser import HTMLParser

from ticketcourse.grading.batch import Outcome
from ticketcourse.grading.rebuild import Assignment, AssignmentCell
from ticketcourse.grading.report import make_report


def test(name, points):
    return AssignmentCell(name, "test", "code", "", "", {"points": points})


test.__test__ = False
ASSIGNMENT = Assignment("a1", (test("easy", 6), test("hard", 4)), {}, {}, 60.0, b"")
OUTCOMES = [
    Outcome("ada", points={"easy": 6.0, "hard": 4.0}),
    Outcome("bob", points={"easy": 6.0, "hard": 1.5}, remarks=("The answer f is missing.",)),
    Outcome("cy", points={"easy": 0.0, "hard": 0.0}),
    Outcome("dan", "The notebook <script>alert(1)</script> is a link.", refused=True),
    Outcome("eve", "A process that executes submissions died."),
]


def test_the_text_says_how_many_how_hard_and_who_was_not_graded():
    text = str(make_report(ASSIGNMENT, OUTCOMES, unboxed=False))
    assert "3 of 5 submissions graded, 1 refused, 1 could not be graded." in text
    spread = re.findall(r"^ +([\d.]+) to ([\d.]+) +(\d+)", text, re.M)
    assert [int(count) for _, _, count in spread] == [1, 0, 0, 0, 0, 0, 0, 1, 0, 1]
    assert text.index("33%  hard") < text.index("67%  easy")
    assert "bob: The answer f is missing." in text
    again = text.index("handed in again:"), text.index("tried again by the next run:")
    assert again[0] < text.index("dan: ") < again[1] < text.index("eve: ")
    assert "unboxed" not in text


def test_the_page_says_the_same_and_runs_nothing():
    class Page(HTMLParser):
        tags, said = [], []

        def handle_starttag(self, tag, attributes):
            self.tags.append(tag)

        def handle_data(self, data):
            self.said.append(data)

    page = Page()
    page.feed(make_report(ASSIGNMENT, OUTCOMES, unboxed=True).to_html())
    assert "script" not in page.tags
    assert "link" not in page.tags
    assert page.tags.count("table") == 5
    assert any(said.startswith("Submissions ran unboxed") for said in page.said)
    assert "The notebook <script>alert(1)</script> is a link." in page.said


def test_weaknesses_of_the_box_are_on_the_report():
    report = make_report(ASSIGNMENT, OUTCOMES, False, ["Memory is <only> watched here."])
    assert "\nMemory is <only> watched here.\n" in str(report)
    assert '<p class="warning">Memory is &lt;only&gt; watched here.</p>' in report.to_html()
    assert (
        "warning" not in make_report(ASSIGNMENT, OUTCOMES, False).to_html().partition("<body>")[2]
    )


def test_a_run_in_which_nothing_was_graded_is_reported_too():
    report = make_report(ASSIGNMENT, OUTCOMES[3:4], unboxed=False)
    assert "0 of 1 submissions graded" in str(report)
    assert "Refused" in report.to_html()
    assert "Not graded" not in report.to_html()
