"""The ``course-map`` directive: every chapter, what it needs first, and what one can do after it.

The picture is a line with a stop for each chapter; arcs on its left lead to a chapter from those
that it needs. Below stands the same in words. All of it comes from the chapters' own sources.
"""

import textwrap
from html import escape

from chapters import ASSIGNMENT
from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

_WIDTH, _ROW, _LINE, _RADIUS = 340, 76, 72, 15  # pixels; _LINE is how far right the stops are
_TITLE_WIDTH = 29  # characters that fit beside the line


class course_map(nodes.General, nodes.Element):
    """Where the map stands."""


class CourseMap(SphinxDirective):
    def run(self):
        self.env.map_page = self.env.docname
        return [course_map()]


def stops(chapters, titles):
    """The chapters in their order, as the map shows them.

    Parameters
    ----------
    chapters : dict
        ``env.chapters``.
    titles : dict of str to str
        The titles of the pages.

    Returns
    -------
    list of dict
        With ``page``, ``number``, ``title`` without the number, ``needs``, the numbers of chapters
        that are there, and ``minutes`` and ``assignment``, 0 where nothing is said.
    """
    there = {chapter["number"] for chapter in chapters.values()}
    found = []
    for page, chapter in sorted(chapters.items(), key=lambda item: item[1]["number"]):
        times = dict(chapter["minutes"])
        assignment = times.pop(ASSIGNMENT, 0)
        found.append(
            {
                "page": page,
                "number": chapter["number"],
                "title": titles[page].removeprefix(f"{chapter['number']} "),
                "needs": sorted(there.intersection(chapter["needs"])),
                "minutes": sum(times.values()),
                "assignment": assignment,
            }
        )
    return found


def picture(stops, addresses):
    """Draw the map.

    Parameters
    ----------
    stops : list of dict
        What `stops` returned.
    addresses : dict of str to str
        The addresses of the pages, seen from the map.

    Returns
    -------
    str
        An SVG element that takes its colours from the page.
    """
    row = {stop["number"]: _ROW // 2 + _ROW * i for i, stop in enumerate(stops)}
    height = _ROW * len(stops)
    parts = [
        f'<svg class="course-map" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" '
        f'height="{height}" role="group" aria-label="Map of the course: its chapters from top to '
        'bottom, with arcs from those that a chapter needs. The same follows in words.">'
    ]
    for stop in stops:
        y = row[stop["number"]]
        lines = textwrap.wrap(stop["title"], _TITLE_WIDTH)
        top = y - 9 * len(lines) + 5
        words = "".join(
            f'<text x="{_LINE + 30}" y="{top + 18 * i}" class="stop-title">{escape(line)} </text>'
            for i, line in enumerate(lines)
        )
        parts += [
            '<g class="stop">',
            *(_arc(row[other], y) for other in stop["needs"]),
            f'<a href="{escape(addresses[stop["page"]])}">',
            f'<rect x="{_LINE - 21}" y="{y - 33}" width="{_WIDTH - _LINE + 19}" height="66"/>',
            f'<circle cx="{_LINE}" cy="{y}" r="{_RADIUS}"/>',
            f'<text x="{_LINE}" y="{y + 5}" class="stop-number">{stop["number"]} </text>',
            words,
            f'<text x="{_LINE + 30}" y="{top + 18 * len(lines)}" class="stop-note">',
            f"{escape(_note(stop))}</text></a></g>",
        ]
    return "\n".join([*parts, "</svg>"])


def _arc(start, end):
    """A way down the left side of the line, with an arrowhead; straight to the next stop."""
    if end - start == _ROW:
        y = end - _RADIUS - 2
        way = f"M{_LINE} {start + _RADIUS}V{y - 5}"
        head = f"M{_LINE - 5} {y - 8}L{_LINE} {y}L{_LINE + 5} {y - 8}Z"
    else:
        x, reach = _LINE - _RADIUS - 2, min(72, 14 + 10 * (end - start) // _ROW)
        way = f"M{x} {start}C{x - reach} {start} {x - reach} {end} {x - 6} {end}"
        head = f"M{x - 8} {end - 5}L{x} {end}L{x - 8} {end + 5}Z"
    return f'<path class="way" d="{way}"/><path class="head" d="{head}"/>'


def _note(stop):
    time = [f"{stop['minutes']} min"] if stop["minutes"] else []
    return " · ".join([*time, f"needs {_listed(stop['needs']) or 'no other'}"])


def _listed(numbers):
    *others, last = ["", *map(str, numbers)]
    return f"{', '.join(others[1:])} and {last}" if others[1:] else last


class DrawMap(SphinxPostTransform):
    default_priority = 5  # before references are resolved: objectives may have some

    def run(self, **kwargs):
        for place in list(self.document.findall(course_map)):
            titles = {page: title.astext() for page, title in self.env.titles.items()}
            found = stops(self.env.chapters, titles)
            uri = self.app.builder.get_relative_uri
            here = self.env.docname
            addresses = {stop["page"]: uri(here, stop["page"]) for stop in found}
            drawn = nodes.raw("", picture(found, addresses), format="html")
            place.replace_self([drawn, *(self.in_words(stop) for stop in found)])
            if any(self.document.findall(nodes.math)):  # not in the page as it was read
                self.env.domaindata["math"]["has_equations"][here] = True

    def in_words(self, stop):
        chapter = self.env.chapters[stop["page"]]
        section = nodes.section(ids=[f"chapter-{stop['number']}"])
        words = nodes.Text(f"{stop['number']} {stop['title']}")
        link = make_refnode(self.app.builder, self.env.docname, stop["page"], "", words)
        section += nodes.title("", "", link)
        words = []
        if stop["minutes"]:
            more = f", and {stop['assignment']} for the assignment" if stop["assignment"] else ""
            words.append(f"About {stop['minutes']} minutes{more}.")
        if stop["needs"]:
            chapters = "chapter" if len(stop["needs"]) == 1 else "chapters"
            words.append(f"Needs {chapters} {_listed(stop['needs'])}.")
        section += nodes.paragraph("", " ".join(words))
        for part in (chapter["first"], chapter["objectives"]):
            if part is not None:
                section += self.moved(part)
        return section

    def moved(self, part):
        """A copy of a part of another page, with its references as seen from here."""
        copy = part.deepcopy()
        for node in copy.findall():
            if isinstance(node, nodes.Element):
                node["ids"] = []
                if "refdoc" in node:
                    node["refdoc"] = self.env.docname
        return copy


def _renew(app, env):
    """Write the map again whenever a chapter has been read: what it says may have changed."""
    page = getattr(env, "map_page", None)
    said = repr(stops(env.chapters, {p: t.astext() for p, t in env.titles.items()}))
    said += "".join(f"{c['first']}{c['objectives']}" for c in env.chapters.values())
    before, env.map_said = getattr(env, "map_said", said), said
    return [page] if page in env.found_docs and said != before else []


def setup(app):
    app.add_directive("course-map", CourseMap)
    app.add_node(course_map)
    app.add_post_transform(DrawMap)
    app.connect("env-updated", _renew)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": True}
