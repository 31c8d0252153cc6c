"""The chip that says whether figures were proved. Muted while all is well: to be trusted, not to be read."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from shared.domain.proofs import Disagreement, Finding, ProofKind
from shared.language import Language, to_translate
from supervisor_console.live.presenter.seen import Seen
from supervisor_console.live.screen.proof import ProofLine, ProofMark

OLD = timedelta(days=3)
"""The day before was proved last night; before the night's hour it is the day before that one."""
SHOWN = 6
"""Differences of each kind that are told."""
TITLES: dict[ProofKind, str] = {
    "conservation": to_translate("Every visit is accounted for"),
    "rollups": to_translate("Sums are those of the calls"),
    "queue_log": to_translate("Visits are those of queue_log"),
}


def proof_mark(seen: Seen) -> ProofMark | None:
    """None: the account is told nothing of it, or nothing is known yet."""
    findings, language = seen.moment.proof, seen.language
    if findings is None or not seen.may("history.all") or seen.moment.own_queues is not None:
        return None
    if not any(one.checked for one in findings):
        foot = language.text("Each night the daemon proves the figures of the day before.")
        return ProofMark(icon="circle_dashed", token="muted", text=language.text("Figures not proved yet"),
                         title=language.text("Proof of figures"), foot=foot)  # fmt: skip
    day = findings[0].day
    return _mark(seen, findings, day, _day(seen, day))


def _mark(seen: Seen, findings: tuple[Finding, ...], day: date, told: str) -> ProofMark:
    language, wrong = seen.language, sum(one.unexplained for one in findings)
    is_old = seen.moment.now.astimezone(seen.zone).date() - day > OLD
    title, lines = language.text("Proof of figures of {day}", day=told), tuple(_line(seen, one) for one in findings)
    if wrong:
        text = language.plural("{number} difference in figures of {day}", "{number} differences in figures of {day}",
                               wrong, day=told)  # fmt: skip
        foot = language.text("More: {command}", command=f"collector-daemon proof --day {day.isoformat()}")
        return ProofMark(icon="triangle", token="bad", text=text, title=title, lines=lines, foot=foot)
    if is_old:
        foot = language.text("Since then no night's proof was made; the daemon's log says why.")
        text = language.text("Figures last proved of {day}", day=told)
        return ProofMark(icon="clock", token="warn", text=text, title=title, lines=lines, foot=foot)
    text = language.text("Figures of {day} proved", day=told)
    return ProofMark(icon="circle_tick", token="muted", text=text, title=title, lines=lines)


def _line(seen: Seen, one: Finding) -> ProofLine:
    language, many = seen.language, len(seen.pbxs) > 1
    title = language.text(TITLES[one.kind]) + (f" ({one.pbx})" if many else "")
    told = language.plural("{number} compared", "{number} compared", one.checked)
    if one.unexplained:
        told += ", " + language.plural("{number} differs", "{number} differ", one.unexplained)
    elif not one.explained:
        told += ", " + language.text("nothing differs")
    if one.explained:
        told += ", " + language.plural("{number} differs for a known reason", "{number} differ for known reasons",
                                       one.explained)  # fmt: skip
    wrong = [two for two in one.detail if not two.reason]
    return ProofLine(icon="triangle" if one.unexplained else "tick", token="bad" if one.unexplained else "good",
                     title=title, text=told,
                     differences=tuple(_difference(language, two) for two in wrong[:SHOWN]))  # fmt: skip


def _difference(language: Language, one: Disagreement) -> str:
    nothing = language.text("nothing")
    return f"{one.about} · {one.field}: " + language.text(
        "stored {ours}, should be {theirs}", ours=one.ours or nothing, theirs=one.theirs or nothing)


def _day(seen: Seen, day: date) -> str:
    noon = datetime.combine(day, time(12), seen.zone)
    return seen.language.short_day(noon, seen.zone).replace(" ", "\u00a0")
