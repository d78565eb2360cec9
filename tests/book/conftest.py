"""The built book in Chromium, served as any web server would, with nothing else to be reached."""

import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pages import SITE


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture(scope="session")
def site():
    """The address of the built book."""
    if not SITE.exists():
        pytest.fail("no built book: run `make book`")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(SITE))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def chromium():
    names = "chromium", "chromium-browser", "google-chrome"
    program = next(filter(None, map(shutil.which, names)), None)
    if program is None:
        pytest.skip("no Chromium: the pages were NOT tried in a browser (apt install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def context(chromium, site, request):
    """A fresh visitor. What the page asks of other hosts, and its errors, fail the test."""
    options = getattr(request, "param", {})
    context = chromium.new_context(base_url=site, reduced_motion="reduce", **options)
    context.set_default_timeout(20_000)
    problems = []

    def hold_back(route):
        address = route.request.url
        if not address.startswith((site, "data:", "blob:")):
            problems.append(f"asked for {address}")
            route.abort()
        else:
            route.continue_()

    context.route("**/*", hold_back)
    context.on("weberror", lambda error: problems.append(str(error.error)))
    yield context
    context.close()
    assert not problems, problems


@pytest.fixture
def page(context):
    return context.new_page()
