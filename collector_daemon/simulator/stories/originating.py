"""Originate: the PBX calls somebody first and sends them on when they answer.

DialBegin without a Channel; OriginateResponse before DialEnd; a number that does not answer gives no DialEnd
at all.
"""

from __future__ import annotations

from collector_daemon.simulator.pbx import COMPANY_NUMBER, Course, Pbx
from collector_daemon.simulator.people import Visitor
from collector_daemon.simulator.reply import Action
from collector_daemon.simulator.schedule import Story
from collector_daemon.simulator.stories.inbound import follow
from shared.domain.calls import CallOutcome

PHONE_DELAY = 0.05
FAILURES: dict[str, tuple[str, int, int, CallOutcome]] = {
    "busy": ("BUSY", 17, 486, "busy"), "decline": ("BUSY", 21, 603, "busy"),
    "unreachable": ("NOANSWER", 1, 404, "failed")}


def originate_story(pbx: Pbx, action: Action) -> Story:
    """One Originate with Context and Exten, from DialBegin to the end of the call."""
    yield 0.0
    number, _, trunk = action["channel"].partition("/")[2].partition("@")
    seconds = float(action.get("timeout") or 30000) / 1000.0
    course = _begin(pbx, action, number, trunk)
    leg = course.leg
    reaction = pbx.people.outside(number) if trunk else pbx.people.reaction(number, None)
    decided = PHONE_DELAY + reaction.after if reaction.kind not in ("ignore", "silent") else float("inf")
    yield PHONE_DELAY
    pbx.switch.tell_ringing(None, leg)
    pbx.switch.enter_state(leg, "Ringing")
    yield min(decided, seconds) - PHONE_DELAY
    if reaction.kind == "answer" and decided <= seconds:
        pbx.switch.enter_state(leg, "Up")
        respond(pbx, action, "Success", leg.name, "4")
        pbx.switch.end_dial(None, leg, "ANSWER")
        yield from follow(pbx, course, action.get("context", "internal"), action["exten"])
        return
    _fail(pbx, course, action, reaction.kind if decided <= seconds else "ignore")
    course.note.end(pbx.now, "system")
    pbx.finish(course)


def _begin(pbx: Pbx, action: Action, number: str, trunk: str) -> Course:
    """The leg comes into being and is dialled."""
    caller_id = action.get("callerid", "").rpartition("<")[2].rstrip(">") or COMPANY_NUMBER
    leg = pbx.switch.new_leg(f"PJSIP/{trunk or number}", "", "", context="from-trunk" if trunk else "internal",
                             exten="s", state="Down", uniqueid=action.get("channelid", ""))
    course = pbx.begin(leg, "outbound" if trunk else "internal", Visitor(number, "", ""), called=number)
    course.task = pbx.schedule.running
    pbx.switch.run(leg, "AppDial2", "(Outgoing Line)")
    leg.number = leg.connected_number = caller_id
    pbx.switch.emit("NewCallerid", leg.headers(), {"CID-CallingPres": "0 (Presentation Allowed, Not Screened)"})
    pbx.switch.begin_dial(None, leg, action["channel"].partition("/")[2])
    return course


def _fail(pbx: Pbx, course: Course, action: Action, kind: str) -> None:
    """Refused, or never answered."""
    leg, channel = course.leg, action["channel"]
    if kind in FAILURES:
        told, cause, code, course.note.outcome = FAILURES[kind]
        pbx.switch.request_hangup(leg, cause, code)
        respond(pbx, action, "Failure", channel, "0")
        pbx.switch.end_dial(None, leg, told)
    else:
        course.note.outcome = "no_answer"
        leg.cause, leg.tech_cause = 19, 480
        respond(pbx, action, "Failure", channel, "3")
    pbx.switch.hang_up(leg)


def respond(pbx: Pbx, action: Action, response: str, channel: str, reason: str, uniqueid: str = "<unknown>") -> None:
    """OriginateResponse; a failed one names the dial string and knows no Uniqueid, unless the action gave one."""
    tag = {"ActionID": action["actionid"]} if "actionid" in action else {}
    known = pbx.named(channel)
    caller_name, _, rest = action.get("callerid", "").partition("<")
    pbx.switch.emit("OriginateResponse", tag, {
        "Response": response, "Channel": channel, "Context": action.get("context", ""),
        "Exten": action.get("exten", ""), "Reason": reason, "Uniqueid": known.uniqueid if known else uniqueid,
        "CallerIDNum": rest.rstrip(">") or COMPANY_NUMBER, "CallerIDName": caller_name.strip() or "<unknown>"})
