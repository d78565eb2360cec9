"""The ``reference`` directive: the public names of a room of the library, from their docstrings.

    ```{reference} ticketcourse.scratch
    ```

Sphinx's autodoc reads the library and napoleon reads the docstrings; what is here sets the entries
out, in the order in which the course teaches them, and makes "Taught in chapter 1, Neurons." a link
to the chapter once that is written. Frameworks are not imported.
"""

import re
import sys
from importlib import import_module
from operator import itemgetter
from statistics import mode

from chapters import number_of
from docutils import nodes
from docutils.utils import new_document
from sphinx.ext.autodoc.mock import mock
from sphinx.ext.napoleon import Config
from sphinx.ext.napoleon.docstring import NumpyDocstring
from sphinx.parsers import RSTParser
from sphinx.pycode import ModuleAnalyzer
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import inspect
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.nodes import make_refnode

LIBRARY = "ticketcourse"
TAUGHT = re.compile(r"Taught\s+in\s+chapter\s+(\d+),\s+([^.]+)\.")
_LAST = 99  # after every chapter
_WRAPPED = 70  # characters


class taught(nodes.Inline, nodes.TextElement):
    """The words "chapter 1, Neurons", to be linked to the chapter of the number ``n``."""


class Reference(SphinxDirective):
    required_arguments = 1

    def run(self):
        room = self.arguments[0]
        # The page is Markdown, docstrings are reStructuredText.
        document = new_document(room, self.state.document.settings)
        document.reporter = self.state.document.reporter
        parser = RSTParser()
        parser.set_application(self.env.app)
        with mock(self.config.autodoc_mock_imports):
            parser.parse("\n".join(_page(room)), document)
        for node in document.findall(nodes.Element):
            node.document = self.state.document  # or each would be kept with what made it
        self.env.reference_pages.add(self.env.docname)
        return document.children


def _page(room):
    """The lines of a room's page: what the room is, then its entries by what defines them."""
    module = import_module(room)
    yield from [*module.__doc__.strip().splitlines(), ""]
    groups, elsewhere = {}, []
    for name in sorted(module.__all__, key=str.lower):
        value = getattr(module, name)
        home = _home(room, name, value)
        other = import_module(".".join(home.split(".")[:2]))
        if room == LIBRARY and name in getattr(other, "__all__", ()):
            elsewhere.append(f"{other.__name__}.{name}")
            continue
        chapter = TAUGHT.search(_docstring(home, name, value) or "")
        place = int(chapter[1]) if chapter else _LAST
        groups.setdefault(home, []).append((place, name, value))
    homes = sorted(groups, key=lambda home: (mode(place for place, *_ in groups[home]), home))
    example = groups[homes[0]][0][1]
    yield from [".. code-block:: python", "", f"   from {room} import {example}", ""]
    for home in homes:
        if len(groups) > 1 and home != room:
            title = re.split(r"[.:;,](?:\s|$)", sys.modules[home].__doc__)[0]
            yield from [title, "=" * len(title), ""]
        for _, name, value in sorted(groups[home], key=itemgetter(0)):
            yield from _entry(f"{room}.{name}", value)
    if elsewhere:
        yield from ["Also here", "=========", ""]
        yield "These names can be imported from ``ticketcourse`` too; their room has the entry: "
        yield ", ".join(f"``{name}``" for name in elsewhere) + "."


def _entry(name, value):
    if isinstance(value, type):
        kind = "exception" if issubclass(value, BaseException) else "class"
        options = ["   :members:"]
    elif callable(value):
        kind, options = "function", []
    else:
        kind, options = "data", ["   :no-value:"]
    return [f".. auto{kind}:: {name}", *options, ""]


def _home(room, name, value):
    """The name of the module that defines a public name."""
    if isinstance(value, type) or callable(value):
        return value.__module__
    return next(module for module in _modules(room) if ("", name) in _comments(module))


def _docstring(home, name, value):
    if isinstance(value, type) or callable(value):
        return value.__doc__
    return "\n".join(_comments(home)["", name])


def _modules(room):
    inside = (name for name in list(sys.modules) if name.startswith(room + "."))
    return [room, *sorted(inside)]


def _comments(module):
    """The docstrings of a module's constants."""
    return ModuleAnalyzer.for_module(module).find_attr_docs()


class _Docstring(NumpyDocstring):
    """A docstring whose sections are fields; those that name things are fields of fields."""

    def _format_fields(self, field_type, fields):
        lines = [f":{field_type}:"]
        for name, kind, description in fields:
            if " " in name.replace(", ", ""):  # no name, but a sentence with a colon
                name, kind = "", f"{name}: {kind}"
            indent = " " * (6 if name else 3)
            kind = re.sub(r"\{.+?\}", r"``\g<0>``", kind)  # values, with the quotes of code
            # A line as long as the page goes on in the next one; a type stands by itself.
            gap = [] if len(name + kind) > _WRAPPED else [""]
            lines += [f"   :{name}: {kind}" if name else f"   {kind}", *gap]
            lines += [*(indent + line for line in description), ""]
        return [*lines, ""]

    def _parse_returns_section(self, section):
        return self._format_fields("Returns", self._consume_returns_section())

    def _parse_yields_section(self, section):
        return self._format_fields("Yields", self._consume_returns_section())

    def _parse_raises_section(self, section):
        fields = self._consume_fields(parse_type=False)
        return self._format_fields("Raises", fields)

    def _parse_attributes_section(self, section):
        return self._format_fields("Attributes", self._consume_fields())

    def _parse_generic_section(self, section, use_admonition):
        lines = self._dedent(self._strip_empty(self._consume_to_next_section()))
        return [f":{section}:", *("   " + line for line in lines), ""]


def _set_out(app, what, name, thing, options, lines):
    """Turn a docstring, in place, from numpydoc's form to Sphinx's."""
    if what == "data":
        room, _, constant = name.rpartition(".")
        lines[:] = _docstring(_home(room, constant, thing), constant, thing).splitlines()
    text = TAUGHT.sub(r"Taught in :taught:`\1, \2`.", "\n".join(lines))
    config = Config(napoleon_use_param=False, napoleon_custom_sections=["Source"])
    lines[:] = _Docstring(text, config, app).lines()


def _sign(app, what, name, thing, options, signature, returns):
    """Take a class's signature from its own ``__init__``: a mocked base class hides it."""
    if what == "class" and "__init__" in vars(thing):
        own = inspect.signature(thing.__init__, bound_method=True)
        return inspect.stringify_signature(own, show_annotation=False), returns
    return None


class _Taught(SphinxRole):
    def run(self):
        number = int(self.text.partition(",")[0])
        return [taught("", f"chapter {self.text}", n=number)], []


class LinkChapters(SphinxPostTransform):
    default_priority = 8

    def run(self, **kwargs):
        pages = {number_of(page): page for page in self.env.found_docs if number_of(page)}
        for node in list(self.document.findall(taught)):
            words, page = nodes.Text(node.astext()), pages.get(node["n"])
            if page:
                here, builder = self.env.docname, self.app.builder
                node.replace_self(make_refnode(builder, here, page, "", words))
            else:
                node.replace_self(words)


def _renew(app, env):
    """Write the reference again when a chapter is new or gone."""
    chapters = {page for page in env.found_docs if number_of(page)}
    before, env.reference_chapters = getattr(env, "reference_chapters", chapters), chapters
    return env.reference_pages & env.found_docs if before != chapters else []


def _start(app, env, docnames):
    if not hasattr(env, "reference_pages"):
        env.reference_pages = set()


def setup(app):
    app.setup_extension("sphinx.ext.autodoc")
    app.add_directive("reference", Reference)
    app.add_role("taught", _Taught())
    app.add_node(taught)
    app.add_post_transform(LinkChapters)
    app.connect("env-before-read-docs", _start)
    app.connect("autodoc-process-docstring", _set_out)
    app.connect("autodoc-process-signature", _sign)
    app.connect("env-updated", _renew)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": True}
