import asyncio
import time

from botrunner.budget import Budget, Urgency


async def test_turns_are_spaced_and_the_most_urgent_is_first() -> None:
    budget = Budget(calls_per_second=50)
    served: list[Urgency] = []

    async def ask(urgency: Urgency) -> None:
        await budget.turn(urgency)
        served.append(urgency)

    before = time.monotonic()
    asked = (Urgency.MEMBERS, Urgency.THREADS, Urgency.MESSAGES, Urgency.MEMBERS, Urgency.AWAITED)
    await asyncio.gather(*(ask(urgency) for urgency in asked))
    assert served == sorted(asked)
    assert time.monotonic() - before >= 4 / 50


async def test_who_gave_up_takes_no_turn() -> None:
    budget = Budget(calls_per_second=10)
    await budget.turn(Urgency.MESSAGES)
    given_up = [asyncio.create_task(budget.turn(Urgency.MESSAGES)) for _ in range(20)]
    await asyncio.sleep(0)
    for task in given_up:
        task.cancel()
    await asyncio.wait_for(budget.turn(Urgency.MEMBERS), 0.5)
