"""Many senders on one outbox, beside a bare loop over one connection. Run with ``--benchmark-enable -n0 -s``.

Timed from the first message that arrives to the last one, so that the start of the programs does not count.
"""

import asyncio
import subprocess
import time

import pytest

from ..desk.test_crash_processes import Office, office
from ..store.conftest import postgres_server, postgres_url

__all__ = ["office", "postgres_server", "postgres_url"]

MESSAGES = 500
PROCESSES = 8
BODY = "From: owner@shop.example\r\nMessage-ID: <bare-{number}@shop.example>\r\n\r\nSorry.\r\n"


def _bare_loop(port: int) -> float:
    async def loop() -> None:
        from aiosmtplib import SMTP

        async with SMTP(hostname="127.0.0.1", port=port, start_tls=False) as client:
            for number in range(MESSAGES):
                await client.sendmail(
                    "owner@shop.example", ["dana@buyer.example"], BODY.format(number=number).encode()
                )

    began = time.perf_counter()
    asyncio.run(loop())
    return time.perf_counter() - began


def _busy(office: Office, senders: "list[subprocess.Popen[str]]", first: int) -> float:
    """From the first arrival to the last, in seconds."""
    began = ended = 0.0
    seen = first
    while any(sender.poll() is None for sender in senders):
        now, count = time.perf_counter(), sum(office.arrived().values())
        began = began or (now if count > first else 0.0)
        seen, ended = count, now if count > seen else ended
        time.sleep(0.02)
    return ended - began


@pytest.mark.timeout(300)
def test_many_senders(office: Office, pytestconfig: pytest.Config) -> None:
    if not pytestconfig.getoption("benchmark_enable"):
        pytest.skip("takes long; run with --benchmark-enable")
    bare = _bare_loop(office.port)
    for count in (1, PROCESSES):
        names = office.queue(MESSAGES, prefix=f"{count}-")
        before = sum(office.arrived().values())
        senders = [office.sender() for _ in range(count)]
        took = _busy(office, senders, before)
        assert [sender.wait() for sender in senders] == [0] * count
        arrived = office.arrived()
        assert all(arrived[name] == 1 for name in names)
        print(f"{count} senders, {MESSAGES} messages: throughput of a bare loop {bare / took:.2f}")
