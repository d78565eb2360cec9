"""Errors as data: what one process raised is raised again in another."""

import builtins

from ticketcourse.grading.codec import decode, encode
from ticketcourse.grading.wire import WireError

MAX_TEXT = 10_000  # characters of a message


class StudentError(Exception):
    """What a student's code did that is neither an answer nor an error of Python's own classes."""


def describe(error, traceback=()):
    """Return an error as plain data.

    Parameters
    ----------
    error : BaseException
    traceback : sequence of str
        Where it came from, in lines to be shown.

    Returns
    -------
    tuple
        The names of its classes, what it was made from, its message and the traceback.
    """
    names = [(c.__module__, c.__qualname__) for c in type(error).__mro__[:20]]
    try:
        text = str(error)[:MAX_TEXT]
    except Exception:
        text = "its message cannot be shown"
    try:
        arguments = encode(error.args)
    except WireError:
        arguments = encode((text,))
    return names, arguments, text, list(traceback)


def rebuild(description, find):
    """Return the error that a description is of.

    Parameters
    ----------
    description : object
        From anybody: what `describe` gave, or anything else.
    find : callable
        Takes a module's name and a class's, returns the class of errors that they mean here, or
        None. Python's own are known without it.

    Returns
    -------
    BaseException
        Of the same class if it is known here, else of a class of the same name and the nearest
        known base; `student_traceback` is its traceback.
    """
    try:
        names, arguments, text, traceback = description
        names = [(str(module)[:200], str(name)[:200]) for module, name in names]
        text, arguments = str(text)[:MAX_TEXT], decode(arguments)
        traceback = [str(line)[:2000] for line in traceback[:50]]
    except (TypeError, ValueError, WireError):
        names, text, traceback = [], "an error that cannot be read", []
    error = next(_attempts(names, arguments, text, find), None) or StudentError(text)
    error.student_traceback = traceback
    return error


def _attempts(names, arguments, text, find):
    """Errors that say what they should, the best first."""
    for place, (module, name) in enumerate(names):
        base = _builtin(name) if module == "builtins" else find(module, name)
        if base is None:
            continue
        named = _named(names[0][1], base, text)
        ways = [lambda: named(*arguments), lambda: base.__new__(named, text)]  # noqa: B023
        for make in [lambda: base(*arguments), *ways] if place == 0 else ways:  # noqa: B023
            try:
                error = make()
                if str(error) == text:
                    yield error
            except Exception:  # a class that is not made from what it holds
                continue


def _builtin(name):
    cls = getattr(builtins, name, None)
    return cls if isinstance(cls, type) and issubclass(cls, BaseException) else None


def _named(name, base, text):
    """A class of errors with a name and a message of its own."""
    name = name.rpartition(".")[2]
    name = name if name.isidentifier() else "StudentError"
    return type(name, (base,), {"__module__": "builtins", "__str__": lambda self: text})
