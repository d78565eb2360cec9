"""Each chapter as a notebook that JupyterLab shows as readable text: no directives, no roles.

The notebooks stand beside the pages' sources in ``_sources/``, and the page's download menu offers
them. A directive or role that has no readable form here is an error.
"""

import html
import re
from pathlib import Path

import jupytext
import nbformat
from pybtex.database import parse_file
from quiz import SEVERAL, parse_answers, shuffled
from sphinx.errors import ExtensionError
from sphinx.util import logging

_DIRECTIVE = re.compile(
    r"^(?P<fence>`{3,}|:{3,})\{(?P<name>[\w-]+)\} *(?P<title>.*)\n"
    r"(?P<options>(?::[\w-]+:.*\n)*)(?P<body>(?:.*\n)*?)(?P=fence)[ ]*$",
    re.MULTILINE,
)
_ROLE = re.compile(r"\{(?P<name>[\w:]+)\}`(?P<text>[^`]+)`")
_OPENING = """\
*A chapter of "{title}". Run it where the course's library is installed: `make lab` in the course's
folder does that. In the book, questions and figures can be tried in the page.*"""
_SET_UP = """\
# Where the course's library is missing, as in Colab, this installs it.
import importlib.util

if importlib.util.find_spec("ticketcourse") is None:
    library = "ticketcourse[torch,tensorflow] @ git+{repository}@{branch}"
    %pip install --quiet anywidget "$library\""""
_HIDDEN = {  # what JupyterLab folds away, as the page does
    "hide-input": {"source_hidden": True},
    "remove-input": {"source_hidden": True},
    "hide-output": {"outputs_hidden": True},
    "hide-cell": {"source_hidden": True, "outputs_hidden": True},
}


class _Unreadable(Exception):
    """There is no readable form."""


def readable(text, titles, authors):
    """Write MyST Markdown as Markdown that JupyterLab shows as meant.

    Parameters
    ----------
    text : str
    titles : dict of str to str
        The titles of the pages, by their names in this folder.
    authors : dict of str to str
        How the text names each entry of the bibliography.

    Returns
    -------
    str
    """

    def role(match):
        words, _, target = match["text"].partition(" <")
        kinds = {
            "term": lambda: words,
            "cite:t": lambda: ", ".join(authors[key.strip()] for key in words.split(",")),
            "doc": lambda: words if target else titles[words],
        }
        if match["name"] not in kinds:
            raise _Unreadable(f"the role {match['name']}")
        return kinds[match["name"]]()

    def directive(match):
        body = readable(match["body"].strip("\n"), titles, authors)
        title, name = match["title"].strip(), match["name"]
        if name == "admonition":
            return "\n".join(
                f"> {line}".rstrip() for line in [f"**{title}**", "", *body.split("\n")]
            )
        if name == "dropdown":
            return _details(title, body)
        if name == "quiz":
            options = re.findall(r":([\w-]+): *(.*)", match["options"])
            return _quiz(title, dict(options), body)
        raise _Unreadable(f"the directive {name}")

    return _ROLE.sub(role, _DIRECTIVE.sub(directive, text))


def _details(summary, body):
    return f"<details><summary>{html.escape(summary)}</summary>\n\n{body}\n\n</details>"


def _quiz(question, options, body):
    kind, answers = parse_answers(options, body.split("\n"), _Unreadable)
    lines = [f"**{question}**", ""]
    told = [f"**{'Right.' if one['right'] else 'No.'}** {one['why']}" for one in answers]
    if kind == "choices":
        if sum(one["right"] for one in answers) > 1:
            lines += [SEVERAL, ""]
        lines += [_details(one["words"], why) for one, why in zip(answers, told, strict=True)]
        return "\n".join(lines)
    if kind == "order":
        lines += [f"- {one['words']}" for one in shuffled(options["name"], answers)]
        reasons = [f"{i}. {one['words']}: {one['why']}" for i, one in enumerate(answers, start=1)]
    else:
        reasons = [f"- {one['words']}: {why}" for one, why in zip(answers, told, strict=True)]
    return "\n".join([*lines, "", _details("Show the answer", "\n".join(reasons))])


def _cited(entry):
    names = [" ".join(person.last_names) for person in entry.persons["author"]]
    people = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{people if len(names) < 4 else names[0] + ' et al.'} ({entry.fields['year']})"


def _write(app, exception):
    if exception is not None or app.builder.name != "html":
        return
    env, folder = app.env, Path(app.outdir, "_sources")
    authors = {
        key: _cited(entry)
        for file in app.config.bibtex_bibfiles
        for key, entry in parse_file(Path(app.confdir, file)).entries.items()
    }
    for page in notebook_pages(env):
        source = Path(env.doc2path(page))
        titles = {
            name.rsplit("/", 1)[-1]: title.astext()
            for name, title in env.titles.items()
            if name.rpartition("/")[0] == page.rpartition("/")[0]
        }
        notebook = jupytext.read(source)
        for cell in notebook.cells:
            for tag in cell.metadata.get("tags", ()):
                if tag in _HIDDEN:
                    cell.metadata["jupyter"] = _HIDDEN[tag]
            if cell.cell_type == "markdown":
                try:
                    cell.source = readable(cell.source, titles, authors)
                except (_Unreadable, KeyError) as reason:
                    raise ExtensionError(
                        f"{source}: {reason} has no readable form in a notebook "
                        "(book/_ext/notebook_downloads.py)"
                    ) from reason
        opening = nbformat.v4.new_markdown_cell(_OPENING.format(title=app.config.html_title))
        notebook.cells[:0] = [opening, *_set_up(app.config)]
        for number, cell in enumerate(notebook.cells):
            cell.id = f"cell-{number}"  # nbformat's own are random
        notebook.metadata = {"kernelspec": notebook.metadata["kernelspec"]}
        target = (folder / page).with_suffix(".ipynb")
        target.write_text(nbformat.writes(notebook), encoding="utf-8")


def _set_up(config):
    """What installs the library in Colab and the like, when it is known where the library is."""
    if not config.launch_repository:
        return []
    code = _SET_UP.format(repository=config.launch_repository, branch=config.launch_branch)
    return [nbformat.v4.new_code_cell(code, metadata={"jupyter": {"source_hidden": True}})]


def notebook_pages(env):
    """The pages with cells to run, less those that only show something."""
    return [page for page in sorted(env.found_docs) if re.match(r"\d\d-", page.rsplit("/", 1)[-1])]


def _offer(app, pagename, templatename, context, doctree):
    if pagename not in notebook_pages(app.env):
        return
    menus = [b for b in context.get("header_buttons", ()) if b.get("label") == "download-buttons"]
    if not menus:
        logging.getLogger(__name__).warning("the theme's download menu was not found")
        return
    entry = {
        "type": "link",
        "url": context["pathto"](f"_sources/{pagename}.ipynb", 1),
        "text": ".ipynb",
        "tooltip": "Download the notebook",
        "icon": "fas fa-code",
        "label": "download-notebook-button",
    }
    menus[0]["buttons"].insert(0, entry)


def setup(app):
    app.connect("html-page-context", _offer, priority=900)
    app.connect("build-finished", _write)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
