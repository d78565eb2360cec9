"""The server: its connections, its answers, its end."""

import asyncio
import json
import os
import signal
import socket
import sys
import time
from http import HTTPStatus

import h11

import ticketcourse
from ticketcourse.errors import TicketcourseError
from ticketcourse.serving.batches import Batches
from ticketcourse.serving.connection import Connection
from ticketcourse.serving.log import log
from ticketcourse.serving.requests import (
    MAX_BODY,
    MAX_HEAD,
    MAX_TEXT,
    MAX_TICKETS,
    METHODS,
    Refusal,
    check_head,
    read_tickets,
    too_busy,
)

_MAX_CONNECTIONS = 128
_READING, _IDLE, _DRAINING = 10, 15, 30  # seconds


class Server:
    """Answers requests with what a classifier says.

    Parameters
    ----------
    classifier : TicketClassifier
        A trained one.

    Attributes
    ----------
    address : tuple of (str, int), or None
        Where it listens, once it does.
    answered : int
        Requests so far.
    """

    def __init__(self, classifier):
        self.address = None
        self.answered = 0
        self._health = {
            "status": "ok",
            "ticketcourse": ticketcourse.__version__,
            "model": {
                "backend": classifier.backend,
                "settings": classifier.config.to_dict(),
                "labels": list(classifier.label_names),
                "threshold": classifier.threshold,
            },
            "limits": {"tickets": MAX_TICKETS, "characters": MAX_TEXT, "bytes": MAX_BODY},
        }
        self._classifier = classifier
        self._batches = None
        self._connections = set()  # tasks
        self._idle = set()  # those of them between two requests
        self._stopping = None

    async def run(self, host, port, ready=None):
        """Serve until `stop`; then let what is under way end, for half a minute at most.

        Parameters
        ----------
        host : str
        port : int
            0 takes any that is free.
        ready : callable, optional
            Called once it listens.

        Raises
        ------
        TicketcourseError
            When nothing can listen there.
        """
        self._batches = Batches(self._classifier)
        self._stopping = asyncio.Event()
        try:
            listening = await asyncio.start_server(self._connect, host, port)
        except (OSError, OverflowError, UnicodeError) as error:
            raise TicketcourseError(
                f"Nothing can listen at {host}, port {port} ({_why(error)}): give another --host "
                "or --port."
            ) from None
        self.address = listening.sockets[0].getsockname()[:2]
        computing = asyncio.create_task(self._batches.compute())
        if ready is not None:
            ready()
        await self._stopping.wait()
        listening.close()
        for task in self._idle:
            task.cancel()
        if self._connections:
            await asyncio.wait(self._connections, timeout=_DRAINING)
        for task in (*self._connections, computing):
            task.cancel()
        await asyncio.gather(*self._connections, computing, return_exceptions=True)

    def stop(self):
        """End `run`; to be called in its event loop."""
        self._stopping.set()

    async def _connect(self, reader, writer):
        task = asyncio.current_task()
        self._connections.add(task)
        connection = Connection(reader, writer)
        try:
            if len(self._connections) > 2 * _MAX_CONNECTIONS:
                return  # without an answer, which would take a second as well
            if len(self._connections) > _MAX_CONNECTIONS:
                await self._answer(connection, None, too_busy("There are too many connections"))
            else:
                while not self._stopping.is_set() and await self._exchange(connection, task):
                    pass
            await connection.linger()
        except (asyncio.CancelledError, OSError, TimeoutError):
            pass  # there is nobody to tell
        finally:
            writer.transport.abort()
            self._connections.discard(task)

    async def _exchange(self, connection, task):
        """Read a request and answer it; tell whether the connection may carry another."""
        self._idle.add(task)
        try:
            async with asyncio.timeout(_IDLE):
                if not await connection.wait():
                    return False
        except TimeoutError:
            return False
        finally:
            self._idle.discard(task)
        head, started = None, time.perf_counter()
        try:
            async with asyncio.timeout(_READING):
                head = await connection.head()
                if head is None:
                    return False
                check_head(head)
                body = await connection.body(head)
            if head.path == "/health":
                said = self._health
            else:
                said = {"predictions": await self._batches.predict(read_tickets(body))}
        except TimeoutError:
            sentence = f"The request did not arrive within {_READING} seconds: send it faster."
            said = Refusal(HTTPStatus.REQUEST_TIMEOUT, sentence)
        except Refusal as refusal:
            said = refusal
        except h11.RemoteProtocolError as error:
            why = str(error).partition(": bytearray")[0]  # what follows was sent by the client
            sentence = f"This is no request of HTTP/1.1 ({why})."
            if error.error_status_hint == HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE:
                sentence = f"The head is larger than {MAX_HEAD} bytes: send fewer headers."
            said = Refusal(error.error_status_hint, sentence)
        return await self._answer(connection, head, said, started)

    async def _answer(self, connection, head, said, started=None):
        status, headers = HTTPStatus.OK, {}
        if isinstance(said, Refusal):
            status, headers, said = said.status, said.headers, {"error": str(said)}
        self.answered += 1
        content = f"{json.dumps(said)}\n".encode()
        # Any other path may hold the text of a ticket.
        known = head is not None and head.path in METHODS
        asked = f"{head.method[:16]} {head.path}" if known else "-"
        took = 0 if started is None else time.perf_counter() - started
        log(f"{connection.peer} {asked} {int(status)} {1000 * took:.0f} ms")
        return await connection.send(status, headers, content, close=self._stopping.is_set())


def serve(classifier, host="127.0.0.1", port=8000):
    """Serve until SIGTERM or Ctrl-C, then let what is under way end; a second one ends at once.

    Parameters
    ----------
    classifier : TicketClassifier
        A trained one.
    host : str
        The name or the address to listen at. Other machines do not reach 127.0.0.1.
    port : int
        0 takes any that is free.

    Raises
    ------
    TicketcourseError
        When nothing can listen there.
    KeyboardInterrupt
        After Ctrl-C.
    """
    server, received = Server(classifier), []

    async def run():
        loop = asyncio.get_running_loop()

        def stop(number):
            received.append(number)
            loop.remove_signal_handler(number)
            server.stop()

        def ready():
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, stop, number)
            address, used = server.address
            local = address.startswith("127.") or address == "::1"
            print(
                f"Serving at http://{f'[{address}]' if ':' in address else address}:{used}"
                + ("" if local else ", for everybody who can reach it,")
                + " until Ctrl-C.",
                file=sys.stderr,
                flush=True,
            )

        await server.run(host, port, ready)

    asyncio.run(run())
    if signal.SIGINT in received:
        raise KeyboardInterrupt(f"Interrupted; {server.answered} requests are answered.")


def _why(error):
    if isinstance(error, OSError) and not isinstance(error, socket.gaierror):
        return os.strerror(error.errno)  # asyncio puts more words around it
    return str(getattr(error, "strerror", None) or error).rstrip(".")
