"""Figures that move: the same JavaScript module in JupyterLab and in the static book.

In JupyterLab anywidget runs the module. In the book there is no kernel: the page carries the module
and the figure's state, and book/_web/live.js gives the module the small part of the widget protocol
that it uses (``get``, ``set``, ``save_changes`` and ``on``, for changes).
"""

import html
import json
import re
from pathlib import Path

import anywidget

_HERE = Path(__file__).parent
_IMPORT = re.compile(r'^import [^;]+ from "\./([\w.]+)";\n', re.MULTILINE)


def module(name):
    """Read a JavaScript file of this folder together with those that it imports.

    A widget's module is one text with no address, from which nothing can be imported.

    Parameters
    ----------
    name : str

    Returns
    -------
    str, one module: each file once, after those that it imports, without the imports
    """
    texts = {}

    def read(name):
        text = (_HERE / name).read_text(encoding="utf-8")
        for imported in _IMPORT.findall(text):
            if imported not in texts:
                read(imported)
        texts[name] = _IMPORT.sub("", text)

    read(name)
    return "\n".join(texts.values())


class LiveFigure(anywidget.AnyWidget):
    """Base of the live figures.

    A subclass has its module in ``_esm``, keeps its state in synchronised traits, and has a
    method ``still`` that returns a ``Picture`` of the first state, for readers without JavaScript.
    """

    _css = (_HERE / "live.css").read_text(encoding="utf-8")

    def _repr_mimebundle_(self, **kwargs):
        data, metadata = super()._repr_mimebundle_(**kwargs)
        return data | {"text/html": self._page_html()}, metadata

    def _page_html(self):
        own = set(self.trait_names(sync=True)) - set(LiveFigure.class_trait_names(sync=True))
        state = {name: getattr(self, name) for name in sorted(own) if not name.startswith("_")}
        # "<" cannot end the script element when it is written as an escape of JavaScript and JSON.
        state_json = json.dumps(state).replace("<", "\\u003c")
        module = json.dumps(self._esm).replace("<", "\\u003c")
        return (
            f'<div class="live-figure" data-figure="{html.escape(type(self).__name__)}">'
            f"<style>{self._css}</style>"
            f'<script type="application/json" class="live-state">{state_json}</script>'
            f'<script type="application/json" class="live-module">{module}</script>'
            f'<div class="live-place">{self.still()._repr_html_()}</div></div>'
        )
