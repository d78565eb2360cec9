"""Python for the page: what the build fetches, and what it says when it cannot."""

import hashlib
import subprocess
import sys
import zipfile

import pytest
from pages import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import vendor


@pytest.fixture
def offline(monkeypatch):
    def fail(*args, **kwargs):
        raise subprocess.CalledProcessError(1, args)

    monkeypatch.setattr(vendor.subprocess, "run", fail)


def test_without_a_network_nothing_is_left_behind(offline, tmp_path):
    with pytest.raises(vendor.Unavailable, match=r"npm is not installed|could not be downloaded"):
        vendor.vendor(tmp_path / "python")
    assert list((tmp_path / "python").iterdir()) == []


def test_what_is_not_the_pinned_package_is_refused(monkeypatch, tmp_path):
    def another(command, **kwargs):
        place = command[command.index("--pack-destination") + 1]
        (tmp_path / "x").write_bytes(b"not Pyodide")
        (tmp_path / "x").rename(f"{place}/pyodide.tgz")

    monkeypatch.setattr(vendor.subprocess, "run", another)
    monkeypatch.setattr(vendor.shutil, "which", lambda name: name)
    with pytest.raises(vendor.Unavailable, match="is not the one that is pinned"):
        vendor.vendor(tmp_path / "python")


def test_a_numpy_that_pyodide_does_not_know_is_refused(monkeypatch, tmp_path):
    name = "numpy-0-wasm.whl"
    lock = {"packages": {"numpy": {"file_name": name, "sha256": hashlib.sha256(b"it").hexdigest()}}}

    def carried(content):
        def run(command, what):
            with zipfile.ZipFile(tmp_path / "carrier.whl", "w") as wheel:
                wheel.writestr(f"some/folder/{name}", content)

        monkeypatch.setattr(vendor, "_run", run)
        return vendor._numpy(tmp_path, lock)

    assert carried(b"it") == {name: b"it"}
    with pytest.raises(vendor.Unavailable, match="does not hold NumPy as Pyodide's lock file"):
        carried(b"something else")


def test_what_is_there_is_not_fetched_again_but_our_library_is_new(offline, tmp_path):
    folder = tmp_path / "python"
    folder.mkdir()
    (folder / "pins").write_text(
        f"{vendor.PYODIDE} {vendor.PYODIDE_SHA512} {vendor.CARRIER}", encoding="utf-8"
    )
    (folder / "pyodide.asm.wasm").write_bytes(bytes(15_000_000))
    vendor.vendor(folder)
    assert (folder / "size").read_text() == "15 MB"
    with zipfile.ZipFile(folder / "ticketcourse.zip") as archive:
        names = archive.namelist()
    assert "ticketcourse/scratch/dense.py" in names
    assert not any("torch" in name or name.endswith(".pyc") for name in names)


def test_our_part_runs_on_numpy_alone(tmp_path):
    (tmp_path / "ours.zip").write_bytes(vendor._library())
    code = (
        "import sys; sys.path.insert(0, 'ours.zip')\n"
        "from ticketcourse import checks, pocket, scratch\n"
        "assert 'ours.zip' in checks.__file__\n"
        "others = {'scipy', 'torch', 'tensorflow', 'matplotlib', 'pyarrow'} & set(sys.modules)\n"
        "assert not others, others"
    )
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)
