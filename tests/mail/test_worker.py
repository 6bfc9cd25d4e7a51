"""Blocking calls beside an event loop."""

import asyncio
import contextvars
import subprocess
import sys
import textwrap
import threading
import time

import pytest

from inbox_tui.mail.worker import DaemonRunner, Inline

BLOCKED_READ = """
    import asyncio, socket, sys, threading
    from inbox_tui.mail.worker import DaemonRunner

    here, there = socket.socketpair()
    reading = threading.Event()

    def read():
        reading.set()
        return here.recv(1)

    async def main():
        runner = DaemonRunner("imap")
        waiting = asyncio.ensure_future(runner.run(read))
        while not reading.is_set():
            await asyncio.sleep(0.01)
        {before_leaving}

    asyncio.run(main())
    print("left")
"""


@pytest.mark.parametrize("before_leaving", ["pass", "runner.stop()", "waiting.cancel()"])
def test_leaving_never_waits_for_a_read(before_leaving: str) -> None:
    program = textwrap.dedent(BLOCKED_READ).format(before_leaving=before_leaving)
    # Nobody ever writes to the other end: a program that waited would be killed by the time-out.
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "left\n", "")


async def test_the_loop_lives_on_while_a_call_blocks() -> None:
    runner = DaemonRunner("imap")
    release = threading.Event()
    waiting = asyncio.ensure_future(runner.run(release.wait, 60))
    ticks = 0
    while ticks < 20:
        await asyncio.sleep(0.001)
        ticks += 1
    assert not waiting.done()
    release.set()
    assert await waiting
    runner.stop()


async def test_calls_run_in_order_on_one_named_daemon_thread() -> None:
    runner = DaemonRunner("imap shop")
    order: list[int] = []

    def note(number: int) -> threading.Thread:
        order.append(number)
        return threading.current_thread()

    threads = await asyncio.gather(*(runner.run(note, number) for number in range(50)))
    assert order == list(range(50))
    assert len(set(threads)) == 1
    assert threads[0].name == "imap shop"
    assert threads[0].daemon
    assert threads[0] is not threading.current_thread()
    runner.stop()


async def test_arguments_and_results_pass_through() -> None:
    runner = DaemonRunner("imap")
    assert await runner.run(sorted, [3, 1, 2], reverse=True) == [3, 2, 1]
    runner.stop()


@pytest.mark.parametrize("error", [ValueError("no"), KeyboardInterrupt(), StopAsyncIteration()])
async def test_errors_come_through_and_the_thread_lives_on(error: BaseException) -> None:
    runner = DaemonRunner("imap")

    def fail() -> None:
        raise error

    with pytest.raises(type(error)) as caught:
        await runner.run(fail)
    assert caught.value is error
    assert await runner.run(lambda: "alive") == "alive"
    runner.stop()


async def test_stop_iteration_does_not_look_like_a_result() -> None:
    runner = DaemonRunner("imap")
    with pytest.raises(RuntimeError, match="StopIteration"):
        await runner.run(next, iter(()))
    runner.stop()


async def test_a_cancelled_call_is_not_begun_and_its_result_not_delivered() -> None:
    runner = DaemonRunner("imap")
    release, begun = threading.Event(), []
    first = asyncio.ensure_future(runner.run(release.wait, 60))
    second = asyncio.ensure_future(runner.run(begun.append, 2))
    await asyncio.sleep(0.05)
    first.cancel()
    second.cancel()
    release.set()
    assert await runner.run(lambda: "third") == "third"
    assert first.cancelled()
    assert begun == []
    runner.stop()


async def test_stopping_returns_at_once_and_ends_those_who_wait() -> None:
    runner = DaemonRunner("imap")
    working, release, begun = threading.Event(), threading.Event(), []

    def work() -> bool:
        working.set()
        return release.wait(60)

    first = asyncio.ensure_future(runner.run(work))
    second = asyncio.ensure_future(runner.run(begun.append, 2))
    await asyncio.to_thread(working.wait, 60)
    runner.stop()
    release.set()
    assert await first, "the stop did not wait for it"
    with pytest.raises(asyncio.CancelledError):
        await second
    with pytest.raises(asyncio.CancelledError):
        await runner.run(begun.append, 3)
    assert begun == []


async def test_a_call_sees_the_context_of_its_awaiter() -> None:
    who = contextvars.ContextVar("who", default="nobody")
    who.set("owner")
    runner = DaemonRunner("imap")
    assert await runner.run(who.get) == "owner"
    runner.stop()


def test_a_loop_that_is_gone_does_not_hurt_the_thread() -> None:
    runner = DaemonRunner("imap")
    release = threading.Event()

    async def give_up() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(runner.run(release.wait, 60), 0.05)

    asyncio.run(give_up())
    release.set()
    assert asyncio.run(asyncio.wait_for(runner.run(lambda: "alive"), 60)) == "alive"
    runner.stop()


async def test_inline_calls_right_here() -> None:
    assert await Inline().run(threading.current_thread) is threading.current_thread()
    with pytest.raises(ZeroDivisionError):
        await Inline().run(divmod, 1, 0)


async def test_the_last_call_comes_after_the_one_under_way_and_instead_of_the_waiting_ones() -> None:
    runner = DaemonRunner("stores")
    begun, done = threading.Event(), list[str]()

    def work() -> None:
        begun.set()
        time.sleep(0.3)
        done.append("work")

    under_way = asyncio.ensure_future(runner.run(work))
    waiting = asyncio.ensure_future(runner.run(done.append, "waited"))
    await asyncio.to_thread(begun.wait, 60)
    runner.finish(lambda: done.append(threading.current_thread().name), seconds=60)
    assert done == ["work", "stores"]
    assert await asyncio.gather(under_way, waiting, return_exceptions=True) != [None, None]
    assert waiting.cancelled()


async def test_the_last_call_is_not_waited_for_for_ever() -> None:
    runner = DaemonRunner("stores")
    begun, release, done = threading.Event(), threading.Event(), list[str]()

    def work() -> bool:
        begun.set()
        return release.wait(60)

    under_way = asyncio.ensure_future(runner.run(work))
    await asyncio.to_thread(begun.wait, 60)
    runner.finish(lambda: done.append("last"), seconds=0.2)
    assert done == []
    release.set()
    assert await under_way, "it was given up long before"


def test_the_last_call_of_a_thread_that_never_began_comes_at_once() -> None:
    done = list[str]()
    DaemonRunner("stores").finish(lambda: done.append(threading.current_thread().name), seconds=60)
    assert done == ["MainThread"]
