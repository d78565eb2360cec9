"""What a chapter says of itself: its minutes, what it needs, its objectives.

The front matter of a chapter has a table ``ticketcourse``, as README.md shows under "Chapters".
The minutes stand beside the headings. ``env.chapters`` has it all by page, for other extensions.
"""

import re
from pathlib import Path

import yaml
from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

OBJECTIVES = "What you will be able to do"
ASSIGNMENT = "Assignment"
_PAGE = re.compile(r"(?:.*/)?(\d\d)-[^/]+")
_FRONT_MATTER = re.compile(r"---\n(.*?\n)---\n", re.DOTALL)


class minutes(nodes.Inline, nodes.Element):
    """How long a section takes: ``n``. It has no text, so that tables of contents do without."""


def number_of(page):
    """The number of a chapter's page, or None where a page is no chapter."""
    match = _PAGE.fullmatch(page)
    return match and int(match[1])


def front_matter(text):
    """Read what the front matter of a chapter says for this book.

    Parameters
    ----------
    text : str
        The chapter's source.

    Returns
    -------
    dict
        With ``minutes``, a dict, and ``needs``, a list; empty where nothing is said.
    """
    match = _FRONT_MATTER.match(text)
    said = (yaml.safe_load(match[1]) if match else {}).get("ticketcourse") or {}
    return {"minutes": said.get("minutes") or {}, "needs": said.get("needs") or []}


def problems(said, number, headings):
    """Sentences about what is wrong in a chapter's front matter.

    Parameters
    ----------
    said : dict
        What `front_matter` returned.
    number : int
    headings : container of str

    Returns
    -------
    list of str
    """
    found = [
        f"minutes are given for {heading!r}, which is no heading of this chapter"
        for heading in said["minutes"]
        if heading not in headings
    ]
    found += [
        f"{time!r} minutes are given for {heading!r}: give a whole number above 0"
        for heading, time in said["minutes"].items()
        if not (isinstance(time, int) and time > 0)
    ]
    found += [
        f"needs {other!r}: give the numbers of chapters before this one"
        for other in said["needs"]
        if not (isinstance(other, int) and 0 < other < number)
    ]
    return found


def _collect(app, doctree):
    env = app.env
    number = number_of(env.docname)
    if number is None:
        return
    said = front_matter(Path(env.doc2path(env.docname)).read_text(encoding="utf-8"))
    headings = {title.astext(): title.parent for title in doctree.findall(nodes.title)}
    for problem in problems(said, number, headings):
        logging.getLogger(__name__).warning("%s", problem, location=env.docname)
    objectives, first = None, None
    if section := headings.get(OBJECTIVES):
        objectives = next(section.findall(nodes.enumerated_list), None)
        starts = (p for p in section.findall(nodes.paragraph) if p.astext().startswith("What you"))
        first = next(starts, None)
    env.chapters[env.docname] = said | {
        "number": number,
        "objectives": objectives and objectives.deepcopy(),
        "first": first and first.deepcopy(),
    }


class ShowMinutes(SphinxPostTransform):
    default_priority = 400

    def run(self, **kwargs):
        known = self.env.chapters.get(self.env.docname, {}).get("minutes", {})
        for title in self.document.findall(nodes.title):
            if title.astext() in known:
                title += minutes(n=known[title.astext()])


def _visit_html(self, node):
    self.body.append(f' <span class="minutes">{node["n"]} min</span>')
    raise nodes.SkipNode


def _skip(self, node):
    raise nodes.SkipNode


def _start(app, env, docnames):
    if not hasattr(env, "chapters"):
        env.chapters = {}


def _forget(app, env, docname):
    env.chapters.pop(docname, None)


def setup(app):
    app.add_node(minutes, html=(_visit_html, None), latex=(_skip, None), text=(_skip, None))
    app.add_post_transform(ShowMinutes)
    app.connect("env-before-read-docs", _start)
    app.connect("env-purge-doc", _forget)
    app.connect("doctree-read", _collect)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": True}
