"""Executing on the machines of a Dask cluster instead of this one.

joblib's own Dask backend waits for ever when a worker dies with its task. So futures are taken here
as they come: one that failed belongs to a submission that could not be graded, and no other.
"""

import socket
from contextlib import contextmanager
from itertools import islice

from ticketcourse.errors import TicketcourseError
from ticketcourse.grading.batch import versions

_SECONDS_TO_ANSWER = 10


@contextmanager
def cluster(address):
    """Connect to a Dask cluster.

    Parameters
    ----------
    address : str
        Of its scheduler, such as ``"tcp://192.0.2.1:8786"``.

    Yields
    ------
    Cluster

    Raises
    ------
    TicketcourseError
        When distributed is not installed, when nobody answers there, or when the cluster has no
        workers or one with another Python, library or packages than are here.
    """
    try:
        from distributed import Client
        from distributed.comm import get_address_host_port
    except ModuleNotFoundError as error:
        raise TicketcourseError(
            f'{error.name} is not installed: run pip install "ticketcourse[cluster]".'
        ) from None
    try:
        # First alone: a Client that fails shows a traceback when the process ends.
        socket.create_connection(get_address_host_port(address), _SECONDS_TO_ANSWER).close()
        client = Client(address, timeout=_SECONDS_TO_ANSWER, set_as_default=False)
    except (OSError, ValueError) as error:
        raise TicketcourseError(
            f"No Dask scheduler answers at {address} ({error}): start one with dask scheduler."
        ) from None
    with client:
        there = Cluster(client)
        installed_there = there.on_each(versions)
        if not installed_there:
            raise TicketcourseError(f"{address} has no workers: start some with dask worker.")
        for worker, installed in installed_there.items():
            if other := sorted(set(installed) ^ set(versions())):
                raise TicketcourseError(
                    f"The worker {worker} differs from this machine in {other[0]}: install the "
                    "same on both."
                )
        yield there


class Cluster:
    """Calls functions on the workers of a cluster; made by `cluster`.

    Parameters
    ----------
    client : distributed.Client
    """

    def __init__(self, client):
        self._client = client

    def on_each(self, function):
        """Return what a function without arguments returns on each worker, by its address."""
        return self._client.run(function)

    def run(self, call, tasks):
        """Call a function for each task.

        Parameters
        ----------
        call : callable
            Takes a name and a task.
        tasks : iterable of (str, object)
            Names, which differ, and tasks; only as many are taken as keep the workers busy.

        Yields
        ------
        name : str
        returned : object or None
        error : Exception or None
            Why there is nothing returned, such as that the worker died.
        """
        from distributed import as_completed

        most = 4 * sum(self._client.ncores().values())
        if not most:
            raise TicketcourseError("The cluster has no workers any more: start some, grade again.")
        tasks, names, futures = iter(tasks), {}, as_completed(loop=self._client.loop)

        def submit():
            for name, task in islice(tasks, most - len(names)):
                future = self._client.submit(call, name, task, pure=False)
                names[future.key] = name
                futures.add(future)

        submit()
        for future in futures:
            name = names.pop(future.key)
            try:
                returned, error = future.result(), None
            except Exception as reason:
                returned, error = None, reason
            del future  # with it the workers forget the result
            yield name, returned, error
            if self._client.status != "running":
                raise TicketcourseError(
                    "The Dask scheduler is gone: start it again and grade again; what was recorded "
                    "stays."
                )
            submit()
