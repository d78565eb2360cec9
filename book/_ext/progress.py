"""The ``progress`` directive: every question of the course by chapter and section.

Without JavaScript it is a list of links. book/_web/questions.js says beside each what its reader
answered, from what that reader's browser keeps.
"""

from docutils import nodes
from quiz import quiz
from sphinx.util.docutils import SphinxDirective


class progress(nodes.General, nodes.Element):
    """Where the list of all questions stands."""


class Progress(SphinxDirective):
    def run(self):
        return [progress()]


def _collect(app, doctree):
    """Keep for each page its questions with the sections they are in."""
    env = app.env
    found = []
    for node in doctree.findall(quiz):
        section = node
        while not isinstance(section, nodes.section):
            section = section.parent
        found.append(
            {
                "name": node["name"],
                "question": node[0].astext(),
                "section": section.next_node(nodes.title).astext(),
                "anchor": section["ids"][0],
            }
        )
    if not hasattr(env, "questions"):
        env.questions = {}
    env.questions[env.docname] = found
    if any(doctree.findall(progress)):
        env.progress_page = env.docname


def _forget(app, env, docname):
    getattr(env, "questions", {}).pop(docname, None)


def _renew(app, env):
    page = getattr(env, "progress_page", None)
    return [page] if page in env.found_docs else []


def _fill(app, doctree, docname):
    for place in list(doctree.findall(progress)):
        place.replace_self([_chapter(app, docname, page) for page in _pages(app.env)])


def _pages(env):
    order = [page for pages in env.toctree_includes.values() for page in pages]
    return sorted((page for page, found in env.questions.items() if found), key=order.index)


def _chapter(app, docname, page):
    here = nodes.section(ids=[f"questions-of-{page.rsplit('/', 1)[-1]}"])
    here += nodes.title("", app.env.titles[page].astext())
    sections = {}
    for one in app.env.questions[page]:
        sections.setdefault((one["anchor"], one["section"]), []).append(one)
    for (anchor, title), questions in sections.items():
        address = app.builder.get_relative_uri(docname, page)
        heading = nodes.paragraph(classes=["progress-section"])
        heading += nodes.reference("", title, refuri=f"{address}#{anchor}", internal=True)
        listed = nodes.bullet_list(classes=["progress-questions"])
        for one in questions:
            link = nodes.reference(
                "", one["question"], refuri=f"{address}#quiz-{one['name']}", internal=True
            )
            entry = nodes.list_item(classes=[f"progress-of-{one['name']}"])
            entry += nodes.paragraph("", "", link)
            listed += entry
        here += [heading, listed]
    return here


def setup(app):
    app.add_directive("progress", Progress)
    app.add_node(progress)
    app.connect("doctree-read", _collect)
    app.connect("env-purge-doc", _forget)
    app.connect("env-updated", _renew)
    app.connect("doctree-resolved", _fill)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": True}
