"""Who is at the other end: number, name, marks; what the CRM adds to it."""

from __future__ import annotations

from collections.abc import Iterator

from operator_panel.presenter.seen import Seen
from operator_panel.presenter.told import CrmAnswer
from operator_panel.presenter.writing import plain
from operator_panel.screen import Caller, Words
from shared.domain import numbers
from shared.domain.board import CallRow
from shared.domain.desk import CrmLink, MappedField

_NO = frozenset({"", "0", "false", "no", "ne", "none", "null", "n", "off"})


def other_end(seen: Seen, row: CallRow) -> tuple[str | None, str]:
    """Number and name of whom I talk with, as the PBX tells them: of an own call, who is called."""
    if row.direction == "outbound" or (row.direction == "internal" and row.caller == seen.agent):
        called = _without_prefix(seen, row.called)
        return called, seen.names.get(called or "", "") or seen.names.get(row.called or "", "")
    name = row.caller_name or ""
    if row.caller and row.caller in seen.names:
        name = seen.names[row.caller]
    return row.caller, name


def customer_name(seen: Seen, row: CallRow) -> str:
    """What the other end is called: by the CRM, the PBX, or its number."""
    return shown_as(seen, row)[0]


def shown_as(seen: Seen, row: CallRow) -> tuple[str, str]:
    """Name and number of whom I talk with. A call of my own whose number is not known yet is just that."""
    number, name = other_end(seen, row)
    work = seen.leads.get(row.call)
    if work is not None and work.contact is not None:
        return named(seen, work.contact.number or number, work.contact.name or name)
    if number is None and row.caller is not None and row.caller == seen.agent:
        return seen.language.text("Outgoing call"), ""
    return named(seen, number, role_value(seen, row.call, row.queue, "name") or name)


def named(seen: Seen, number: str | None, name: str | None) -> tuple[str, str]:
    """Name and number to be shown. Without a name the number takes its place, and a hidden one says that it is."""
    shown = seen.phone(number)
    is_hidden = number is None or numbers.is_hidden(number)
    clean = plain(name or "")
    if not clean or _is_number(clean, number or "") or numbers.is_hidden(clean):
        return shown, ""
    return clean, "" if is_hidden else shown


def caller(seen: Seen, row: CallRow, detail: str) -> Caller:
    """Who, with the marks of queue and CRM."""
    shown, below = shown_as(seen, row)
    return Caller(shown, below, marks(seen, row.call, row.queue), detail)


def marks(seen: Seen, call: str, queue: str | None) -> tuple[Words, ...]:
    """VIP and the language to be spoken, where queue or CRM tell of them."""
    found = []
    vip = role_value(seen, call, queue, "vip").casefold() not in _NO
    if vip or (queue is not None and seen.centre.is_vip(queue)):
        found.append(Words("VIP", "warn", "star"))
    spoken = role_value(seen, call, queue, "language") or seen.desk.queue_desk(queue).language
    if spoken:
        found.append(Words(plain(spoken, 12).upper(), "accent", "globe"))
    return tuple(found)


def role_value(seen: Seen, call: str, queue: str | None, role: str) -> str:
    """What the CRM says in this role ("name", "vip", "language", "page"); empty: nothing."""
    return next((value for _link, field, value in mapped(seen, call, queue) if field.role == role), "")


def mapped(seen: Seen, call: str, queue: str | None) -> Iterator[tuple[CrmLink, MappedField, str]]:
    """Every value that look-ups of this call brought, in the order of links and fields."""
    answers = seen.moment.answers.get(call)
    if not answers:
        return
    found: dict[str, CrmAnswer] = {one.link: one for one in answers if one.state == "found"}
    for link in seen.desk.links_of(queue):
        answer = found.get(link.name)
        for field in link.fields if answer else ():
            value = answer.values.get(field.name, "") if answer else ""
            if value.strip():
                yield link, field, value


def _without_prefix(seen: Seen, number: str | None) -> str | None:
    """A number as it was dialled, without what leads outside: where it is none with it, and one without it."""
    prefix, country = seen.desk.outside_prefix, seen.centre.country
    if not number or not prefix or not number.startswith(prefix):
        return number
    whole, rest = numbers.to_dial(number, country), number[len(prefix) :]
    is_one = whole is not None and whole[1]
    return number if is_one or numbers.e164(rest, country) is None else rest


def _is_number(name: str, number: str) -> bool:
    """Does the network repeat the number in the name's place?"""
    digits = "".join(sign for sign in name if sign.isdecimal())
    plain_name = name.strip("+0123456789 ()-./")
    return not plain_name and bool(digits) and digits.lstrip("0")[-9:] == _digits(number)


def _digits(number: str) -> str:
    return "".join(sign for sign in number if sign.isdecimal()).lstrip("0")[-9:]
