"""Build the whole book as one PDF and say where it is. Called by `make pdf` and by the tests."""

import os
import re
import shutil
import subprocess
import sys

from build_book import BUILD, jupyter_book

LATEX = BUILD / "latex"
PDF = BUILD / "pdf" / "ticketcourse.pdf"
PROGRAMS = "xelatex", "latexmk", "rsvg-convert"
FILES = (  # one of each Debian package that has no program
    "unicode-math.sty",
    "tcolorbox.sty",
    "pzdr.tfm",
    "texgyrepagella-regular.otf",
    "texgyrepagella-math.otf",
)
FONTS = "DejaVu Sans Mono", "Droid Sans Fallback", "Lohit Devanagari"
PACKAGES = (
    "texlive-xetex texlive-fonts-recommended latexmk librsvg2-bin "
    "fonts-texgyre fonts-texgyre-math fonts-dejavu-core fonts-droid-fallback fonts-lohit-deva"
)


def missing():
    """Return the names of what the PDF needs and this machine lacks."""
    lacking = [name for name in PROGRAMS if not shutil.which(name)]
    if lacking:
        return lacking
    lacking = [name for name in FILES if not _output("kpsewhich", name)]
    return lacking + [name for name in FONTS if not _output("fc-list", name)]


def _output(*command):
    return subprocess.run(command, capture_output=True, text=True).stdout.strip()


def problems(log):
    """Return what the log of XeLaTeX says that a reader of the PDF would stumble over.

    Parameters
    ----------
    log : str

    Returns
    -------
    list of str
    """
    found = [
        f"no font of book/_print/fonts.tex has the character {character}"
        for character in re.findall(r"Missing character: There is no (\S) ", log)
    ]
    found += [
        f"the reference to {name} leads nowhere"
        for name in re.findall(
            r"(?:Reference|Citation|Hyper reference) [`']([^']+)'[^.]*undefined", log
        )
    ]
    return sorted(set(found))


def main():
    lacking = missing()
    if lacking:
        sys.exit(
            f"make pdf needs {', '.join(lacking)}: on Debian and Ubuntu, "
            f"apt-get install --no-install-recommends {PACKAGES}"
        )
    # A file of an earlier book, such as a picture that is no longer in it, would stay.
    shutil.rmtree(LATEX, ignore_errors=True)
    jupyter_book("latex")
    environment = os.environ | {"max_print_line": "10000"}  # the log's lines stay whole
    command = [
        "latexmk",
        "-xelatex",
        "-interaction=nonstopmode",
        "-halt-on-error",
        "-quiet",
        PDF.stem,
    ]
    done = subprocess.run(command, cwd=LATEX, env=environment, capture_output=True, text=True)
    log = LATEX / f"{PDF.stem}.log"
    if done.returncode:
        sys.exit(f"XeLaTeX made no PDF: the lines of {log} that begin with ! say why.")
    if found := problems(log.read_text(encoding="utf-8", errors="replace")):
        sys.exit(f"The PDF would be faulty: {'; '.join(found)}.")
    PDF.parent.mkdir(exist_ok=True)
    shutil.copyfile(LATEX / PDF.name, PDF)
    print(f"The PDF is built: {PDF}")


if __name__ == "__main__":
    main()
