"""A TCP proxy that does to a connection what networks and attackers do to it.

It reads text only where there is no TLS. Every fault can be set while connections are open.
"""

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Self

TAIL = 200
"""Bytes of earlier text that are kept, so that a pattern is found across two packets."""


class Fault(StrEnum):
    """What happens to a connection."""

    CUT = "cut"
    RESET = "reset"
    SILENCE = "silence"


@dataclass(frozen=True, kw_only=True)
class Trigger:
    """Do ``fault`` once the client has sent ``text``.

    With ``passed`` the server still gets the text and answers, and only the answer is lost.
    """

    text: bytes
    fault: Fault
    passed: bool


class FaultProxy:
    """Listens on ``port`` and passes everything to ``target`` until told otherwise."""

    def __init__(
        self,
        target: int,
        *,
        cut_after: int | None = None,
        cut_with: Fault = Fault.CUT,
        throttle: int | None = None,
        silent: bool = False,
        delay: float = 0,
        trigger: Trigger | None = None,
        rewrite: Callable[[bytes], bytes] | None = None,
    ) -> None:
        """``cut_after``: bytes from the server before ``cut_with`` happens. ``throttle``: bytes a second from
        the server. ``delay``: seconds before each packet from the server. ``rewrite``: what becomes of each
        packet from the server."""
        self.target = target
        self.cut_after = cut_after
        self.cut_with = cut_with
        self.throttle = throttle
        self.silent = silent
        self.delay = delay
        self.trigger = trigger
        self.rewrite = rewrite
        self.from_client = bytearray()
        """Everything that any client sent, in order of arrival."""
        self._links: list[_Link] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, name="fault-proxy", daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop_listening()
        self.break_all(Fault.CUT)

    @property
    def connections(self) -> int:
        """How many clients came so far."""
        return len(self._links)

    def break_all(self, fault: Fault) -> None:
        """Do that to all connections that are open now. New ones work."""
        for link in list(self._links):
            link.suffer(fault)

    def stop_listening(self) -> None:
        """New connections are refused from now on."""
        # Closing alone does not wake the thread that accepts.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self.target), timeout=10)
            except OSError:
                client.close()
                continue
            server.settimeout(None)
            link = _Link(self, client, server)
            self._links.append(link)
            link.start()


class _Link:
    """One client and its server."""

    def __init__(self, proxy: FaultProxy, client: socket.socket, server: socket.socket) -> None:
        self._proxy, self._client, self._server = proxy, client, server
        self._fault: Fault | None = None
        self._answer_lost: Fault | None = None
        self._passed = 0

    def start(self) -> None:
        for pump in (self._upstream, self._downstream):
            threading.Thread(target=pump, name="fault-proxy", daemon=True).start()

    def suffer(self, fault: Fault) -> None:
        self._fault = fault
        if fault is Fault.SILENCE:
            return
        # Reading ends first on both sides: close() alone leaves a thread that reads, and the line, alive.
        how = socket.SHUT_RDWR
        if fault is Fault.RESET:
            # Linger of zero seconds: close() sends RST instead of FIN.
            how = socket.SHUT_RD
            with contextlib.suppress(OSError):
                self._client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        for end, way in ((self._client, how), (self._server, socket.SHUT_RDWR)):
            with contextlib.suppress(OSError):
                end.shutdown(way)
            end.close()

    @property
    def _silent(self) -> bool:
        return self._proxy.silent or self._fault is Fault.SILENCE

    def _upstream(self) -> None:
        tail = b""
        with contextlib.suppress(OSError):
            while data := self._client.recv(65536):
                self._proxy.from_client += data
                tail = (tail + data)[-TAIL - len(data) :]
                trigger = self._proxy.trigger
                if trigger is not None and trigger.text in tail:
                    tail = b""
                    if not trigger.passed:
                        self.suffer(trigger.fault)
                        continue
                    self._answer_lost = trigger.fault
                if not self._silent:
                    self._server.sendall(data)
        if self._fault is not Fault.SILENCE:
            self.suffer(Fault.CUT)

    def _downstream(self) -> None:
        with contextlib.suppress(OSError):
            while data := self._server.recv(65536):
                if self._answer_lost is not None:
                    self.suffer(self._answer_lost)
                if self._silent:
                    continue
                if self._proxy.rewrite is not None:
                    data = self._proxy.rewrite(data)
                if self._proxy.delay:
                    time.sleep(self._proxy.delay)
                if not all(map(self._within_limit, self._pieces(data))):
                    return
        if not self._silent:
            self.suffer(Fault.CUT)

    def _pieces(self, data: bytes) -> Iterator[bytes]:
        """All of it at once, or as much as a slow line brings in a tenth of a second."""
        while data and self._proxy.throttle:
            size = max(1, self._proxy.throttle // 10)
            time.sleep(size / self._proxy.throttle)
            yield data[:size]
            data = data[size:]
        if data:
            yield data

    def _within_limit(self, data: bytes) -> bool:
        limit = self._proxy.cut_after
        if limit is None:
            self._client.sendall(data)
            return True
        self._client.sendall(data[: max(0, limit - self._passed)])
        self._passed += len(data)
        if self._passed >= limit:
            self.suffer(self._proxy.cut_with)
            return self._fault is Fault.SILENCE
        return True
