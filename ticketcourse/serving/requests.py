"""What a request may hold: its path, its method, its headers, its tickets."""

import json
from dataclasses import dataclass
from http import HTTPStatus

from ticketcourse.data.records import as_text

MAX_TICKETS = 256
"""The most tickets in a request, and in a batch."""
MAX_TEXT = 100_000
"""The most characters in a description or a resolution."""
MAX_BODY = 2**20
"""The most bytes in the body of a request."""
MAX_HEAD = 2**14
"""The most bytes in the head of a request."""
METHODS = {"/health": ("GET", "HEAD"), "/predict": ("POST",)}
"""The paths that there are, and what each takes."""

_TEXTS = "description", "resolution"


class Refusal(Exception):
    """What a client gets instead of what it asked for.

    Parameters
    ----------
    status : HTTPStatus
    sentence : str
        What is wrong and what to do.
    headers : str
        Values of more headers, by name with ``_`` for ``-``.
    """

    def __init__(self, status, sentence, **headers):
        super().__init__(sentence)
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


@dataclass(frozen=True)
class Head:
    """The head of a request.

    Parameters
    ----------
    method : str
    path : str
        Without what follows a question mark.
    headers : dict of str to str
        The names in lower case.
    """

    method: str
    path: str
    headers: dict


def check_head(head):
    """Refuse a request by its head.

    Parameters
    ----------
    head : Head

    Raises
    ------
    Refusal
        When there is no such path, or when the path does not take the method or the type of body.
    """
    if head.path not in METHODS:
        raise Refusal(HTTPStatus.NOT_FOUND, f"There is no such path: use {' or '.join(METHODS)}.")
    if head.method not in METHODS[head.path]:
        allowed = ", ".join(METHODS[head.path])
        raise Refusal(
            HTTPStatus.METHOD_NOT_ALLOWED, f"{head.path} takes {allowed} alone.", Allow=allowed
        )
    if head.method == "POST":
        kind, _, charset = head.headers.get("content-type", "").lower().partition(";")
        if (
            kind.strip() != "application/json"
            or charset.strip().replace('"', "") not in ("", "charset=utf-8")
            or head.headers.get("content-encoding", "identity") != "identity"
        ):
            raise Refusal(
                HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
                "The body is of another type: send Content-Type: application/json, in UTF-8 and "
                "not compressed.",
            )


def check_length(head):
    """Refuse a request whose body is too long, or does not say how long it is.

    Parameters
    ----------
    head : Head

    Raises
    ------
    Refusal
    """
    length = head.headers.get("content-length", "0" if head.method != "POST" else None)
    if length is None or "transfer-encoding" in head.headers:
        raise Refusal(
            HTTPStatus.LENGTH_REQUIRED,
            "The request has no Content-Length: send one, and the body in one piece.",
        )
    if int(length) > MAX_BODY:
        raise Refusal(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"The body is larger than {MAX_BODY} bytes: send fewer tickets at a time.",
        )


def read_tickets(body):
    """Read the tickets in the body of a request.

    Parameters
    ----------
    body : bytes

    Returns
    -------
    pairs : list of (str, str)
        Description and resolution of each; one that is missing is empty.

    Raises
    ------
    Refusal
        When the body is not JSON, when it holds something else, or when it holds too much.
    """
    try:
        content = json.loads(
            body.decode(),
            object_pairs_hook=_no_key_twice,
            parse_constant=_no_constant,
            parse_int=float,
        )
    except UnicodeDecodeError as error:
        raise _bad_request(f"The body is not UTF-8 at byte {error.start}: encode it so.") from None
    except (ValueError, RecursionError) as error:
        why = "it is nested too deeply" if isinstance(error, RecursionError) else error
        raise _bad_request(f"The body is not JSON ({str(why).rstrip('.')}): correct it.") from None
    if not isinstance(content, dict) or list(content) != ["tickets"]:
        raise _unfit('The body is no object with the one key "tickets": send {"tickets": […]}.')
    tickets = content["tickets"]
    if not isinstance(tickets, list):
        raise _unfit('"tickets" is no list: send a list of objects.')
    if len(tickets) > MAX_TICKETS:
        raise Refusal(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"There are {len(tickets)} tickets: send at most {MAX_TICKETS} at a time.",
        )
    return [_pair(ticket, i) for i, ticket in enumerate(tickets)]


def _pair(ticket, i):
    if not isinstance(ticket, dict) or not ticket or not set(ticket) <= set(_TEXTS):
        raise _unfit(
            f'Ticket {i} is no object with "description", "resolution" or both and no other key.'
        )
    pair = []
    for name in _TEXTS:
        try:
            text = as_text(ticket.get(name))
        except ValueError as error:
            raise _unfit(f"The {name} of ticket {i} {error}.") from None
        if len(text) > MAX_TEXT:
            raise Refusal(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                f"The {name} of ticket {i} has {len(text)} characters: send at most {MAX_TEXT}.",
            )
        pair.append(text)
    return tuple(pair)


def _no_key_twice(pairs):
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("an object has a key twice")
    return found


def _no_constant(name):
    raise ValueError(f"{name} is no number of JSON")


def _bad_request(sentence):
    return Refusal(HTTPStatus.BAD_REQUEST, sentence)


def _unfit(sentence):
    return Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, sentence)


def too_busy(what):
    """Return the refusal for which the client is not to blame."""
    return Refusal(
        HTTPStatus.SERVICE_UNAVAILABLE, f"{what} at once: try again in a second.", Retry_After="1"
    )
