"""Cells tagged ``live`` can be changed and run in the page, by Python in the reader's browser.

``live_python`` is a folder under ``html_static_path`` that tools/vendor.py fills. Where the build
has no Python for the page, such a cell is a cell like any other, and the page says so.
"""

from pathlib import Path

from docutils import nodes


def _look(app, config):
    size = Path(app.confdir, config.live_python, "size")  # the last thing that is written there
    config.live_python_size = size.read_text() if size.exists() else ""


def _add_script(app, pagename, templatename, context, doctree):
    if doctree is None:
        return
    cells = (n for n in doctree.findall(nodes.container) if "tag_live" in n.get("classes", ()))
    if any(cells):
        folder = Path(app.config.live_python).name
        data = {"data-size": app.config.live_python_size, "data-python": folder}
        app.add_js_file("live_cells.js", priority=900, **data)  # after common.js


def setup(app):
    app.add_config_value("live_python", "", "html")
    app.add_config_value("live_python_size", "", "html")  # so that a change renews the pages
    app.connect("config-inited", _look)
    app.connect("html-page-context", _add_script)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
