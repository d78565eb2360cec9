"""Frames: messages of bounded size over a stream socket, each after its length."""

import struct
import time

MAX_FRAME = 16 << 20  # bytes; an array of two million numbers of 64 bits

_LENGTH = struct.Struct(">I")


class WireError(Exception):
    """A frame or a value that cannot cross; the message ends the sentence "it …"."""


class Closed(WireError):
    """The other side is gone."""


class TimedOut(WireError):
    """The other side did not answer in time."""


class Channel:
    """One end of a connection that carries frames.

    Parameters
    ----------
    socket : socket.socket
        A connected stream socket.
    limit : int
        The most bytes that a frame may have.

    Notes
    -----
    A deadline is a time of `time.monotonic`; None waits for ever. After an error the connection
    may stand in the middle of a frame and is of no more use.
    """

    def __init__(self, socket, limit=MAX_FRAME):
        self.socket, self._limit = socket, limit

    def send(self, frame, deadline=None):
        """Send one frame.

        Parameters
        ----------
        frame : bytes
        deadline : float, optional

        Raises
        ------
        WireError
            If the frame is too large, the other side is gone, or takes it too slowly.
        """
        self._check(len(frame))
        view = memoryview(_LENGTH.pack(len(frame)) + frame)
        while view:
            view = view[self._within(deadline, self.socket.send, view) :]

    def receive(self, deadline=None):
        """Receive one frame.

        Parameters
        ----------
        deadline : float, optional

        Returns
        -------
        bytes

        Raises
        ------
        WireError
            If a frame of too many bytes is announced, the other side is gone, or it is too slow.
        """
        (length,) = _LENGTH.unpack(self._exactly(_LENGTH.size, deadline))
        self._check(length)
        return self._exactly(length, deadline)

    def _check(self, length):
        if length > self._limit:
            raise WireError(f"has {length} bytes, more than the {self._limit} that may cross")

    def _exactly(self, count, deadline):
        # Memory is taken as bytes arrive, not as they are announced.
        received = bytearray()
        while len(received) < count:
            part = self._within(deadline, self.socket.recv, min(count - len(received), 1 << 16))
            if not part:
                raise Closed("is closed")
            received += part
        return bytes(received)

    def _within(self, deadline, step, argument):
        left = None if deadline is None else deadline - time.monotonic()
        if left is not None and left <= 0:
            raise TimedOut("took too long")
        try:
            self.socket.settimeout(left)
            return step(argument)
        except TimeoutError:
            raise TimedOut("took too long") from None
        except OSError as error:
            raise Closed("is closed") from error
