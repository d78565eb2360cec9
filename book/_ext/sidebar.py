"""What opens the pages under a page in the sidebar says whose they are.

The theme gives the arrow no words, so that a screen reader has nothing to say.
"""


def _name_arrows(app, pagename, templatename, context, doctree):
    make = context["generate_toctree_html"]

    def named(*args, **options):
        soup = make(*args, **options)
        for item in soup.select("li.has-children"):
            item.find("summary")["aria-label"] = f"Pages of {item.find('a').get_text()}"
        return soup

    context["generate_toctree_html"] = named


def setup(app):
    app.connect("html-page-context", _name_arrows, priority=900)  # after the theme
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
