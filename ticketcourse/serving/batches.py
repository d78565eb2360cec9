"""One thread that computes for all requests that wait."""

import asyncio
import traceback
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

from ticketcourse.serving.log import log
from ticketcourse.serving.requests import MAX_TICKETS, Refusal, too_busy

_MAX_WAITING = 32  # requests


class Batches:
    """Computes what requests ask for: whatever waits when a batch is done is the next one.

    Frameworks do not promise that several threads may use a model, and a batch takes hardly longer
    than a ticket.

    Parameters
    ----------
    classifier : TicketClassifier
        A trained one.
    """

    def __init__(self, classifier):
        self._classifier = classifier
        self._waiting = asyncio.Queue()

    async def predict(self, pairs):
        """Wait for the predictions of a request.

        Parameters
        ----------
        pairs : list of (str, str)
            Description and resolution of each ticket.

        Returns
        -------
        predictions : list of dict
            The labels given, the most probable first, and the probability of every label.

        Raises
        ------
        Refusal
            When too many requests wait already, or when computing fails.
        """
        if self._waiting.qsize() >= _MAX_WAITING:
            raise too_busy("There are too many requests")
        future = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((pairs, future))
        return await future

    async def compute(self):
        """Compute batch after batch, until cancelled."""
        loop, held = asyncio.get_running_loop(), None
        with ThreadPoolExecutor(1) as thread:
            while True:
                batch, held = [held or await self._waiting.get()], None
                n = len(batch[0][0])
                while held is None and not self._waiting.empty():
                    held = self._waiting.get_nowait()
                    n += len(held[0])
                    if n <= MAX_TICKETS:
                        batch.append(held)
                        held = None
                pairs = [pair for some, _ in batch for pair in some]
                try:
                    found = iter(await loop.run_in_executor(thread, self._predictions, pairs))
                except Exception as error:  # such as too little memory; the next one may go well
                    where = traceback.extract_tb(error.__traceback__)[-1]
                    # Its message is left out, as it might quote a ticket.
                    log(f"{type(error).__name__} in {where.filename}, line {where.lineno}")
                    found = None
                for some, future in batch:
                    if future.done():  # its connection is gone
                        continue
                    if found is None:
                        future.set_exception(_failure())
                    else:
                        future.set_result([next(found) for _ in some])

    def _predictions(self, pairs):
        p = self._classifier.predict_proba(pairs)
        names = self._classifier.label_names
        return [
            {"labels": labels, "probabilities": dict(zip(names, row, strict=True))}
            for labels, row in zip(self._classifier.labels_of(p), p.round(6).tolist(), strict=True)
        ]


def _failure():
    return Refusal(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "The prediction failed on the side of the server: its log names the place.",
    )
