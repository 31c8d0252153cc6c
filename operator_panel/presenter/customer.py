"""What is known of the customer: earlier calls, earlier notes, what the CRM says and where it opens."""

from __future__ import annotations

from operator_panel.presenter.seen import Seen
from operator_panel.presenter.told import CustomerFacts, EarlierCall
from operator_panel.presenter.who import mapped, role_value
from operator_panel.presenter.writing import plain
from operator_panel.screen import Action, Customer, Earlier, KeyRow, Token, Wish, Words

CARD_ROWS, POPUP_ROWS, EARLIER, NOTES = 4, 2, 2, 3
LONGEST_VALUE, LEAD_ROWS = 200, 8
_NOT_ANSWERED = frozenset({"abandoned", "left_ivr", "overflow", "no_answer", "busy", "failed", "cancelled", "lost"})


def customer(seen: Seen, call: str, queue: str | None, *, is_popup: bool = False) -> Customer:
    """Everything that has arrived until now; what has not is left out."""
    language = seen.language
    found = seen.moment.customers.get(call)
    rows = tuple(
        KeyRow(plain(field.title or field.name), plain(value, LONGEST_VALUE))
        for _link, field, value in mapped(seen, call, queue) if field.role == "none"
    )[: POPUP_ROWS if is_popup else CARD_ROWS]  # fmt: skip
    rows = (*_of_contact(seen, call)[: POPUP_ROWS if is_popup else LEAD_ROWS], *rows)
    links = _links(seen, call, queue)
    said = Customer(language.text("Customer"), rows=rows, links=links, trouble=_trouble(seen, call, queue))
    return _with_past(seen, said, found, is_popup=is_popup) if found else said


def _with_past(seen: Seen, said: Customer, found: CustomerFacts, *, is_popup: bool) -> Customer:
    newest = sorted(found.last, key=lambda one: one.at, reverse=True)
    shown = sorted(newest[:EARLIER], key=lambda one: one.at)
    rest = len(newest) - len(shown)
    notes = tuple(
        KeyRow(
            " · ".join(filter(None, (seen.when(one.at), plain(one.agent_name or "")))), plain(one.text, LONGEST_VALUE)
        )
        for one in sorted(found.notes, key=lambda one: one.at, reverse=True)[: 1 if is_popup else NOTES]
    )  # fmt: skip
    more = seen.language.plural("and {number} more", "and {number} more", rest) if rest else ""
    earlier = tuple(earlier_call(seen, one) for one in shown)
    return Customer(said.title, _today(seen, found), earlier, more, said.rows, said.links, notes, said.trouble)


def _of_contact(seen: Seen, call: str) -> tuple[KeyRow, ...]:
    """What a campaign knows of whom it called."""
    work = seen.leads.get(call)
    fields = work.contact.fields if work is not None and work.contact is not None else ()
    return tuple(KeyRow(plain(title), plain(value, LONGEST_VALUE)) for title, value in fields if value.strip())


def _today(seen: Seen, found: CustomerFacts) -> Words:
    """ "Dnes 2 hovory · 1 nepřijatý": whoever did not get through is to be met with care."""
    language = seen.language
    if not found.calls_today:
        return Words()
    text = language.plural("{number} call today", "{number} calls today", found.calls_today)
    if not found.abandoned_today:
        return Words(text, "muted")
    lost = language.plural("{number} not answered", "{number} not answered", found.abandoned_today)
    return Words(f"{text} · {lost}", "warn", "bent_arrow")


def earlier_call(seen: Seen, one: EarlierCall) -> Earlier:
    """Direction or loss, time or day, and with whom it was or that nobody answered."""
    token: Token
    if one.direction == "outbound":
        is_lost = one.outcome in _NOT_ANSWERED
        icon, token = "arrow_up_right", "muted" if is_lost else "accent"
    else:
        is_lost = one.outcome in _NOT_ANSWERED
        icon, token = ("bent_arrow", "bad") if is_lost else ("arrow_down_left", "talking")
    who = plain(one.agent_name or "") or seen.name_of(one.agent)
    text = seen.language.text("not answered") if is_lost else who or seen.language.text("answered|one call")
    known = next((item.title for item in seen.desk.dispositions if item.code == one.disposition and item.title), "")
    said = plain(known or one.disposition or "")
    return Earlier(icon, token, seen.when(one.at), " · ".join(part for part in (text, said) if part))


def _links(seen: Seen, call: str, queue: str | None) -> tuple[Action, ...]:
    """What can be opened: pages that look-ups told of first, then the configured ones."""
    language = seen.language
    default, is_said = language.text("Open in the CRM"), False
    pages = {link.name for link, field, _value in mapped(seen, call, queue) if field.role == "page"}
    found = []
    for link in sorted(seen.desk.links_of(queue), key=lambda one: one.name not in pages):
        if link.kind in ("url", "program") or link.name in pages:
            icon = "play" if link.kind == "program" else "open_out"
            text = plain(link.title or (link.name if is_said else "")) or default
            is_said = is_said or text == default
            found.append(Action(Wish("open_link", call=call, choice=link.name), text, icon, "accent"))
    return tuple(found)


def _trouble(seen: Seen, call: str, queue: str | None) -> Words:
    """One line of how the look-ups went, if they brought nothing."""
    language, answers = seen.language, seen.moment.answers.get(call, ())
    states = {one.state for one in answers}
    if "failed" in states:
        return Words(language.text("CRM not responding, the call is not affected."), "warn", "triangle")
    if "found" in states or not states:
        return Words()
    if "asking" in states:
        return Words(language.text("Asking the CRM…"), "muted", "search")
    return Words(language.text("Not found in CRM"), "muted", "search")


def is_unknown(seen: Seen, call: str, queue: str | None) -> bool:
    """Does nobody know this caller: neither CRM nor history?"""
    found = seen.moment.customers.get(call)
    return not (found and (found.last or found.notes)) and not role_value(seen, call, queue, "name")
