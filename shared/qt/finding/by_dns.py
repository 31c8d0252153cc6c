"""What DNS says: SRV records (RFC 2782) of the domain that this machine is in.

DNS proves nothing, so what it says is believed only as far as a certificate can prove it: the server must speak TLS,
and its name must lie in the domain that was asked, of which nobody else has certificates.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

import msgspec

from shared.clock import monotonic
from shared.errors import UsageError
from shared.qt.finding.found import Found, Origin, Search, Wrong
from shared.qt.preferences import Server
from shared.qt.server import parsed

if TYPE_CHECKING:
    from dns.name import Name
    from dns.rdtypes.IN.SRV import SRV
    from dns.resolver import Resolver

NAME = "_callcentre._tcp"
SECONDS = 3.0
"""All domains together."""
MOST_DOMAINS, MOST_SERVERS = 3, 4

Make = Callable[[], "Resolver"]


def resolver() -> Resolver:
    """As the machine is set up. Raises DNSException where it is not set up at all."""
    import dns.resolver  # only here: most programs never ask, and it takes 0.1 s

    return dns.resolver.Resolver()


def of_domains(make: Make) -> Search:
    """Ask the machine's domains one by one, the first that names servers is the last; for a thread."""
    from dns.exception import DNSException

    try:
        asking = make()
    except (DNSException, OSError):
        return Search(asked=(Origin("dns"),))
    until, search = monotonic() + SECONDS, Search()
    for domain in _domains(asking):
        search = search.then(_of_domain(asking, domain, max(0.1, until - monotonic())))
        if search.found:
            return search
    return search if search != Search() else Search(asked=(Origin("dns"),))


def _domains(asking: Resolver) -> list[Name]:
    """The machine's own, then those that it searches; never one of a single word, which is nobody's own."""
    found = dict.fromkeys((asking.domain, *asking.search))
    return [domain for domain in found if len(domain.labels) > 2][:MOST_DOMAINS]  # the root is a label, too


def _of_domain(asking: Resolver, domain: Name, seconds: float) -> Search:
    import dns.name
    import dns.resolver

    origin = Origin("dns", domain.to_text(omit_final_dot=True))
    try:
        answer = asking.resolve(dns.name.from_text(NAME, domain), "SRV", search=False, lifetime=seconds)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return Search(asked=(origin,))
    except (dns.exception.DNSException, OSError):
        return Search(wrong=(Wrong(origin, "no_answer"),))
    return _judged(list(_in_order(answer.rrset or ())), domain, origin)


def _judged(records: list[SRV], domain: Name, origin: Origin) -> Search:
    found, wrong = [], []
    for record in records[:MOST_SERVERS]:
        name = record.target.to_text(omit_final_dot=True)
        if len(record.target.labels) == 1:
            wrong.append(Wrong(origin, "none"))
        elif not record.target.is_subdomain(domain):
            wrong.append(Wrong(origin, "outside", name))
        elif (server := _server(name, record.port)) is None:
            wrong.append(Wrong(origin, "no_address", f"{name}:{record.port}"))
        else:
            found.append(Found(server, origin))
    return Search(tuple(_with_others(found)), wrong=tuple(wrong))


def _with_others(found: list[Found]) -> Iterator[Found]:
    """Each knows the rest, in their order: should it fail, they are tried."""
    addresses = [(one.server.host, one.server.port) for one in found]
    for one in found:
        others = tuple(address for address in addresses if address != (one.server.host, one.server.port))
        yield replace(one, server=msgspec.structs.replace(one.server, others=others))


def _server(name: str, port: int) -> Server | None:
    try:
        host, number = parsed(f"{name}:{port}")
    except UsageError:
        return None
    is_name = all(letter.isascii() and (letter.isalnum() or letter in "-.") for letter in host)
    return Server(host=host, port=number, is_tls=True) if is_name else None


def _in_order(records: Iterable[SRV]) -> Iterator[SRV]:
    """The lower priority first; among equals by chance, the heavier one more often."""
    priority = attrgetter("priority")
    for _, group in groupby(sorted(records, key=priority), key=priority):
        equals = list(group)
        while equals:
            weights = [record.weight + 0.01 for record in equals]
            chosen = random.choices(equals, weights)[0]  # noqa: S311 - by weight, as RFC 2782 says
            equals.remove(chosen)
            yield chosen
