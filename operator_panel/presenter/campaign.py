"""My campaign between calls: which one, when the next call comes, or why none does; choosing and leaving one."""

from __future__ import annotations

from datetime import timedelta

from operator_panel.presenter import shift
from operator_panel.presenter.seen import Seen
from operator_panel.presenter.writing import plain
from operator_panel.screen import Action, CampaignLine, Choice, Wish, Words
from shared.campaigns.working import EVERY
from shared.domain.campaigns import CampaignRow, CampaignWork
from shared.language import to_translate

NO_CALLS = {
    "no_contacts": to_translate("The campaign has no more contacts."),
    "hours": to_translate("Outside calling hours."), "paused": to_translate("The campaign is paused."),
    "finished": to_translate("The campaign has ended."), "over": to_translate("The campaign has ended."),
    "draft": to_translate("The campaign has not begun."), "not_begun": to_translate("The campaign has not begun."),
    "goal_near": to_translate("Calls that go on may reach the goal."),
    "pbx_away": to_translate("The PBX is not responding."),
    "not_ready": to_translate("Calls come when you are ready."),
    "not_named": to_translate("The campaign is for other operators now."),
    "not_in_queue": to_translate("Sign in to the campaign's queue first."),
    "no_skill": to_translate("The campaign asks for a skill that your account has not."),
    "no_language": to_translate("The campaign asks for a language that your account has not."),
}
"""Why nothing comes: the dialer's words."""
ALL = to_translate("All my campaigns")
JOINABLE = ("running", "paused")


def campaign_line(seen: Seen) -> CampaignLine | None:
    """None: there is no campaign that I could work in."""
    work, known = seen.moment.board.work, offered_campaigns(seen)
    if seen.sight != "live" or seen.agent is None or not seen.may("call.own") or not (work or known):
        return None
    language = seen.language
    heading = language.text("Campaign")
    if work is None:
        words = Words(language.text("You work in no campaign."), "muted", "clipboard")
        return CampaignLine(heading, "", words, actions=(_choose(seen, known, None),))
    words, time, label = _now(seen, work)
    again = (_next(seen, work),) if work.mode == "preview" and work.state == "idle" else ()
    place = language.text("{place} of {count}", place=work.place[0], count=work.place[1]) if work.place[1] else ""
    title = language.text(ALL) if work.campaign == EVERY else plain(work.title or work.campaign)
    return CampaignLine(
        heading, title, words, time, label, place,
        (*again, _choose(seen, known, work)),
    )  # fmt: skip


def offered_campaigns(seen: Seen) -> list[CampaignRow]:
    """Those that run, or are to go on, and name me, or nobody and are for a queue that I may answer."""
    mine, pbx = set(shift.allowed(seen)), seen.me.pbx if seen.me else None
    account = seen.welcome.user if seen.welcome else ""
    rows = [
        row for row in seen.moment.board.campaigns
        if row.state in JOINABLE and pbx in (None, row.pbx)
        and (account in row.accounts if row.accounts else row.queue in mine)
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row.title.casefold(), row.campaign))


def _now(seen: Seen, work: CampaignWork) -> tuple[Words, str, str]:
    """How it is, a time, and what the time is."""
    language = seen.language
    if work.state in ("calling", "talking") and work.contact is not None:
        name = plain(work.contact.name) or seen.phone(work.contact.number)
        text = language.text("Dialling {name}…", name=name)
        return Words(text, "accent", "arrow_up_right"), _since(seen, work), ""
    if work.why:
        text = language.text(NO_CALLS[work.why]) if work.why in NO_CALLS else language.text(
            "Nobody is called now: {reason}", reason=plain(work.why))  # fmt: skip
        is_muted = work.why in ("not_ready", "hours")
        return Words(text, "muted" if is_muted else "warn", "clock" if is_muted else "triangle"), "", ""
    if work.next_at is not None and work.next_at > seen.heard_at:
        left = timedelta(seconds=-(-(work.next_at - seen.heard_at).total_seconds() // 1))
        return Words(language.text("Waits for the next call."), "accent", "clock"), language.running(left), (
            language.text("next call about in"))  # fmt: skip
    text = language.text("The next contact is being looked for.") if work.mode == "preview" else (
        language.text("Waits for the next call."))  # fmt: skip
    return Words(text, "accent", "clock"), _since(seen, work), ""


def _since(seen: Seen, work: CampaignWork) -> str:
    return seen.language.running(max(timedelta(), seen.heard_at - work.since))


def _choose(seen: Seen, known: list[CampaignRow], work: CampaignWork | None) -> Action:
    """A menu: the campaigns, and none."""
    language = seen.language
    choices = [
        Choice(Wish("campaign", choice=row.campaign), plain(row.title or row.campaign),
               language.text("paused|campaign") if row.state == "paused" else "",
               is_chosen=work is not None and row.campaign == work.campaign and not work.is_every)
        for row in known
    ]  # fmt: skip
    if len(known) > 1 or (work is not None and work.is_every):
        choices.insert(0, Choice(Wish("campaign", choice=EVERY), language.text(ALL), language.text("by priority"),
                                 is_chosen=work is not None and work.is_every))  # fmt: skip
    if work is not None:
        choices.append(Choice(Wish("campaign"), language.text("Leave the campaign"), "", "sign_out"))
    return Action(
        Wish("campaign"), language.text("Change|campaign") if work else language.text("Choose|campaign"), "swap",
        is_enabled=seen.can_act, is_pending=seen.is_pending("campaign"), hint=seen.why_not, choices=tuple(choices),
    )  # fmt: skip


def _next(seen: Seen, work: CampaignWork) -> Action:
    """Ask for the next contact at once, where none is laid here by itself."""
    can = seen.can_act and work.why in ("", "no_contacts", "not_ready")
    return Action(Wish("next_contact"), seen.language.text("Next contact"), "skip", is_enabled=can,
                  is_pending=seen.is_pending("next_contact"), hint=seen.why_not)  # fmt: skip
