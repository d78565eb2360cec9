"""Real product texts: the security checks of the PyPI package ``prowler`` (Apache-2.0).

A check takes the place of a ticket: what it looks at and why is the description, how to mend what
it finds is the resolution, its categories are the labels. Nothing of the package is part of
Ticketcourse; whoever wants the texts installs it.
"""

import json
from importlib.util import find_spec
from pathlib import Path

from ticketcourse.data.records import check_columns
from ticketcourse.errors import TicketcourseError

VERSION = "5.46.0"
"""The version that this reader was tried with: 1,642 checks, 24 categories."""


def read_product_checks(name, columns):
    """Read the checks of the installed package, in the order of their files' names.

    Parameters
    ----------
    name : str
        The package: ``prowler``.
    columns : sequence of str
        Of ``description``, ``resolution``, ``labels`` and ``provider``, the cloud or product that
        is checked.

    Yields
    ------
    check : int
        Counted from 1.
    values : list
        In the order of `columns`.
    """
    install = f"run pip install --no-deps {name}=={VERSION}"
    package = find_spec(name)
    if package is None:
        raise TicketcourseError(f"The package {name} is not installed: {install}.")
    [folder, *_] = package.submodule_search_locations
    files = sorted(Path(folder).glob("providers/*/services/**/*.metadata.json"))
    if not files:
        raise TicketcourseError(f"The package {name} in {folder} holds no checks: {install}.")
    for number, file in enumerate(files, start=1):
        try:
            check = _record(json.loads(file.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise TicketcourseError(
                f"{file} is no check in the form of {name} {VERSION}: {install}."
            ) from None
        check_columns(name, list(check), columns)
        yield number, [check[column] for column in columns]


def _record(check):
    remediation = check["Remediation"]
    fixes = [remediation["Recommendation"]["Text"], *remediation["Code"].values()]
    return {
        "description": "\n".join([check["CheckTitle"], check["Description"], check["Risk"]]),
        "resolution": "\n".join(filter(None, fixes)),
        "labels": check["Categories"],
        "provider": check["Provider"],
    }
