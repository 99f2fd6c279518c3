"""Turns on the database: how requests wait for a connection."""

import asyncio

from taxonomy_service.domain.errors import DatabaseUnusable
from taxonomy_service.domain.messages import message


class Turns:
    """As many requests at once as there are connections; the others wait, for at most `patience` seconds.

    They wait without a thread: a thread that waits for a connection is missing to the request that holds one.
    """

    def __init__(self, count: int, patience: float) -> None:
        self._free = asyncio.Semaphore(count)
        self._patience = patience

    async def take(self) -> None:
        """Wait for a turn; raises DatabaseUnusable where it does not come in time."""
        try:
            async with asyncio.timeout(self._patience):
                await self._free.acquire()
        except TimeoutError as error:
            raise DatabaseUnusable(message("too many requests use the database; try again")) from error

    def give_back(self) -> None:
        """End a turn."""
        self._free.release()
