import asyncio

import pytest

from taxonomy_service.domain.errors import DatabaseUnusable
from taxonomy_service.http.turns import Turns


def test_turns_are_taken_up_to_their_number_and_then_waited_for() -> None:
    async def run() -> list[str]:
        turns, done = Turns(2, patience=5), []

        async def use(name: str, seconds: float) -> None:
            await turns.take()
            await asyncio.sleep(seconds)
            done.append(name)
            turns.give_back()

        await asyncio.gather(use("first", 0.02), use("second", 0.05), use("third", 0))
        return done

    assert asyncio.run(run()) == ["first", "third", "second"]


def test_turn_that_does_not_come_is_told_and_leaves_the_others_alone() -> None:
    async def run() -> None:
        turns = Turns(1, patience=0.01)
        await turns.take()
        with pytest.raises(DatabaseUnusable, match="try again"):
            await turns.take()
        turns.give_back()
        await turns.take()

    asyncio.run(run())
