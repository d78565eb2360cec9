"""HTTP/1.1 on one connection."""

import asyncio
from contextlib import suppress
from email.utils import formatdate
from http import HTTPStatus

import h11

from ticketcourse.serving.requests import MAX_HEAD, Head, Refusal, check_length

_CHUNK = 2**16  # bytes
_WRITING, _LINGERING = 30, 1  # seconds


class Connection:
    """Reads requests and sends answers, one after another.

    Parameters
    ----------
    reader : asyncio.StreamReader
    writer : asyncio.StreamWriter

    Attributes
    ----------
    peer : str
        The address of the client.
    """

    def __init__(self, reader, writer):
        self._reader, self._writer = reader, writer
        writer.transport.set_write_buffer_limits(high=0)  # so that drain waits for all of it
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=MAX_HEAD)
        self._method = None
        peer = writer.get_extra_info("peername")
        self.peer = peer[0] if peer else "-"

    async def wait(self):
        """Wait for the first bytes of a request; tell whether there are any."""
        if self._http.trailing_data[0]:
            return True
        data = await self._reader.read(_CHUNK)
        self._http.receive_data(data)
        return bool(data)

    async def head(self):
        """Read the head of a request.

        Returns
        -------
        head : Head, or None when the client has left

        Raises
        ------
        Refusal
            When the version of HTTP is another.
        h11.RemoteProtocolError
        """
        event = await self._event()
        if not isinstance(event, h11.Request):
            return None
        if (
            len(event.target) + sum(len(name) + len(value) for name, value in event.headers)
            > MAX_HEAD
        ):
            # h11 looks at the size only where a head comes in several pieces.
            raise h11.RemoteProtocolError(
                "too large", error_status_hint=HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
            )
        if event.http_version not in (b"1.0", b"1.1"):
            raise Refusal(
                HTTPStatus.HTTP_VERSION_NOT_SUPPORTED,
                "This version of HTTP is not spoken: use 1.1.",
            )
        head = Head(
            method=event.method.decode(),
            path=event.target.decode().partition("?")[0],
            headers={name.decode(): value.decode("latin-1") for name, value in event.headers},
        )
        self._method = head.method
        return head

    async def body(self, head):
        """Read the body of a request; without one, nothing.

        Parameters
        ----------
        head : Head

        Returns
        -------
        body : bytes

        Raises
        ------
        Refusal
            When the body is too long, or does not say how long it is.
        h11.RemoteProtocolError
        """
        check_length(head)
        if self._http.they_are_waiting_for_100_continue:
            go_on = h11.InformationalResponse(status_code=100, headers=[])
            self._writer.write(self._http.send(go_on))
        body = bytearray()
        while isinstance(event := await self._event(), h11.Data):
            body += event.data
        return bytes(body)

    async def send(self, status, headers, content, close):
        """Send an answer.

        Parameters
        ----------
        status : HTTPStatus
        headers : dict of str to str
            Those that not every answer has.
        content : bytes
            JSON.
        close : bool
            Whether the connection ends with it.

        Returns
        -------
        goes_on : bool
            Whether it may carry another request.

        Raises
        ------
        OSError, TimeoutError
            When the client has left, or does not read.
        """
        fields = [
            ("Date", formatdate(usegmt=True)),
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(content))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            *headers.items(),
        ]
        # What is left of a body would be taken for the next request.
        if close or self._http.their_state is not h11.DONE:
            fields.append(("Connection", "close"))
        phrase = HTTPStatus(status).phrase.encode()
        sent = self._http.send(h11.Response(status_code=status, headers=fields, reason=phrase))
        if self._method != "HEAD":
            sent += self._http.send(h11.Data(data=content))
        self._writer.write(sent + self._http.send(h11.EndOfMessage()))
        async with asyncio.timeout(_WRITING):
            await self._writer.drain()
        if self._http.our_state is not h11.DONE or self._http.their_state is not h11.DONE:
            return False
        self._http.start_next_cycle()
        self._method = None
        return True

    async def linger(self):
        """Read on for a moment: with bytes unread, the system would take the answer back."""
        with suppress(OSError, TimeoutError):
            async with asyncio.timeout(_LINGERING):
                self._writer.write_eof()
                while await self._reader.read(_CHUNK):
                    pass

    async def _event(self):
        while (event := self._http.next_event()) is h11.NEED_DATA:
            self._http.receive_data(await self._reader.read(_CHUNK))
        return event
