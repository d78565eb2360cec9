"""The book: how long its builds take, how much a page loads, how soon Python runs in it.

Builds run in a copy of the sources, in which a page is edited; executions are kept in `_build`. A
page's bytes are those of all that a first visit loads, each compressed on its own.
"""

import gzip
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHAPTER = "book/01-neurons"
ROUNDS = 3
SOURCES = "book", "ticketcourse", "tools", "_build", "_config.yml", "_toc.yml", "constraints.txt"


def main():
    build(ROOT)  # what is executed is kept
    print(f"The book, medians of {ROUNDS}:")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "book"
        copy_sources(copy)
        build(copy)
        say("build, nothing changed", median(lambda: build(copy)), "s", 5)
        say("build, one page edited", median(lambda: build_edited(copy)), "s", 8)
        say("build, only executions kept", median(lambda: build_anew(copy)), "s", 60)
    measure_page()


def say(what, value, unit, aim):
    print(f"  {what:<32}{value:8.2f} {unit:<3} (aim: at most {aim:g})", flush=True)


def median(measured):
    return statistics.median(measured() for _ in range(ROUNDS))


def copy_sources(copy):
    copy.mkdir()
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name)
        else:
            shutil.copy2(ROOT / name, copy / name)


def build(folder):
    """Build the book and return how many seconds that took."""
    began = time.monotonic()
    command = [sys.executable, folder / "tools" / "build_book.py"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder)
    return time.monotonic() - began


def build_edited(folder):
    page = folder / f"{CHAPTER}.md"
    page.write_text(f"{page.read_text()}\nOne more sentence.\n")
    return build(folder)


def build_anew(folder):
    for name in ("html", ".doctrees"):
        shutil.rmtree(folder / "_build" / name)
    return build(folder)


class Server(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def measure_page():
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("  No Chromium is here, so no page was measured (apt install chromium).")
        return
    handler = partial(Server, directory=str(ROOT / "_build" / "html"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        address = f"http://127.0.0.1:{server.server_port}/{CHAPTER}.html"
        say("a chapter, compressed", loaded(browser, address) / 1e6, "MB", 1.5)
        first, again = zip(*(python_in(browser, address) for _ in range(ROUNDS)), strict=True)
        say("Python in the page, first run", statistics.median(first), "s", 6)
        say("Python in the page, next run", statistics.median(again), "s", 0.2)
        browser.close()
        server.shutdown()


def loaded(browser, address):
    """Bytes of everything that a first visit loads, when each is compressed."""
    sizes, page = [], browser.new_page()
    page.on("requestfinished", lambda request: sizes.append(compressed(request.response())))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.close()
    return sum(sizes)


def compressed(response):
    return len(gzip.compress(response.body()))


def python_in(browser, address):
    """Seconds from Run to the end of the first run in a fresh visit, and of one after it."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.get_by_label("Python code").first.fill("print('it runs')")
    seconds = []
    for _ in range(2):
        began = time.monotonic()
        page.get_by_role("button", name="Run", exact=True).first.click()
        page.locator(".live-status", has_text="Done").first.wait_for(timeout=120_000)
        seconds.append(time.monotonic() - began)
    context.close()
    return seconds


if __name__ == "__main__":
    main()
