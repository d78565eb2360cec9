"""Python for the reader's browser: Pyodide, NumPy built for it, and our rooms that need no more.

Called by the book's build, which goes on without them where they cannot be had. Everything is
checked against what is pinned here: Pyodide by the digest of its npm package, NumPy by the lock
file inside it. NumPy's wheel is Pyodide's own; no registry has it under its name, but the PyPI
package gbdraw carries it unchanged.
"""

import base64
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYODIDE = "pyodide@0.29.0"
PYODIDE_SHA512 = (
    "ObIvsTmcrxAWKg+FT1GjfSdDmQc5CabnYe/nn5BCuhr9BVVITeQ24DBdZuG5B2tIiAZ9YonBpnDB7cmHZyd2Rw=="
)
CORE = (
    "pyodide.mjs",
    "pyodide.asm.js",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)
CARRIER = "gbdraw==0.14.2"
# Rooms that need NumPy alone, and what they import from the top of the package.
OURS = ("__init__.py", "scratch", "checks", "pocket")
_TIME = (2026, 1, 1, 0, 0, 0)  # the same files give the same archive


class Unavailable(Exception):
    """Something cannot be had here; the text says what."""


def vendor(folder):
    """Fill a folder with what the page needs to run Python.

    What is there and right is left as it is. The folder always has our own library as of now.

    Parameters
    ----------
    folder : Path

    Raises
    ------
    Unavailable
        When a download fails or is not what was pinned; then the folder is empty.
    """
    pins = f"{PYODIDE} {PYODIDE_SHA512} {CARRIER}"
    stamp = folder / "pins"
    if not stamp.exists() or stamp.read_text() != pins:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        with tempfile.TemporaryDirectory() as place:
            files = _pyodide(Path(place))
            files |= _numpy(Path(place), json.loads(files["pyodide-lock.json"]))
        for name, content in files.items():
            (folder / name).write_bytes(content)
        stamp.write_text(pins)
    (folder / "ticketcourse.zip").write_bytes(_library())
    sizes = [file.stat().st_size for file in folder.iterdir() if file.name not in ("pins", "size")]
    (folder / "size").write_text(f"{sum(sizes) / 1e6:.0f} MB")


def _pyodide(place):
    npm = shutil.which("npm")
    if npm is None:
        raise Unavailable("npm is not installed")
    quickly = ["--fetch-retries", "0", "--fetch-timeout", "30000"]
    _run([npm, "pack", *quickly, "--silent", "--pack-destination", str(place), PYODIDE], PYODIDE)
    content = next(place.glob("*.tgz")).read_bytes()
    if base64.b64encode(hashlib.sha512(content).digest()).decode() != PYODIDE_SHA512:
        raise Unavailable(f"the npm package {PYODIDE} is not the one that is pinned")
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        return {name: archive.extractfile(f"package/{name}").read() for name in CORE}


def _numpy(place, lock):
    wanted = lock["packages"]["numpy"]
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(place)]
    _run([*pip, "--disable-pip-version-check", "--retries", "0", CARRIER], CARRIER)
    with zipfile.ZipFile(next(place.glob("*.whl"))) as wheel:
        name = next((n for n in wheel.namelist() if n.endswith("/" + wanted["file_name"])), None)
        content = wheel.read(name) if name else b""
    if hashlib.sha256(content).hexdigest() != wanted["sha256"]:
        raise Unavailable(f"{CARRIER} does not hold NumPy as Pyodide's lock file describes it")
    return {wanted["file_name"]: content}


def _run(command, what):
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    except (subprocess.SubprocessError, OSError):
        raise Unavailable(f"{what} could not be downloaded") from None


def _library():
    package = ROOT / "ticketcourse"
    files = sorted(
        file
        for name in OURS
        for file in ([package / name] if name.endswith(".py") else (package / name).rglob("*"))
        if file.is_file() and file.suffix != ".pyc"
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            entry = zipfile.ZipInfo(file.relative_to(ROOT).as_posix(), _TIME)
            archive.writestr(entry, file.read_bytes(), zipfile.ZIP_DEFLATED)
    return content.getvalue()
