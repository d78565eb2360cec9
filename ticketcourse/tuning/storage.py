"""Where the trials of a search are kept: a relational database that many workers may share."""

import time
import warnings
from contextlib import contextmanager, suppress

import optuna
from optuna.exceptions import DuplicatedStudyError, ExperimentalWarning, StorageInternalError
from optuna.storages import RDBStorage
from sqlalchemy.engine import make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    SQLAlchemyError,
)

from ticketcourse.errors import TicketcourseError

_STUDY, _IDENTITY = "ticketcourse", "identity"
BEAT, DEAD_AFTER = 15, 90
"""Seconds between two signs of life of a running trial, and without one until it is given up."""
_WAIT_FOR_LOCK = 60  # seconds; SQLite lets one process write at a time
_ATTEMPTS = 20


class _Storage(RDBStorage):
    def record_heartbeat(self, trial_id):
        # In a thread of its own, whose errors nobody would catch; the next beat may succeed.
        with suppress(SQLAlchemyError, StorageInternalError):
            super().record_heartbeat(trial_id)


def open_study(address, identity, first_trial):
    """Open the search in a database, or begin it there.

    Parameters
    ----------
    address : str
        What SQLAlchemy takes, such as ``sqlite:///study.db`` or
        ``postgresql+psycopg://user@host/database``.
    identity : dict of str to value
        What must be the same for all workers, by the name under which a person knows it: texts,
        numbers, and dictionaries of them.
    first_trial : dict, optional
        The settings of the first trial of a new search.

    Returns
    -------
    study : optuna.Study

    Raises
    ------
    TicketcourseError
        When the address is wrong, when the database cannot be used, or when it holds another
        search.
    """
    with storage_errors(address):
        storage = _open(address)
        try:
            study = optuna.create_study(
                storage=storage, study_name=_STUDY, direction="maximize", pruner=_pruner()
            )
            if first_trial is not None:
                study.enqueue_trial(first_trial)
        except DuplicatedStudyError:
            study = optuna.load_study(storage=storage, study_name=_STUDY, pruner=_pruner())
        if _IDENTITY not in study.user_attrs and not any(t.params for t in study.trials):
            # Another worker may just have begun it; the same command writes the same.
            study.set_user_attr(_IDENTITY, identity)
        known = study.user_attrs.get(_IDENTITY)
        if not isinstance(known, dict):
            raise TicketcourseError(
                f"{shown(address)} holds a search that ticketcourse did not begin: give another "
                "place."
            )
        for name, value in identity.items():
            if known.get(name) != value:
                raise TicketcourseError(
                    f"{shown(address)} holds a search that differs in its {name}: go on with the "
                    "same, or give another place."
                )
        return study


def _pruner():
    return optuna.pruners.MedianPruner(n_startup_trials=5, n_warmup_steps=2)


def _open(address):
    options = {}
    if make_url(address).get_backend_name() == "sqlite":
        options["connect_args"] = {"timeout": _WAIT_FOR_LOCK}
    for attempt in range(_ATTEMPTS):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ExperimentalWarning)  # the heartbeat
                # Optuna fills in what stands between braces.
                return _Storage(
                    address.replace("{", "{{").replace("}", "}}"),
                    options,
                    heartbeat_interval=BEAT,
                    grace_period=DEAD_AFTER,
                )
        except ImportError as error:
            driver = getattr(error.__cause__ or error, "name", None) or "a driver"
            raise TicketcourseError(
                f"{shown(address)} needs {driver}, which is not installed: install it with pip."
            ) from None
        except RuntimeError:
            raise TicketcourseError(
                f"{shown(address)} was written by another version of Optuna: give another place."
            ) from None
        except (AssertionError, DBAPIError) as error:
            # Another worker is just making the same tables.
            half_made = isinstance(error, (AssertionError, IntegrityError))
            if not (half_made or "already exists" in str(error)) or attempt == _ATTEMPTS - 1:
                raise
            time.sleep(0.1)


@contextmanager
def storage_errors(address):
    """Say in one sentence, without a password, what a database refuses.

    Parameters
    ----------
    address : str
    """
    try:
        make_url(address)
    except (ArgumentError, ValueError):
        raise _unknown() from None
    try:
        yield
    except NoSuchModuleError:
        raise _unknown() from None
    except (SQLAlchemyError, StorageInternalError) as error:
        cause = error.__cause__ if isinstance(error, StorageInternalError) else error
        said = str(getattr(cause, "orig", None) or cause).partition("\n")[0].strip().rstrip(".")
        if password := make_url(address).password:
            said = said.replace(password, "***")
        raise TicketcourseError(
            f"{shown(address)} cannot be used as a database ({said}): mend it, or give another "
            "place."
        ) from None


def shown(address):
    """Return an address as it may be printed: without password and options.

    Parameters
    ----------
    address : str
        One that SQLAlchemy can read.

    Returns
    -------
    str
    """
    url = make_url(address)
    if url.get_backend_name() == "sqlite" and url.database:
        return url.database
    return url.set(query={}).render_as_string(hide_password=True)


def _unknown():
    # The address is not repeated: what cannot be read may hold a password anywhere.
    return TicketcourseError(
        "This is no address of a database that SQLAlchemy knows: write it like "
        "sqlite:///study.db or postgresql+psycopg://user@host/database."
    )
