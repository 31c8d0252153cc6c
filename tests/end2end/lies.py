"""Where queue_log is wrong or silent, with the reason; corrections are made from what the phones did.

Found by recording each case with phones that do exactly one thing; see the stories of the same names.
"""

from typing import Any

from .evidence import LoggedVisit

# app_queue writes no line at all for callers it does not let in
UNLOGGED_OUTCOMES = ("join_empty", "full")
# seconds that a phone was off hook without a partner: it heard a prompt, dialled, or the client still rang
PHONE_EXTRA = {
    "s2_originate_agent_first": 3.5,  # off hook while the client is called, and after the busy one
    "t_parking": 3.0,
    "t2_parking_timeout": 3.0,
    "t3_parking_by_code": 4.5,  # the parker hears the number of the space
    "busy_hour": 30.0,  # parkings: ten agents together, a few each
}


def correct(story: str, number: int, visit: LoggedVisit) -> None:
    """Put the n-th visit of a story right."""
    if story == "j3_redirect_ami" and visit.queue == "support":
        # COMPLETECALLER is written when the caller's channel ends, after the other queue and the survey
        visit.talk, visit.ended_by = 2, "transfer"
    elif story in ("j4_redirect_waiting", "j8_redirect_ringing") and visit.queue == "support":
        visit.outcome = "transferred"  # a redirect of a waiting caller is logged as ABANDON
    elif story == "j2_attended_transfer_to_queue" and visit.queue == "sales":
        # COMPLETECALLER is written when the consulting agent leaves, though the answering one talks on
        visit.talk, visit.ended_by = None, None
    elif story == "t3_parking_by_code":
        visit.talk, visit.ended_by = None, "transfer"  # parking by a feature code is no transfer to app_queue
    elif story == "y_restart_graceful" and number < 3:
        # a clean stop is told as if the people had hung up
        visit.ended_by, visit.talk = None, None
        visit.outcome = "answered" if number == 0 else None
        visit.unanswered.clear()


def is_feature_code(number: str) -> bool:
    """Dialling a code is no conversation: queue login, pick-up, parking."""
    return number.startswith("*") and not number.startswith("*8") and not number.startswith("*78")


def moved_behind_local(messages: list[dict[str, Any]]) -> dict[tuple[str, str], float]:
    """(uniqueid, queue) -> seconds of talk, of visits whose member behind a Local channel passed the caller
    on.

    app_queue holds the other half of the Local pair: it sees no transfer, and counts the next person's talk
    as well.
    """
    half, connected, moved = {}, {}, {}
    for message in messages:
        event = message.get("e", {})
        name = event.get("Event")
        if name == "LocalBridge":
            half[event["LocalTwoChannel"]] = event["LocalOneChannel"]
        elif name == "AgentConnect":
            connected[event["DestChannel"]] = (event["Uniqueid"], event["Queue"], message["t"])
        elif name in ("BlindTransfer", "AttendedTransfer"):
            who = connected.pop(half.get(event.get("TransfereeChannel")), None)
            if who:
                moved[who[:2]] = message["t"] - who[2]
    return moved
