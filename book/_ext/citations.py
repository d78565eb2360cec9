"""Entries of the bibliography are items of a list.

docutils gives them the role ``doc-biblioentry``, which WAI-ARIA has given up, inside an element
with the role ``list``, in which browsers then find no items.
"""


def _as_items(app, pagename, templatename, context, doctree):
    if "body" in context:
        context["body"] = context["body"].replace('role="doc-biblioentry"', 'role="listitem"')


def setup(app):
    app.connect("html-page-context", _as_items)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
