"""Links from the book's prose to the library's reference, made without the author.

- The name of a public function in backticks, such as `dense`, becomes a link where it first occurs
  in a section, if a cell of the page imports it, or if it has a dot or an underscore and only one
  public name is meant: `figures.plot_curves`, `lstm_cell`. A name that a cell of the page defines
  is the page's own.
- A chapter ends with a list of what its cells use.
- Within the reference, names are links to their entries.
"""

import ast
from importlib import import_module

from chapters import number_of
from docutils import nodes
from quiz import quiz
from reference import LIBRARY
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

_ENTRIES = {"function", "class", "exception", "data", "method", "property"}
_NO_LINKS = (nodes.title, nodes.reference, nodes.rubric, addnodes.pending_xref, quiz)
_TITLE = "In the library"


def names_in(cells):
    """What code cells take from the library, and what they define.

    Parameters
    ----------
    cells : iterable of str

    Returns
    -------
    imported : dict of str to str
        From names in the cells to those in the library: "dense" to "ticketcourse.scratch.dense".
    used : list of str
        Public names in the order of their first use, each with its room.
    own : set of str
        The names that the cells define.
    """
    found = [node for cell in cells for node in ast.walk(_parsed(cell))]
    imported, own = {}, set()
    for node in found:
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == LIBRARY:
            imported |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            own.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            own.add(node.id)
    used = []
    for name in imported.values():
        if _is_room(name):
            attributes = (node for node in found if isinstance(node, ast.Attribute))
            used += [
                f"{name}.{node.attr}"
                for node in attributes
                if isinstance(node.value, ast.Name) and imported.get(node.value.id) == name
            ]
        else:
            used.append(name)
    return imported, [name for name in dict.fromkeys(used) if _is_public(name)], own


def _parsed(cell):
    try:
        return ast.parse(cell)
    except SyntaxError:  # IPython's own, such as %timeit
        return ast.Module([], [])


def _is_room(name):
    try:
        return hasattr(import_module(name), "__all__")
    except ModuleNotFoundError:
        return False


def _is_public(name):
    room, _, short = name.rpartition(".")
    return room.count(".") < 2 and _is_room(room) and short in import_module(room).__all__


def meant(text, imported, own, entries):
    """Return the full name of what a word in backticks means in the library, or None.

    Parameters
    ----------
    text : str
    imported : dict of str to str
    own : set of str
        As `names_in` returns them.
    entries : collection of str
        The full names of all entries.
    """
    name = text.removesuffix("()")
    first, dot, rest = name.partition(".")
    if first in imported:
        return _entry(imported[first] + dot + rest, entries)
    if first in own or not ("." in name or "_" in name.strip("_")):
        return None
    ending = [entry for entry in entries if f".{entry}".endswith(f".{name}")]
    return ending[0] if len(ending) == 1 else None


def _entry(name, entries):
    """The entry of a full name; what can also be imported from the top has it in its room."""
    if name in entries:
        return name
    if name.startswith(LIBRARY + "."):
        rest = name.removeprefix(LIBRARY)
        rooms = [entry for entry in entries if entry.count(".") == 2 and entry.endswith(rest)]
        return rooms[0] if len(rooms) == 1 else None
    return None


class library_name(nodes.Inline, nodes.TextElement):
    """A public name, ``name``, to be linked to its entry."""


class ListOfUses(SphinxTransform):
    """Ends a chapter with what its cells use, room by room."""

    default_priority = 700

    def apply(self, **kwargs):
        env = self.env
        cells = [
            block.astext()
            for cell in self.document.findall(nodes.container)
            if cell.get("nb_element") == "cell_code_source"
            for block in cell.findall(nodes.literal_block)
        ]
        imported, used, own = names_in(cells)
        env.library_names[env.docname] = imported, own
        if not used or number_of(env.docname) is None:
            return
        section = nodes.section(ids=["in-the-library"], names=["in the library"])
        section += nodes.title("", _TITLE)
        words = "What the code of this chapter takes from the course's library, with its reference:"
        section += nodes.paragraph("", words)
        listed = nodes.bullet_list()
        rooms = {}
        for name in used:
            rooms.setdefault(name.rpartition(".")[0], []).append(name)
        for room, names in rooms.items():
            line = nodes.paragraph("", "", nodes.literal("", room), nodes.Text(": "))
            for name in names:
                literal = nodes.literal("", name.rpartition(".")[2])
                line += [library_name("", "", literal, name=name), nodes.Text(", ")]
            line.pop()
            listed += nodes.list_item("", line)
        section += listed
        self.document.next_node(nodes.section).append(section)


class LinkNames(SphinxPostTransform):
    default_priority = 8

    def run(self, **kwargs):
        env = self.env
        objects = env.domaindata["py"]["objects"]
        self.entries = {name: one for name, one in objects.items() if one.objtype in _ENTRIES}
        for node in list(self.document.findall(library_name)):
            node.replace_self(self.link(_entry(node["name"], self.entries), node.children))
        reference = env.docname in env.reference_pages
        for word in list(self.document.findall(nodes.title_reference)):  # `x` in a docstring
            word.replace_self(nodes.literal("", word.astext()))
        imported, own = env.library_names.get(env.docname, ({}, set()))
        seen = set()
        for word in list(self.document.findall(nodes.literal)):
            around = list(_ancestors(word))
            if any(isinstance(node, _NO_LINKS) for node in around):
                continue
            if reference:
                name = self.meant_in_reference(word.astext(), around)
            else:
                name = meant(word.astext(), imported, own, self.entries)
            place = next(
                (id(n) for n in around if isinstance(n, (nodes.section, addnodes.desc))), 0
            )
            if name and (place, name) not in seen:
                seen.add((place, name))
                word.replace_self(self.link(name, [word.deepcopy()]))

    def meant_in_reference(self, text, around):
        """As `meant`, from within an entry: the parameters of the entry are its own."""
        inside = [node for node in around if isinstance(node, addnodes.desc)]
        signatures = [next(node.findall(addnodes.desc_signature)) for node in inside]
        own = {
            name.astext().lstrip("*")
            for signature in signatures
            for parameter in signature.findall(addnodes.desc_parameter)
            for name in parameter.findall(addnodes.desc_sig_name)
        }
        if text in own:
            return None
        for signature in signatures:
            module, full = signature["module"], signature["fullname"]
            if text == full:
                return None
            for scope in (f"{module}.{full}", module):
                if name := _entry(f"{scope}.{text}", self.entries):
                    return name
        return meant(text, {}, set(), self.entries) or _entry(f"{LIBRARY}.{text}", self.entries)

    def link(self, name, children):
        entry = self.entries[name]
        here, builder = self.env.docname, self.app.builder
        node = make_refnode(builder, here, entry.docname, entry.node_id, children, name)
        node["classes"].append("library-name")
        return node


def _ancestors(node):
    while node.parent is not None:
        node = node.parent
        yield node


def _start(app, env, docnames):
    if not hasattr(env, "library_names"):
        env.library_names = {}


def _forget(app, env, docname):
    env.library_names.pop(docname, None)


def setup(app):
    app.add_node(library_name)
    app.add_transform(ListOfUses)
    app.add_post_transform(LinkNames)
    app.connect("env-before-read-docs", _start)
    app.connect("env-purge-doc", _forget)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": True}
