"""A name server on loopback: it answers over UDP with the SRV records that a test gives it, or not at all."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import dns.message
import dns.name
import dns.rcode
import dns.resolver
import dns.rrset


@dataclass
class NameServer:
    """``records``: a name to its SRV records as text. ``rcode`` other than 0: what it says to everything."""

    port: int = 0
    records: dict[str, list[str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    rcode: int = 0
    is_silent: bool = False
    garbage: bytes = b""

    def resolver(self, *domains: str) -> dns.resolver.Resolver:
        """A resolver as a machine in these domains has it, which asks this server alone."""
        made = dns.resolver.Resolver(configure=False)
        made.nameservers, made.port = ["127.0.0.1"], self.port
        made.domain = dns.name.from_text(domains[0]) if domains else dns.name.root
        made.search = [dns.name.from_text(domain) for domain in domains[1:]]
        return made

    def answer(self, wire: bytes) -> bytes | None:
        """What it says to a question."""
        question = dns.message.from_wire(wire)
        name = question.question[0].name.to_text()
        self.asked.append(name)
        if self.is_silent:
            return None
        told = dns.message.make_response(question)
        records = self.records.get(name)
        told.set_rcode(dns.rcode.Rcode(self.rcode or (0 if records is not None else dns.rcode.NXDOMAIN)))
        if records:
            told.answer.append(dns.rrset.from_text_list(name, 60, "IN", "SRV", records))
        return self.garbage or told.to_wire()


@contextlib.contextmanager
def name_server(**records: list[str]) -> Iterator[NameServer]:
    """One for ``_callcentre._tcp`` of domains, whose dots are underscores here: ``example_com=["0 0 5099 a."]``."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))
        line.settimeout(0.1)
        by_name = {f"_callcentre._tcp.{domain.replace('_', '.')}.": told for domain, told in records.items()}
        server, is_over = NameServer(line.getsockname()[1], by_name), threading.Event()

        def serve() -> None:
            while not is_over.is_set():
                with contextlib.suppress(OSError):  # a time-out; on Windows also an asker who has gone
                    wire, who = line.recvfrom(4096)
                    if (told := server.answer(wire)) is not None:
                        line.sendto(told, who)

        thread = threading.Thread(target=serve, name="name server")
        thread.start()
        try:
            yield server
        finally:
            is_over.set()
            thread.join()
