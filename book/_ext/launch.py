"""Buttons that lead from a page to its repository and to places where its notebook runs.

There are none unless the book is built for a repository: `make book REPOSITORY=https://…`. The
places are told apart by what they can open. Binder builds its own copy of the notebooks from the
repository (`binder/`). Colab and a JupyterHub open the notebook that the published site holds, so
that they need PAGES, the branch with the built site: Colab cannot open the chapters' Markdown.
"""

import os
import re
from urllib.parse import quote, urlencode

DEFAULTS = {"REPOSITORY": "", "BRANCH": "main", "PAGES": "", "HUB": ""}
_HOSTS = {
    "github": re.compile(r"https://github\.com/[\w-]+/[\w.-]+"),
    "gitlab": re.compile(r"https://gitlab\.com(/[\w.-]+){2,}"),
}
_BRANCH = re.compile(r"[\w][\w./-]*")
_HUB = re.compile(r"https://[\w.:-]+(/[\w./-]*)?")
_VARIABLE = "TICKETCOURSE_{}"


class Wrong(Exception):
    """What is wrong with the words that the book is built for, in a sentence."""


def read(words):
    """Read what the book is built for.

    Parameters
    ----------
    words : iterable of str, such as ``REPOSITORY=https://github.com/owner/name``

    Returns
    -------
    dict of str to str, a value for each name in ``DEFAULTS``

    Raises
    ------
    Wrong
    """
    given = dict(word.split("=", 1) for word in words)
    found = DEFAULTS | {name: value.removesuffix("/") for name, value in given.items() if value}
    found["REPOSITORY"] = found["REPOSITORY"].removesuffix(".git")
    if given and not found["REPOSITORY"]:
        raise Wrong(f"{next(iter(given))} needs REPOSITORY=https://github.com/OWNER/NAME too.")
    if found["REPOSITORY"] and not _host(found["REPOSITORY"]):
        raise Wrong(
            f"REPOSITORY={given['REPOSITORY']} is not the address of a repository: give one like "
            "https://github.com/OWNER/NAME or https://gitlab.com/OWNER/NAME."
        )
    for name in ("BRANCH", "PAGES"):
        if found[name] and not _BRANCH.fullmatch(found[name]):
            raise Wrong(f"{name}={given[name]} is not the name of a branch: give one like main.")
    if found["HUB"] and not _HUB.fullmatch(found["HUB"]):
        raise Wrong(f"HUB={given['HUB']} is no address: give one like https://hub.example.org.")
    if found["HUB"] and not found["PAGES"]:
        raise Wrong(
            "HUB needs PAGES too, the branch with the built site: a JupyterHub opens its notebooks."
        )
    return found


def hand_over(found):
    """Return the environment variables by which the extension gets what ``read`` found."""
    return {_VARIABLE.format(name): value for name, value in found.items()}


def source_links(found, page):
    """Return the links to the repository for a page.

    Parameters
    ----------
    found : dict, as from ``read``
    page : str, the page's file without its ending, such as ``book/01-neurons``

    Returns
    -------
    list of (str, str, str), words, icon and address
    """
    repository, host = found["REPOSITORY"], _host(found["REPOSITORY"])
    title = f"About the page {page}"
    edit, issue, key = {
        "github": ("edit", "issues/new", "title"),
        "gitlab": ("-/edit", "-/issues/new", "issue[title]"),
    }[host]
    return [
        ("Repository", f"fab fa-{host}", repository),
        ("Edit this page", "fas fa-pencil-alt", f"{repository}/{edit}/{found['BRANCH']}/{page}.md"),
        (
            "Open an issue",
            "fas fa-lightbulb",
            f"{repository}/{issue}?{urlencode({key: title}, quote_via=quote)}",
        ),
    ]


def launch_links(found, page):
    """Return the links to places where a page's notebook runs.

    Parameters
    ----------
    found : dict, as from ``read``
    page : str, as in ``source_links``

    Returns
    -------
    list of (str, str, str), words, icon and address
    """
    repository, host, pages = found["REPOSITORY"], _host(found["REPOSITORY"]), found["PAGES"]
    path = repository.split("/", 3)[3]  # owner/name
    notebook = page.rsplit("/", 1)[-1] + ".ipynb"
    short, place = {"github": ("gh", path), "gitlab": ("gl", quote(path, safe=""))}[host]
    # A branch's slash would end it there.
    branch = quote(found["BRANCH"], safe="")
    binder = f"https://mybinder.org/v2/{short}/{place}/{branch}"
    links = [
        (
            "Binder",
            "_static/images/logo_binder.svg",
            f"{binder}?{urlencode({'urlpath': f'lab/tree/notebooks/{notebook}'}, safe='/')}",
        )
    ]
    if pages and host == "github":
        colab = f"https://colab.research.google.com/github/{path}/blob/{pages}"
        links.append(("Colab", "_static/images/logo_colab.png", f"{colab}/_sources/{page}.ipynb"))
    if found["HUB"]:
        name = path.rsplit("/", 1)[-1]
        pull = {
            "repo": repository,
            "branch": pages,
            "urlpath": f"lab/tree/{name}/_sources/{page}.ipynb",
        }
        address = f"{found['HUB']}/hub/user-redirect/git-pull?{urlencode(pull)}"
        links.append(("JupyterHub", "_static/images/logo_jupyterhub.svg", address))
    return links


def _host(repository):
    return next((host for host, form in _HOSTS.items() if form.fullmatch(repository)), None)


def _take_over(app, config):
    for name, default in DEFAULTS.items():
        config[f"launch_{name.lower()}"] = os.environ.get(_VARIABLE.format(name), default)


def _offer(app, pagename, templatename, context, doctree):
    from notebook_downloads import notebook_pages  # slow; `make book` asks for this file's words

    found = {name: app.config[f"launch_{name.lower()}"] for name in DEFAULTS}
    if not found["REPOSITORY"] or pagename not in app.env.found_docs:
        return
    groups = [("Repository", f"fab fa-{_host(found['REPOSITORY'])}", source_links)]
    if pagename in notebook_pages(app.env):
        groups.append(("Run the notebook", "fas fa-rocket", launch_links))
    for words, icon, links in groups:
        buttons = [
            {"type": "link", "text": text, "tooltip": text, "icon": icon, "url": url}
            for text, icon, url in links(found, pagename)
        ]
        label = "source-buttons" if links is source_links else "launch-buttons"
        group = {"type": "group", "tooltip": words, "icon": icon, "buttons": buttons}
        context["header_buttons"].insert(0, group | {"label": label})


def setup(app):
    for name, default in DEFAULTS.items():
        app.add_config_value(f"launch_{name.lower()}", default, "html")
    app.connect("config-inited", _take_over)
    app.connect("html-page-context", _offer, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
