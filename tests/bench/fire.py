"""One `wizard test`, and 2,000 firings at 32 a time, beside bare httpx: `python -m tests.bench fire`."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING

from tests.bench.endpoint import Endpoint
from tests.bench.sides import PYTHON, WIZARD, Figure, Outcome, milliseconds, side_by_side

if TYPE_CHECKING:
    from tests.bench.sides import Run

COUNT, AT_A_TIME = 2000, 32
BODY = '{"message_id": "<message_id>", "delivery_status": "<delivery_status>", "error_message": "<error_message>"}'
SHORTEST = """
import httpx
httpx.post({url!r}, content={body!r}, headers={{"content-type": "application/json"}})
"""


async def bare(url: str) -> float:
    """Requests a second of a bare client."""
    import httpx

    left = COUNT
    limits = httpx.Limits(max_connections=AT_A_TIME, max_keepalive_connections=AT_A_TIME)

    async def work(client: httpx.AsyncClient) -> None:
        nonlocal left
        while left:
            left -= 1
            response = await client.post(url, content=BODY, headers={"content-type": "application/json"})
            assert response.status_code == 204

    async with httpx.AsyncClient(limits=limits) as client:
        began = time.perf_counter()
        await asyncio.gather(*(work(client) for _ in range(AT_A_TIME)))
        return COUNT / (time.perf_counter() - began)


async def ours(url: str) -> float:
    """Requests a second of a volley."""
    from wizard.callback.many import Volley
    from wizard.catalog import load_catalog
    from wizard.profile.model import CallbackProfile

    catalog = load_catalog()
    statuses = [status.name for status in catalog.channels["email"].statuses]
    profile = CallbackProfile(endpoint=url, body=BODY)
    volley = Volley(profile, catalog, count=COUNT, concurrency=AT_A_TIME, statuses=statuses)
    summary = await volley.run()
    assert summary.accepted == COUNT, summary
    return summary.rate


def measure(run: Run) -> Outcome:
    """Ours and bare httpx in turn, at one endpoint."""
    with Endpoint() as url:
        profile = run.folder / "bench.json"
        profile.write_text(json.dumps({"title": "bench", "channel": "email", "endpoint": url, "body": BODY}))
        script = SHORTEST.format(url=url, body=BODY)
        one = side_by_side(
            run.times(24),
            bare=lambda: milliseconds([PYTHON, "-c", script]),
            ours=lambda: milliseconds([*WIZARD, "test", str(profile), "--json"]),
        )
        rates = side_by_side(
            run.times(9), bare=lambda: asyncio.run(bare(url)), ours=lambda: asyncio.run(ours(url))
        )
    many = f"{COUNT:,} firings, {AT_A_TIME} at a time"
    return Outcome(
        [
            Figure("wizard test --json", "shortest httpx script", one["ours"], one["bare"], budget=1.3),
            Figure(
                many, "bare httpx loop", rates["ours"], rates["bare"], "/s", budget=0.85, more_is_better=True
            ),
        ]
    )
