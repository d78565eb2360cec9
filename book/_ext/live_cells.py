"""Cells tagged ``live`` can be changed and run in the page, by Python in the reader's browser.

The page gets the script only where the build has Python for it (``live_python``, a folder under
``html_static_path``); else such a cell is a cell like any other.
"""

from pathlib import Path

from docutils import nodes


def _add_script(app, pagename, templatename, context, doctree):
    folder = Path(app.confdir, app.config.live_python)
    size = folder / "size"  # last thing that the download writes
    if doctree is None or not size.exists():
        return
    cells = [
        node for node in doctree.findall(nodes.container) if "tag_live" in node.get("classes", ())
    ]
    if cells:
        data = {"data-size": size.read_text(), "data-python": folder.name}
        app.add_js_file("live_cells.js", **data)


def setup(app):
    app.add_config_value("live_python", "", "html")
    app.connect("html-page-context", _add_script)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
