"""The attempts of a contact or of a number, as a table: when, where, what came of it, who talked and why he."""

from __future__ import annotations

from shared.campaigns.campaign import Campaign
from shared.language import to_translate
from supervisor_console.campaigns.presenter import words
from supervisor_console.campaigns.presenter.moment import Around
from supervisor_console.reports.campaigns import Known
from supervisor_console.reports.campaigns_attempts import AttemptFound
from supervisor_console.views.pieces import Empty, Grid, Line, Mark

NONE = Mark(words.NONE, "muted")
BECAUSE = {
    "longest_idle": to_translate("free longest"), "fewest_calls": to_translate("fewest calls"),
    "round_robin": to_translate("his turn"), "weighted": to_translate("by weight"), "owner": to_translate("his client"),
    "appointment": to_translate("promised by him"), "only_one": to_translate("the only one free"),
    "asked": to_translate("asked for it"), "queue_place": to_translate("kept for his place in the queue"),
    "preview": to_translate("dialled it himself"),
}


def attempts(around: Around, title: str, found: tuple[AttemptFound, ...], known: tuple[Known, ...]) -> Grid:
    """The newest first; ``known``: campaigns, for the words of their dispositions."""
    text = around.language.text
    campaigns = {one.campaign.campaign: one.campaign for one in known}
    empty = None if found else Empty(text("It was not dialled yet."), icon="clock")
    return Grid(title=title, count=around.language.number(len(found)) if found else "", empty=empty,
                lines=tuple(_line(around, one, campaigns.get(one.campaign)) for one in found))  # fmt: skip


def _line(around: Around, one: AttemptFound, campaign: Campaign | None) -> Line:
    text = around.language.text
    at = f"{around.language.short_day(one.placed_at, around.zone)} {around.language.clock(one.placed_at, around.zone)}"
    if one.outcome is None:
        result = Mark(text("Goes on"), "ringing", "bell", is_state=True)
    else:
        result = words.outcome(around, one.disposition or one.outcome, campaign)
    talked = None
    if one.connected_at is not None and one.ended_at is not None:
        talked = (one.ended_at - one.connected_at).total_seconds()
    return Line(str(one.attempt), (
        Mark(at), Mark(words.phone(around, one.number)), Mark(one.title, more=words.mode(around, one.mode)),
        Mark(result.text, result.token, result.icon, hint=one.cause, is_state=True),
        Mark(" → ".join(_given(around, one)) or words.NONE, "text" if one.given or one.operator else "muted"),
        Mark(words.length(around, talked)) if talked is not None else NONE,
    ))  # fmt: skip


def _given(around: Around, one: AttemptFound) -> list[str]:
    if not one.given:
        return [words.operator(around, one.operator)] if one.operator else []
    return [f"{words.operator(around, each.agent or each.operator)} ({because(around, each.because)})"
            for each in one.given]  # fmt: skip


def because(around: Around, said: str) -> str:
    """Why this operator: the rules' words; the values they went by ("idle_seconds=12") are for programs."""
    codes = [part for part in said.split() if "=" not in part] if said.split(" ")[0] in BECAUSE else [said]
    return ", ".join(around.language.text(BECAUSE[code]) if code in BECAUSE else code for code in codes)
