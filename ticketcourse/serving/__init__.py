"""A saved classifier behind HTTP: ``POST /predict`` and ``GET /health``.

h11 reads and writes HTTP, strictly; asyncio holds the connections, so that a slow client costs no
thread; one thread computes, for all requests that wait at that moment in one batch. Whatever a
client sends is bounded: in size, in number, and in time. Every answer is JSON.

There is no authentication and no encryption: both are the matter of a proxy in front.
"""

from ticketcourse.serving.server import Server, serve

__all__ = ["Server", "serve"]
