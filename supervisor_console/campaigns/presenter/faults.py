"""What is wrong with a campaign's setup, in the reader's words. Newer kinds stay as they came."""

from __future__ import annotations

from shared.campaigns.campaign import Campaign
from shared.campaigns.faults import Fault, FaultKind, check
from shared.language import to_translate
from supervisor_console.campaigns.presenter.moment import Around

FAULTS: dict[FaultKind, str] = {
    "missing": to_translate("{where} is missing."),
    "no_number_place": to_translate("The way a number is reached has no place for the number."),
    "bad_ratio": to_translate("{what} calls for each free operator: 1 to 10 can be."),
    "unknown_zone": to_translate("There is no time zone {what}."),
    "unknown_country": to_translate("There is no country {what}."),
    "no_hours": to_translate("There are no hours in which it may call."),
    "bad_hours": to_translate("{what} is no part of a day."),
    "ends_before": to_translate("It ends on {what}, before it begins."),
    "unknown_result": to_translate("Again after {where}: there is no such result."),
    "rule_twice": to_translate("Again after {where} is said twice."),
    "bad_rule": to_translate("Again after {where}: {what} cannot be."),
    "answered_rule": to_translate("What follows an answered call is said by the operator's result."),
    "final_rule": to_translate("Again after {where}: this result is final, nobody is called again."),
    "name_twice": to_translate("{where} {what} is there twice."),
    "too_short_ring": to_translate("{what} seconds of ringing: 15 at least."),
    "bad_share": to_translate("{what} is no share of abandoned calls: up to 3 per cent can be."),
    "bad_confidence": to_translate("{what} is no certainty: 50 to 99 per cent can be."),
    "too_small": to_translate("{where}: {what} is too little."),
    "no_order_field": to_translate("Contacts are ordered by a field, and none is named."),
    "bad_quota": to_translate("The quota of {where}: {what} cannot be."),
    "quota_twice": to_translate("The quota of {where} is there twice."),
    "no_disposition": to_translate("There is no result: operators could not say what came of a call."),
    "no_goal": to_translate("There is a goal or a quota, and no result counts for it."),
    "no_sound": to_translate("Nothing is played to those for whom no operator is free."),
    "not_progressive": to_translate("Who asked in a queue is called back progressively only."),
    "too_old": to_translate("Callers of queues from {what} hours ago: 48 at most can be."),
}


def told(around: Around, fault: Fault) -> str:
    """One sentence."""
    known = FAULTS.get(fault.kind)
    return around.language.text(known, where=fault.where, what=fault.what) if known is not None else str(fault)


def wanting(around: Around, campaign: Campaign) -> str:
    """Why it cannot be started: the first fault, and how many more there are; "": it can."""
    found = check(campaign)
    if not found:
        return ""
    more = len(found) - 1
    rest = around.language.plural("And {number} more.", "And {number} more.", more) if more else ""
    return " ".join(part for part in (told(around, found[0]), rest) if part)
