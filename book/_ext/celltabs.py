"""Consecutive executed cells tagged ``tab-<name>`` become one synchronised tab set.

In JupyterLab they stay cells one after another. The labels come from the option
``celltabs_labels``, a table from name to label.
"""

from itertools import groupby

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx_design.shared import create_component

_TAG = "tag_tab-"  # myst-nb turns a cell's tag into the class tag_<tag>


def _tab(node):
    """The name of the tab that a node belongs to, or None."""
    if isinstance(node, nodes.container) and "cell" in node["classes"]:
        for css_class in node["classes"]:
            if css_class.startswith(_TAG):
                return css_class.removeprefix(_TAG)
    return None


class CellTabs(SphinxTransform):
    default_priority = 400

    def apply(self, **kwargs):
        parents = {
            id(n.parent): n.parent for n in self.document.findall(nodes.container) if _tab(n)
        }
        for parent in parents.values():
            children = []
            for in_tabs, run in groupby(parent.children, key=lambda n: _tab(n) is not None):
                cells = list(run)
                children += [self.tab_set(cells)] if in_tabs else cells
            parent.children = []
            parent.extend(children)

    def tab_set(self, cells):
        tabs = create_component("tab-set", classes=["sd-tab-set"])
        for name in dict.fromkeys(map(_tab, cells)):  # in order of first appearance
            words = self.config.celltabs_labels.get(name, name)
            label = nodes.rubric(words, "", nodes.Text(words), classes=["sd-tab-label"])
            label["sync_id"], label["sync_group"] = name, "framework"
            content = create_component(
                "tab-content",
                classes=["sd-tab-content"],
                children=[cell for cell in cells if _tab(cell) == name],
            )
            tabs += create_component(
                "tab-item", classes=["sd-tab-item"], children=[label, content], selected=False
            )
        return tabs


def setup(app):
    app.add_config_value("celltabs_labels", {}, "env")
    app.add_transform(CellTabs)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
