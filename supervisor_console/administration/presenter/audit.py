"""The tab of the audit: entries in the reader's words, filters, and whether the chain is whole."""

from __future__ import annotations

from typing import get_args

from shared.domain.search.query import Period, Preset
from shared.domain.search.spans import span_of
from shared.language import to_translate
from supervisor_console.administration.presenter import acts, words
from supervisor_console.administration.presenter.moment import AccountsMoment, Around, AuditFilter, AuditMoment
from supervisor_console.administration.presenter.sections.catalogue import SECTIONS
from supervisor_console.administration.screen.audit import AuditShown, EntryLine
from supervisor_console.reports.audit import AuditEntry, AuditTitles, AuditWanted
from supervisor_console.views.pieces import Choice, Deed, Mark, Option, choice_of

_PRESETS: dict[Preset, str] = {
    "last_hour": to_translate("Last hour"), "today": to_translate("Today"), "yesterday": to_translate("Yesterday"),
    "this_week": to_translate("This week"), "last_week": to_translate("Last week"),
    "this_month": to_translate("This month"), "last_month": to_translate("Last month"),
    "last_7_days": to_translate("Last 7 days"), "last_30_days": to_translate("Last 30 days"),
    "this_year": to_translate("This year"), "all": to_translate("All time"),
}  # fmt: skip


def wanted(chosen: AuditFilter, around: Around) -> AuditWanted:
    """What the filters mean to the database."""
    span = span_of(Period(preset=chosen.preset), around.now, around.zone)
    said = tuple(chosen.text.split())
    return AuditWanted(
        since=span.since, until=span.until, account=chosen.account,
        beginnings=acts.GROUPS[chosen.group][1] if chosen.group in acts.GROUPS else (), words=said,
        acts_said=tuple(acts.said(word, around.language) for word in said),
    )  # fmt: skip


def titles(around: Around) -> AuditTitles:
    """How an export is written."""
    language = around.language
    text = language.text
    heads = ("#", text("Time"), text("Who"), text("From where"), text("What"), text("Act"), text("Subject"),
             text("More"))  # fmt: skip
    separator = ";" if language.code == "cs" else ","
    return AuditTitles(
        heads=heads, act=lambda act: acts.called(act, language), zone=around.zone, separator=separator
    )


def shown(moment: AuditMoment, accounts: AccountsMoment, around: Around) -> AuditShown:
    """The whole tab."""
    text = around.language.text
    names = {one.name: one.title or one.name for one in accounts.found.accounts} if accounts.found else {}
    found, chosen = moment.entries, moment.chosen
    is_empty = moment.is_answered and not found
    busy = text("An export is being written.") if moment.is_exporting else ""
    foot = around.language.plural("{number} entry shown", "{number} entries shown", len(found))
    if moment.has_more:
        foot = text("{shown}, older ones come while scrolling", shown=foot)
    return AuditShown(
        title=text("Audit log"), chain=_chain(moment, around),
        lines=tuple(_line(one, names, around, has_days=chosen.preset not in ("today", "last_hour")) for one in found),
        foot=foot if moment.is_answered else "",
        empty=text("No entry is like that. Try a longer period.") if is_empty else "",
        search_hint=text("Search in the audit"), who=_who(chosen, names, around), what=_what(chosen, around),
        period=_period(chosen, around),
        export=Deed(text("Export"), "download", busy or (text("There is nothing to export.") if not found else "")),
        is_old=moment.knowing.away_since is not None,
    )  # fmt: skip


def _chain(moment: AuditMoment, around: Around) -> Mark:
    language, chain = around.language, moment.chain
    if chain is None:
        return Mark(language.text("Checking the chain…"), "muted", "refresh")
    if chain.first_broken is not None:
        number = language.number(chain.first_broken)
        return Mark(language.text("Chain broken from entry {number} on", number=number), "bad", "triangle")
    said = language.plural("Chain unbroken, {number} entry", "Chain unbroken, {number} entries", chain.entries)
    return Mark(said, "good", "lock")


def _line(entry: AuditEntry, names: dict[str, str], around: Around, *, has_days: bool) -> EntryLine:
    language = around.language
    whole = words.day_and_time(entry.happened_at, around.zone, language)
    clock = language.clock(entry.happened_at, around.zone)
    why = acts.refused(entry.act, entry.detail, language)
    said = acts.called(entry.act, language)
    subject = names.get(entry.subject, entry.subject) if entry.subject != entry.account else ""
    if entry.act.startswith(acts.SETTINGS):
        subject = next((language.text(one.title) for one in SECTIONS.values() if one.name == subject), subject)
    if why is None:
        outcome = Mark(language.text("Done"), "good", "circle_tick", is_state=True)
    else:
        outcome = Mark(language.text("Refused: {reason}", reason=why), "bad", "circle_cross", is_state=True)
    return EntryLine(
        id=entry.id, at=Mark(whole if has_days else clock, hint=f"{whole} · #{entry.id}"),
        who=Mark(names.get(entry.account, entry.account), hint=entry.account), origin=Mark(entry.origin, "muted"),
        act=Mark(said, hint=entry.act if said != entry.act else ""),
        subject=Mark(subject, more=acts.without_outcome(entry.act, entry.detail)), outcome=outcome,
    )  # fmt: skip


def _who(chosen: AuditFilter, names: dict[str, str], around: Around) -> Choice:
    text = around.language.text
    known = sorted(names.items(), key=lambda one: one[1].casefold())
    options = (
        Option("", text("Everybody"), not chosen.account),
        *(Option(name, title, name == chosen.account, name if name != title else "") for name, title in known),
    )
    return choice_of(text("Who"), options)


def _what(chosen: AuditFilter, around: Around) -> Choice:
    text = around.language.text
    options = (
        Option("", text("Everything"), not chosen.group),
        *(Option(name, text(word), name == chosen.group) for name, (word, _acts) in acts.GROUPS.items()),
    )
    return choice_of(text("What"), options)


def _period(chosen: AuditFilter, around: Around) -> Choice:
    text = around.language.text
    presets: tuple[Preset, ...] = get_args(Preset)
    return choice_of(text("Period"), tuple(Option(one, text(_PRESETS[one]), one == chosen.preset) for one in presets))
