"""Calls made up at random, of every shape that there is, and what operators wrote about them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import msgspec

from shared.domain.calls import (
    Attempt,
    Call,
    CallOutcome,
    Conversation,
    Direction,
    Hold,
    Parking,
    Recording,
    Step,
    Transfer,
    Visit,
    VisitOutcome,
)

SECOND, MILLISECOND = timedelta(seconds=1), timedelta(milliseconds=1)
BEGINNING = datetime(2026, 3, 25, tzinfo=UTC)
DAYS = 9
"""Around a night that lost an hour in Prague (29 March 2026)."""
QUEUES = ("support", "sales", "night", "Účtárna", "vip")
SEEN = ("sales", "vip")
AGENTS = tuple(str(number) for number in range(1001, 1016))
LINES = ("420222111001", "420222111002", "222333444")
NAMES = ("Žofie Křížová", "Jan Novák", "NOVÁKOVÁ Jana", "Škoda-Plzeň, a.s.", "O'Neill", "Łukasz ß", "", None)
NOTES = ("Volá kvůli faktuře č. 2026/17.", "Reklamace: rozbitý ČAJNÍK", "zavolat  zítra\nráno", "", "Faktura zaplacena")
CODES = (("order", "Objednávka"), ("complaint", "Reklamace"), ("wrong", "Omyl"))
ANSWERS = ({"firma": "Škoda Plzeň", "zakaznik": "1274"}, {"firma": "Novák a syn"}, {"Číslo": "7"})
DIRECTIONS: tuple[Direction, ...] = ("inbound", "outbound", "internal")
OUTCOMES: tuple[CallOutcome | None, ...] = (
    "answered", "abandoned", "left_ivr", "overflow", "no_answer", "busy", "failed", "cancelled", "lost", None,
)  # fmt: skip
UNANSWERED: tuple[VisitOutcome | None, ...] = (
    "abandoned", "timeout", "key", "join_empty", "leave_empty", "full", "transferred", "lost", None,
)  # fmt: skip


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What was said about a call: by (account, …)."""

    notes: dict[str, str] = {}
    codes: dict[str, tuple[str, str]] = {}
    forms: dict[tuple[str, str], dict[str, str]] = {}


def numbers(random: Random) -> str:
    """A customer's number in one of its writings, out of few people."""
    person = 777_120_000 + random.randrange(60) * 7
    writing = random.choice(("{}", "420{}", "+420{}", "00420{}", "+420 {}"))
    return random.choice((writing.format(person), writing.format(person), "anonymous", "+493012345678", ""))


def call_of(random: Random, number: int) -> Call:
    """The call of that number."""
    at = BEGINNING + timedelta(seconds=random.randrange(DAYS * 86_400), milliseconds=random.randrange(1000))
    key = f"{int(at.timestamp())}.{number}"
    direction = random.choices(DIRECTIONS, (8, 2, 1))[0]
    visits = _visits(random, key, at) if direction == "inbound" and random.random() < 0.9 else ()
    talks = _talks(random, key, at, direction) if random.random() < 0.7 else ()
    outside, inside = numbers(random), random.choice(AGENTS)
    return Call(
        pbx=random.choice(("main", "main", "branch")), call_id=key, direction=direction, started_at=at,
        line=random.choice((*LINES, None)) if direction == "inbound" else None,
        caller=outside if direction == "inbound" else random.choice((inside, None)),
        caller_name=random.choice(NAMES),
        called=outside if direction == "outbound" else random.choice((*LINES, "1001")),
        answered_at=talks[0].started_at if talks else None,
        ended_at=at + timedelta(milliseconds=random.randrange(900_000)) if random.random() < 0.97 else None,
        outcome="answered" if talks else random.choice(OUTCOMES[1:]),
        ended_by=random.choice(("caller", "agent", "transfer", "system", None)),
        is_in_gap=random.random() < 0.05, visits=visits, conversations=talks,
        transfers=_transfers(random, at), parkings=_parkings(random, at),
        recordings=tuple(
            Recording(file=f"{key}-{nth}.wav", leg_id=key, started_at=at) for nth in range(random.choice((0, 0, 1, 2)))
        ),
        steps=tuple(
            Step(happened_at=at, kind=kind, text=text, party="1001" if text in "*7" else None)
            for kind, text in random.choice((
                (), (("ivr", "menu"), ("digit", "1")),
                (("digit", "1"), ("digit", "3"), ("digit", "*"), ("digit", "7")),
            ))
        ),
    )  # fmt: skip


def _visits(random: Random, key: str, at: datetime) -> tuple[Visit, ...]:
    found = []
    for nth, queue in enumerate(random.choices(QUEUES, (30, 20, 5, 3, 2), k=random.choice((1, 1, 1, 2)))):
        is_answered = random.random() < 0.7
        rings = tuple(
            _ring(random, f"{key}.{nth}.{place}", at + nth * SECOND)
            for place in range(random.choice((0, 1, 1, 2, 5)))
        )
        found.append(Visit(
            queue=queue, uniqueid=key, nth=nth, entered_at=at + nth * SECOND,
            outcome="answered" if is_answered else random.choice(UNANSWERED),
            agent=random.choice(AGENTS) if is_answered else None,
            wait_time=random.choice((None, timedelta(milliseconds=random.randrange(200_000)))), attempts=rings,
        ))  # fmt: skip
    return tuple(found)


def _ring(random: Random, leg: str, at: datetime) -> Attempt:
    agent = random.choice(AGENTS)
    return Attempt(
        agent=agent, interface=f"PJSIP/{agent}", leg_id=leg, started_at=at,
        ended_at=random.choice((None, at + timedelta(microseconds=random.randrange(45_000_000)))),
        result=random.choice(("answered", "no_answer", "rejected", "elsewhere", None)),
    )  # fmt: skip


def _talks(random: Random, key: str, at: datetime, direction: Direction) -> tuple[Conversation, ...]:
    found = []
    for nth in range(random.choice((1, 1, 2, 3))):
        is_consultation = nth > 0 and random.random() < 0.4
        inside = direction == "internal" or is_consultation
        begun = at + (5 + nth) * SECOND
        hold = random.choice((timedelta(0), timedelta(0), timedelta(milliseconds=random.randrange(90_000))))
        found.append(Conversation(
            party=random.choice((*AGENTS, "caller") if direction == "outbound" and nth else AGENTS),
            other=random.choice(AGENTS) if inside else "caller", leg_id=f"{key}.t{nth}", started_at=begun,
            ended_at=begun + 60 * SECOND, talk_time=timedelta(milliseconds=random.randrange(600_000)), hold_time=hold,
            kind="consultation" if is_consultation else None,
            holds=(Hold(started_at=begun, ended_at=begun + hold),) if hold else (),
        ))  # fmt: skip
    return tuple(found)


def _transfers(random: Random, at: datetime) -> tuple[Transfer, ...]:
    if random.random() < 0.85:
        return ()
    return (Transfer(kind="blind", by="1001", to="1002", happened_at=at, is_completed=random.random() < 0.6),)


def _parkings(random: Random, at: datetime) -> tuple[Parking, ...]:
    return (Parking(space="701", by="1001", started_at=at),) if random.random() < 0.05 else ()


def written_of(random: Random) -> Written:
    """What was said about one call."""
    notes = {account: random.choice(NOTES) for account in ("eva", "petr") if random.random() < 0.15}
    codes = {"eva": random.choice(CODES)} if random.random() < 0.2 else {}
    forms = {("petr", "zakaznik"): random.choice(ANSWERS)} if random.random() < 0.1 else {}
    return Written(notes=notes, codes=codes, forms=forms)
