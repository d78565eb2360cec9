"""Build the book and say where it is. Called by `make book` and by the tests."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from vendor import Unavailable, vendor

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "book" / "_ext"))
import launch

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "_build"
CACHE = BUILD / "jupyter_cache"
PYTHON = BUILD / "vendor" / "python"


def library_digest():
    """Digest of everything but the pages themselves that an executed page depends on."""
    folders = (ROOT / "ticketcourse", ROOT / "book" / "_ext")
    files = [
        *(f for folder in folders for f in sorted(folder.rglob("*"))),
        ROOT / "constraints.txt",
    ]
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        if file.is_file() and file.suffix != ".pyc":
            digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def drop_stale_results():
    """Forget executed pages when the library has changed: the cache's own key does not see it."""
    stamp, digest = BUILD / "library-digest", library_digest()
    if not stamp.exists() or stamp.read_text() != digest:
        for folder in (CACHE, BUILD / ".doctrees", BUILD / "html"):
            shutil.rmtree(folder, ignore_errors=True)
        BUILD.mkdir(exist_ok=True)
        stamp.write_text(digest)


def jupyter_book(builder):
    """Have Jupyter Book write the book with one of its builders into _build/BUILDER."""
    drop_stale_results()
    PYTHON.parent.mkdir(exist_ok=True)  # Sphinx wants the folder, though there be nothing in it
    command = [Path(sys.executable).with_name("jupyter-book"), "build", "-W", "--quiet"]
    command += ["--builder", builder, str(ROOT)]
    code = subprocess.run(command, cwd=ROOT).returncode
    if code:
        sys.exit(f"The book was not built: the messages above say why (status {code}).")


def main(words):
    """Build the pages for what ``words`` say, such as ``REPOSITORY=…``; see book/_ext/launch.py."""
    try:
        os.environ |= launch.hand_over(launch.read(words))
    except launch.Wrong as reason:
        sys.exit(str(reason))
    try:
        vendor(PYTHON)
    except Unavailable as reason:
        print(f"Code will not run in the page, because {reason}.", file=sys.stderr)
    jupyter_book("html")
    print(f"The book is built: open {BUILD / 'html' / 'index.html'}")


if __name__ == "__main__":
    main(sys.argv[1:])
