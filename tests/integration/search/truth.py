"""What a query means, in plain Python over the facts: what the database must find, no more and no less."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, time, timedelta, tzinfo

from shared.domain.calls import Call, Conversation
from shared.domain.search.query import Query, Term
from shared.domain.search.spans import span_of
from tests.integration.search.made import Written

MISSING = -1


class Truth:
    """The stored calls with what was said about them, as an account sees them; ``queues`` None: all."""

    def __init__(
        self, stored: Iterable[tuple[Call, Written]], now: datetime, zone: tzinfo, queues: frozenset[str] | None = None
    ) -> None:
        self.stored = [
            (call, said) for call, said in stored
            if queues is None or queues & {visit.queue for visit in call.visits}
        ]  # fmt: skip
        self._now, self._zone = now, zone

    def found(self, query: Query) -> list[Call]:
        """The calls, in the query's order."""
        span = span_of(query.period, self._now, self._zone)
        calls = [
            call for call, said in self.stored
            if (span.since is None or call.started_at >= span.since)
            and (span.until is None or call.started_at < span.until)
            and all(self._is_so(term, call, said) != term.is_not for term in query.terms)
        ]  # fmt: skip
        lengths: dict[str, Callable[[Call], int | None]] = {
            "longest_wait": wait_ms, "longest_talk": talk_ms, "longest": length_ms,
        }  # fmt: skip
        by = lengths.get(query.order, lambda call: 0)
        calls.sort(
            key=lambda call: (_or_missing(by(call)), call.started_at, call.pbx, call.call_id),
            reverse=query.order != "oldest",
        )
        return calls

    def _is_so(self, term: Term, call: Call, said: Written) -> bool:
        if term.field in _MEASURES:
            return _within(term, _MEASURES[term.field](call))
        if term.field in _CHOICES:
            return not set(_CHOICES[term.field](call)).isdisjoint(term.values)
        if term.field in _TRUTHS:
            return _TRUTHS[term.field](call, said)
        match term.field:
            case "number":
                return any(_is_number(customer(call), value) for value in term.values)
            case "line":
                return call.line is not None and any(_is_number(_digits(call.line), value) for value in term.values)
            case "name":
                return _has_words([call.caller_name or ""], term.values)
            case "note":
                return _has_words(said.notes.values(), term.values)
            case "crm":
                return any(_has_answer(said, value) for value in term.values)
            case "disposition":
                return any(code in term.values for code, _text in said.codes.values())
            case "digits":
                return any(value and keyed(call).startswith(value) for value in term.values)
            case "clock":
                return any(_is_then(call.started_at.astimezone(self._zone).time(), value) for value in term.values)
            case "weekday":
                return str(call.started_at.astimezone(self._zone).isoweekday()) in term.values
            case "called_back":
                return _is_missed(call) and called_back_at(call, [one for one, _said in self.stored]) is not None
        return False


def wait_ms(call: Call) -> int | None:
    """In all queues together."""
    return _total(visit.wait_time for visit in call.visits)


def ring_ms(call: Call) -> int | None:
    """The longest ringing, halves of a millisecond upwards."""
    rings = [ring for visit in call.visits for ring in visit.attempts if ring.ended_at]
    return max((_between(ring.started_at, ring.ended_at) for ring in rings if ring.ended_at), default=None)


def talk_ms(call: Call) -> int | None:
    """Of all conversations with the customer."""
    return _total(talk.talk_time for talk in talks(call))


def hold_ms(call: Call) -> int | None:
    """Of the same conversations."""
    return _total(talk.hold_time for talk in talks(call))


def length_ms(call: Call) -> int | None:
    """From the first ring to the last hang-up."""
    return None if call.ended_at is None else _between(call.started_at, call.ended_at)


def talks(call: Call) -> list[Conversation]:
    """Conversations with the customer; of a call inside the house those of who talked first."""
    plain = [talk for talk in call.conversations if talk.kind != "consultation"]
    outside = [talk for talk in plain if talk.other == "caller"]
    return outside or [talk for talk in plain if talk.party == plain[0].party]


def agents(call: Call) -> list[str]:
    """Who talked."""
    return [talk.party for talk in call.conversations if talk.kind is None and talk.party != "caller"]


def rang(call: Call) -> list[str]:
    """Whose phones rang."""
    return [ring.agent for visit in call.visits for ring in visit.attempts]


def missed(call: Call) -> set[str]:
    """Whose phones rang and were not answered there."""
    took = {ring.agent for visit in call.visits for ring in visit.attempts if ring.result == "answered"}
    return set(rang(call)) - took


def customer(call: Call) -> str:
    """The digits of the number outside."""
    return _digits((call.called if call.direction == "outbound" else call.caller) or "")


def keyed(call: Call) -> str:
    """The digits that the caller keyed."""
    return "".join(step.text for step in call.steps if step.kind == "digit" and step.party is None)


def called_back_at(call: Call, calls: Sequence[Call]) -> datetime | None:
    """The first later call in which that customer was talked with."""
    end = customer(call)[-9:]
    later = (
        one.started_at for one in calls
        if len(end) >= 6 and customer(one)[-9:] == end and one.started_at > call.started_at
        and one.outcome == "answered" and one.answered_at
    )  # fmt: skip
    return min(later, default=None)


def _is_missed(call: Call) -> bool:
    return call.direction == "inbound" and call.outcome != "answered"


def _has_words(texts: Iterable[str], values: Iterable[str]) -> bool:
    return any(
        wanted and all(any(word.startswith(one) for word in _words(text)) for one in wanted)
        for value in values for wanted in [_words(value)] for text in texts
    )  # fmt: skip


def _words(text: str) -> list[str]:
    plain = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return re.findall(r"\w+", plain.lower())


def _has_answer(said: Written, value: str) -> bool:
    field, sign, wanted = value.partition("=")
    told = [pair for answers in said.forms.values() for pair in answers.items()]
    return _has_words([text for name, text in told if not sign or name == field], [wanted if sign else value])


def _is_number(stored: str, value: str) -> bool:
    if "*" not in value:
        return stored in _writings(_digits(value))
    head, *rest = value.split("*")
    heads = _writings(_digits(head), is_whole=False) if head else {""}
    tail = ".*".join(map(_digits, rest))
    return any(re.fullmatch(f"{one}.*{tail}", stored) for one in heads)


def _writings(digits: str, *, is_whole: bool = True) -> set[str]:
    """Czech numbers with and without 420, and with 00 before it: as far as the tests' numbers need."""
    if digits.startswith("00420"):
        digits = digits[2:]
    national = digits.removeprefix("420")
    return {digits, national, f"420{national}", f"00420{national}"} if len(national) > 4 or not is_whole else {digits}


def _is_then(at: time, value: str) -> bool:
    first, last = map(time.fromisoformat, value.split("-"))
    return first <= at < last if first < last else at >= first or at < last


def _within(term: Term, value: int | None) -> bool:
    if value is None:
        return False
    scale = 1 if term.field == "attempts" else 1000
    low = None if term.lowest is None else round(term.lowest * scale, 6)
    high = None if term.highest is None else round(term.highest * scale, 6)
    if term.is_strict:
        return (low is None or value > low) and (high is None or value < high)
    return (low is None or value >= low) and (high is None or value <= high)


def _total(lengths: Iterable[timedelta | None]) -> int | None:
    known = [round(length / timedelta(milliseconds=1)) for length in lengths if length is not None]
    return sum(known) if known else None


def _between(start: datetime, end: datetime) -> int:
    return ((end - start) // timedelta(microseconds=1) + 500) // 1000


def _digits(text: str) -> str:
    return re.sub("[^0-9]", "", text)


def _or_missing(length: int | None) -> int:
    return MISSING if length is None else length


_MEASURES: dict[str, Callable[[Call], int | None]] = {
    "wait": wait_ms, "ring": ring_ms, "talk": talk_ms, "hold": hold_ms, "length": length_ms,
    "attempts": lambda call: len(rang(call)),
}  # fmt: skip
_CHOICES: dict[str, Callable[[Call], Iterable[object]]] = {
    "queue": lambda call: [visit.queue for visit in call.visits], "agent": agents, "rang": rang, "missed": missed,
    "direction": lambda call: [call.direction], "outcome": lambda call: [call.outcome],
    "visit": lambda call: [visit.outcome for visit in call.visits], "ended_by": lambda call: [call.ended_by],
    "pbx": lambda call: [call.pbx], "call": lambda call: [call.call_id],
}  # fmt: skip
_TRUTHS: dict[str, Callable[[Call, Written], bool]] = {
    "transferred": lambda call, _said: any(one.is_completed for one in call.transfers),
    "held": lambda call, _said: bool(hold_ms(call)),
    "consulted": lambda call, _said: any(talk.kind == "consultation" for talk in call.conversations),
    "parked": lambda call, _said: bool(call.parkings), "recorded": lambda call, _said: bool(call.recordings),
    "gap": lambda call, _said: call.is_in_gap, "disposed": lambda _call, said: bool(said.codes),
    "noted": lambda _call, said: any(said.notes.values()),
}  # fmt: skip
