"""The simulator holds its word: the same things happen in the same order as on a real Asterisk 22.

Each case plays by script what was recorded, and compares the normal forms of the two streams.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest

from collector_daemon.capture import Entry, Heard, Lost, read
from collector_daemon.simulator import membership
from collector_daemon.simulator.actions import ACTIONS
from collector_daemon.simulator.people import Attended, Blind, End, Hold, Park, Reaction
from collector_daemon.simulator.stopping import stop
from collector_daemon.simulator.stories.codes import dial_code
from collector_daemon.simulator.stories.outgoing import call_out
from tests.unit.simulator.lab import Lab
from tests.unit.simulator.normal_form import normal_form

RECORDINGS = Path(__file__).parents[2] / "stories" / "22"
SUPPORT, SALES, VIP, MENU = "420222111001", "420222111002", "420222111003", "420222111000"
TALK = (End(3.0, "caller"),)


def answers(after: float) -> list[Reaction]:
    return [Reaction("answer", after)]


def support(present: str, reactions: dict[str, list[Reaction]], *acts: object, **visitor: Any) -> Lab:
    return Lab(present, reactions, [acts] if acts else []).calls(SUPPORT, **visitor).run()  # type: ignore[list-item]


def after_first(*acts: object, present: str = "1001 1005", later: Reaction | None = None) -> Lab:
    """1001 answers after 1 s and does ``acts``; 1005 does ``later``."""
    reactions = {"1001": answers(1.0), "1005": [later] if later else []}
    return Lab(present, reactions, [acts, TALK]).calls(SUPPORT).run()  # type: ignore[list-item]


def outgoing() -> Lab:
    kinds = {"420603000001": answers(2.0), "420603000004": answers(1.0),
             "420603000002": [Reaction("busy", 0.3)], "420603000005": [Reaction("unreachable", 0.1)]}
    lab = Lab("1001", kinds, [(End(3.0, "agent"),), (End(3.0, "caller"),)])
    times = {"420603000001": 0.0, "420603000004": 6.0, "420603000002": 11.1, "420603000003": 12.5,
             "420603000013": 23.5, "420603000005": 27.5}
    for number, after in times.items():
        patience = 3.0 if number.endswith("13") else None
        lab.pbx.schedule.start(call_out(lab.pbx, "1001", number, patience), after)
    return lab.run()


def internal() -> Lab:
    lab = Lab(
        "1001 1002 1003", {"1002": answers(1.5), "1003": [Reaction("busy", 0.3)]}, [(End(2.0, "agent"),)]
    )
    for number, after in (("1002", 0.0), ("1003", 4.2), ("1004", 5.3)):
        lab.pbx.schedule.start(call_out(lab.pbx, "1001", number), after)
    return lab.run()


def leave_empty() -> Lab:
    lab = Lab("1009").calls("420222111006").run(2.0)
    membership.pause(lab.pbx, "PJSIP/1009", True, "oběd")
    return lab.run()


def stopped() -> Lab:
    lab = Lab("1001 1004", {"1001": answers(1.0)}, [(End(60.0, "caller"),)])
    lab.calls(SUPPORT).calls(SALES, 1.06).calls("420222111003", 1.12).run(3.1)
    stop(lab.pbx)
    return lab


def originated() -> Lab:
    lab = Lab("1001", {"1001": answers(1.0), "420603000001": answers(2.0), "420603000002": [Reaction("busy", 0.3)],
                       "420603000005": [Reaction("unreachable", 0.1)]}, [(End(3.0, "agent"),)])
    for number, wait in (("420603000001", 6.1), ("420603000002", 1.35), ("420603000003", 6.0), ("420603000005", 5.0)):
        ACTIONS["originate"](lab.pbx, {
            "channel": f"PJSIP/{number}@trunk", "context": "queues", "exten": "501", "priority": "1",
            "timeout": "5000", "callerid": "Kampaň Jaro <420222111000>", "channelid": f"dial-{number[-1]}"})
        lab.run(wait)
    return lab


def redirected(lab: Lab, after: float, exten: str, **visitor: Any) -> Lab:
    lab.calls(SUPPORT, **visitor).run(after)
    channel = str(lab.heard("Newchannel")[0]["Channel"])
    reply = ACTIONS["redirect"](
        lab.pbx, {"channel": channel, "context": "queues", "exten": exten, "priority": "1"}
    )
    assert reply.response["Response"] == "Success"
    return lab.run()


def muted() -> Lab:
    lab = Lab("1001", {"1001": answers(1.0)}, [(End(6.0, "agent"),)]).calls(SUPPORT).run(3.05)
    channel = str(lab.heard("Newchannel")[0]["Channel"])
    for state in ("1", "0"):
        action = {"channel": channel, "direction": "both", "state": state}
        assert ACTIONS["mixmonitormute"](lab.pbx, action).response["Response"] == "Success"
        lab.run(2.0)
    return lab.run()


def asks(lab: Lab, action: str, extension: str = "", **more: str) -> None:
    """A desk's action; ``extension``: about the leg of this phone that came last."""
    if extension:
        legs = [leg for leg in lab.pbx.switch.legs.values() if leg.device == f"PJSIP/{extension}"]
        more["channel"] = legs[-1].name
    reply = ACTIONS[action](lab.pbx, {"action": action, "context": "internal", **more})
    assert reply.response["Response"] == "Success"


def rings(lab: Lab, extension: str, order: str, shown: str, **goal: str) -> None:
    """A desk has its own phone rung."""
    variables = [f"CALLCENTRE_ORDER={order}", f"CALLERID(num)={extension}", f"CONNECTEDLINE(num,i)={shown}"]
    asks(lab, "originate", variable="\n".join(variables), channelid=f"{order.split()[0]}-1", timeout="10000",
         **{**goal, "channel": f"PJSIP/{extension}"})


def answered(*later: Reaction, present: str = "1001 1005") -> Lab:
    """1001 talks with a customer of support, and would for long; 1005 does ``later``; 3.06 s have passed."""
    reactions = {"1001": [*answers(1.0), *answers(1.0)], "1005": list(later)}
    return Lab(present, reactions, [(End(99.0, "caller"),)] * 3).calls(SUPPORT).run(3.06)


def desk_dials() -> Lab:
    lab = Lab("1001", {"420603000001": answers(2.0)}, [(End(2.94, "agent"),)])
    rings(lab, "1001", "dial 420603000001", "420603000001", exten="420603000001")
    lab.run(20.0)
    asks(lab, "originate", channel="PJSIP/1002", exten="420603000001", channelid="dial-2",
         variable="CALLCENTRE_ORDER=dial 420603000001")
    return lab.run()


def desk_holds() -> Lab:
    lab = answered()
    for event, seconds in (("hold", 3.0), ("talk", 2.0)):
        asks(lab, "pjsipnotify", "1001", variable=f"Event={event}")
        lab.run(seconds)
    return leaves(lab)


def leaves(lab: Lab) -> Lab:
    """The customer hangs up: whoever is at the desk has taken chance's place, so that is done for him here."""
    course = lab.pbx.courses[0]
    assert course.task
    lab.pbx.schedule.wake(course.task, None)
    return lab.run()


def desk_asks() -> Lab:
    lab = answered(*answers(1.0))
    asks(lab, "atxfer", "1001", exten="1005")
    asks(lab.run(5.05), "hangup", "1001")
    return leaves(lab.run(3.0))


def desk_asks_in_vain() -> Lab:
    lab = answered(*answers(1.0), Reaction("ignore"))
    asks(lab, "atxfer", "1001", exten="1005")
    asks(lab.run(5.03), "cancelatxfer", "1001")
    asks(lab.run(2.0), "atxfer", "1001", exten="1005")
    asks(lab.run(3.53), "cancelatxfer", "1001")
    return leaves(lab.run(2.0))


def desk_parks() -> Lab:
    lab = answered()
    asks(lab, "blindtransfer", "1001", exten="700")
    rings(lab.run(4.0), "1005", "retrieve 701", "701", exten="701")
    asks(lab.run(4.05), "blindtransfer", "1005", exten="1001")
    lab.run(3.06)
    return leaves(lab)


def desk_picks_up() -> Lab:
    lab = Lab("1001 1005", {"1001": [Reaction("ignore")]}, [TALK]).calls(SUPPORT).run(2.05)
    target = next(leg.name for leg in lab.pbx.switch.legs.values() if leg.device == "PJSIP/1001")
    rings(lab, "1005", "pickup 1", "1001", application="PickupChan", data=target)
    return lab.run()


def listened_to() -> Lab:
    lab = answered(present="1001 1010")
    target = next(leg.name for leg in lab.pbx.switch.legs.values() if leg.device == "PJSIP/1001")
    rings(lab, "1010", "listen 1001", "1001", application="ChanSpy", data=f"{target},qES")
    return leaves(lab.run(3.1))


def coded() -> Lab:
    lab = Lab("1010")
    for code in ("*45", "*47", "*48", "*46"):
        lab.pbx.schedule.start(dial_code(lab.pbx, "1010", code))
        lab.run(1.0)
    return lab.run()


def _until_lost(entries: Iterable[Entry]) -> Iterator[Entry]:
    return takewhile(lambda entry: not isinstance(entry, Lost), entries)


CASES: dict[str, Callable[[], Lab]] = {
    "a_answered_caller_hangup": lambda: support("1001", {"1001": answers(2.0)}, End(4.0, "caller")),
    "b_answered_agent_hangup": lambda: support("1001", {"1001": answers(1.5)}, End(3.0, "agent")),
    "c_abandon_waiting": lambda: support("", {}, patience=5.0),
    "d_abandon_ringing": lambda: support("1001", {}, patience=3.0),
    "e_rna_then_b": lambda: Lab("1004 1005", {"1005": answers(1.0)}, [TALK]).calls(SALES).run(),
    "f_ringall_three": lambda: support("1001 1002 1003", {"1002": answers(2.0)}, End(3.0, "agent")),
    "f2_ringall_second_round": lambda: support(
        "1001 1002", {"1001": [Reaction("ignore"), Reaction("answer", 2.0)]}, End(3.0, "agent")
    ),
    "g_reject_busy_then_other": lambda: (
        Lab("1004 1005", {"1004": [Reaction("busy", 1.0)], "1005": answers(1.0)}, [TALK]).calls(SALES).run()
    ),
    "g2_decline_then_other": lambda: (
        Lab("1004 1005", {"1004": [Reaction("decline", 1.0)], "1005": answers(1.0)}, [TALK])
        .calls(SALES)
        .run()
    ),
    "h_blind_transfer": lambda: after_first(Blind(3.0, "1005"), later=Reaction("answer", 2.0)),
    "h3_blind_transfer_fails": lambda: after_first(Blind(3.0, "1009")),
    "h6_blind_transfer_busy": lambda: after_first(Blind(3.0, "1005"), later=Reaction("busy", 0.3)),
    "h7_blind_transfer_abandoned": lambda: (
        Lab("1001 1005", {"1001": answers(1.0)}, [(Blind(3.0, "1005"),)]).calls(SUPPORT, patience=7.08).run()
    ),
    "i_attended_transfer": lambda: after_first(
        Attended(2.0, "1005", 2.0), *TALK, later=Reaction("answer", 1.5)
    ),
    "i4_consultation_given_up": lambda: after_first(
        Attended(2.0, "1005", 2.0, goes_back=True), End(2.0, "agent"), later=Reaction("answer", 1.0)
    ),
    "i4b_consultation_not_answered": lambda: after_first(
        Attended(2.0, "1005", 2.0), End(2.0, "agent"), later=Reaction("decline", 1.0)
    ),
    "j_blind_transfer_to_queue": lambda: (
        Lab("1001 1004", {"1001": answers(1.0), "1004": answers(1.5)}, [(Blind(2.5, "502"),), TALK])
        .calls(SUPPORT)
        .run()
    ),
    "k_hold_unhold": lambda: support(
        "1001", {"1001": answers(1.0)}, Hold(2.0, 3.0), Hold(1.5, 1.5, "caller"), End(1.0, "caller")
    ),
    "l_queue_timeout": lambda: Lab("1001").calls("420222111007", message_seconds=9.0).run(),
    "m_exit_with_key": lambda: Lab("1001").calls("420222111008", key=(2.1, "1")).run(),
    "n_join_empty": lambda: (
        Lab("").calls("420222111010").calls("420222111006", 0.01).calls("420222111006", 0.02).run()
    ),
    "n2_full": lambda: (
        Lab("1001").calls("420222111005", patience=3.0).calls("420222111005", after=0.06).run()
    ),
    "o_queue_members": coded,
    "p_local_member": lambda: Lab("1007", {"1007": answers(1.0)}, [(End(3.0, "agent"),)]).calls(VIP).run(),
    "p5_local_rings_out": lambda: (
        Lab("1007", {"1007": [Reaction("ignore"), *answers(1.0)]}, [(End(2.0, "caller"),)]).calls(VIP).run()
    ),
    "q_outbound": outgoing,
    "r_internal": internal,
    "t_parking": lambda: after_first(Park(2.0, 4.0, "1005"), End(3.0, "agent")),
    "t2_parking_timeout": lambda: (
        Lab("1001", {"1001": [*answers(1.0), *answers(1.0)]}, [(Park(2.0, 60.0, None), End(2.0, "agent"))])
        .calls(SUPPORT)
        .run()
    ),
    "u_pickup": lambda: (
        Lab("1001 1005", {"1001": [Reaction("pickup", 2.0, "1005")]}, [TALK]).calls(SUPPORT).run()
    ),
    "w_ivr_only": lambda: (
        Lab("1005", {"1005": answers(1.0)}, [(End(2.0, "agent"),)])
        .calls(MENU, ivr_hang_up=3.0)
        .calls(MENU, 4.0, digits=((1.34, "9"),))
        .calls(MENU, 9.0, digits=((1.34, "9"),), patience=2.0)
        .run()
    ),
    "w2_ivr_digits": lambda: (
        Lab("1001", {"1001": [*answers(1.0), *answers(1.0)]}, [(End(2.0, "agent"),)] * 2)
        .calls(MENU, digits=((1.34, "1"),))
        .calls(MENU, 5.0, digits=((1.34, "5"), (1.34, "2")), patience=3.0)
        .calls(MENU, 12.0)
        .run()
    ),
    "m2_exit_with_key_to_person": lambda: (
        Lab("1005", {"1005": answers(1.0)}, [(End(3.0, "agent"),)])
        .calls("420222111008", key=(2.1, "0"))
        .run()
    ),
    "h2_blind_transfer_outside": lambda: (
        Lab(
            "1001",
            {"1001": answers(1.0), "420603000001": answers(2.0)},
            [(Blind(3.0, "420603000001"),), TALK],
        )
        .calls(SUPPORT)
        .run()
    ),
    "i5_attended_outside": lambda: (
        Lab(
            "1001",
            {"1001": answers(1.0), "420603000001": answers(2.0)},
            [(Attended(2.0, "420603000001", 2.0), *TALK)],
        )
        .calls(SUPPORT)
        .run()
    ),
    "z2_recording_paused": muted,
    "s5_desk_dials": desk_dials,
    "k5_desk_holds": desk_holds,
    "i10_desk_asks": desk_asks,
    "i11_desk_asks_in_vain": desk_asks_in_vain,
    "t5_desk_parks": desk_parks,
    "u11_desk_picks_up": desk_picks_up,
    "zd_voicemail": lambda: (
        Lab("1001", {"1001": [Reaction("busy", 1.0)]})
        .calls("420222111105", message_seconds=8.0)
        .calls("420222111101", 8.1)
        .run()
    ),
    "ze_direct_did": lambda: (
        Lab("1005", {"1005": answers(1.5)}, [TALK])
        .calls("420222111105")
        .calls("420222111105", 6.0, patience=2.0)
        .run()
    ),
    "k2_hold_by_caller": lambda: support(
        "1001", {"1001": answers(1.0)}, Hold(2.0, 3.0, "caller"), End(2.0, "agent")
    ),
    "g3_caller_leaves_after_decline": lambda: support(
        "1001", {"1001": [Reaction("decline", 1.0)]}, patience=4.06
    ),
    "j6_blind_transfer_to_queue_abandoned": lambda: (
        Lab("1001", {"1001": answers(1.0)}, [(Blind(2.0, "502"),)]).calls(SUPPORT, patience=7.06).run()
    ),
    "n3_leave_empty": leave_empty,
    "j3_redirect_ami": lambda: redirected(
        Lab(
            "1001 1005",
            {"1001": answers(1.0), "1005": answers(1.0)},
            [(End(60.0, "agent"),), (End(2.0, "agent"),)],
        ),
        3.05,
        "504",
        score="4",
    ),
    "j4_redirect_waiting": lambda: redirected(
        Lab("1004", {"1004": answers(1.0)}, [(End(2.0, "caller"),)]), 3.0, "502"
    ),
    "j8_redirect_ringing": lambda: redirected(
        Lab("1001 1004", {"1004": answers(1.0)}, [(End(2.0, "caller"),)]), 2.05, "502"
    ),
    "aa_listened_to": listened_to,
    "s_originate_client_then_queue": originated,
    "y_restart_graceful": stopped,
    "zg_agent_forwards_302": lambda: support(
        "1001 1005", {"1001": [Reaction("forward", by="1005")], "1005": answers(1.0)}, *TALK
    ),
    "zh_ring_no_180": lambda: support(
        "1001", {"1001": [Reaction("silent"), Reaction("silent")]}, patience=9.0
    ),
    "zj_survey": lambda: (
        Lab("1005", {"1005": [*answers(1.0), *answers(1.0)]}, [(End(3.0, "agent"),), (End(2.0, "caller"),)])
        .calls("420222111004", score="4")
        .calls("420222111004", after=6.5)
        .run()
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_same_happens_as_on_a_real_asterisk(name: str) -> None:
    recording = RECORDINGS / name / "capture.jsonl.gz"
    if not recording.exists():
        pytest.skip(f"no recording {name} here")
    expected = normal_form(_until_lost(read(recording)))
    assert normal_form(CASES[name]().entries) == expected


def _memberships(entries: Iterable[Entry], interface: str) -> list[tuple[object, ...]]:
    found = [entry.headers for entry in entries if isinstance(entry, Heard)]
    keys = ("Event", "Queue", "MemberName", "Membership", "Paused", "PausedReason")
    return [tuple(headers.get(key) for key in keys) for headers in found
            if str(headers.get("Event")) in ("QueueMemberAdded", "QueueMemberPause", "QueueMemberRemoved")
            and headers.get("Interface") == interface]


def test_feature_codes_tell_of_memberships_as_recorded() -> None:
    recording = RECORDINGS / "o_queue_members" / "capture.jsonl.gz"
    if not recording.exists():
        pytest.skip("no recording o_queue_members here")
    assert _memberships(coded().entries, "PJSIP/1010") == _memberships(read(recording), "PJSIP/1010")


def test_a_feature_code_that_changes_nothing_is_no_fault() -> None:
    lab = Lab("1010")
    lab.pbx.schedule.start(dial_code(lab.pbx, "1010", "*46"))
    lab.pbx.schedule.start(dial_code(lab.pbx, "1010", "*47"), 1.0)
    values = [headers["Value"] for headers in lab.run().heard("VarSet")]
    assert values == ["NOTINQUEUE", "NOTFOUND"]
    assert not lab.heard("QueueMemberRemoved", "QueueMemberPause")
