"""AMI actions by which an agent's desk takes part in his calls. Words of the answers are Asterisk's."""

from __future__ import annotations

from collector_daemon.simulator.pbx import Ordered, OrderKind, Pbx
from collector_daemon.simulator.reply import Action, Reply, error, listing, success
from collector_daemon.simulator.stories.at_desk import PARK_NUMBER

SHORTEST_OUTSIDE = 6
"""Digits of a number that the dialplan sends to the outside."""


def blind_transfer(pbx: Pbx, action: Action) -> Reply:
    """BlindTransfer: Channel, Exten, Context."""
    return _order(pbx, action, "blind", "Transfer succeeded")


def attended_transfer(pbx: Pbx, action: Action) -> Reply:
    """Atxfer: Channel, Exten, Context. Says yes before anything is done."""
    return _order(pbx, action, "ask", "Atxfer successfully queued")


def cancel_transfer(pbx: Pbx, action: Action) -> Reply:
    """CancelAtxfer: Channel. Says yes also where nothing is to be given up."""
    leg = pbx.named(action.get("channel", ""))
    if leg is None:
        return error("Channel specified does not exist")
    course = pbx.course_of(leg)
    if course is not None and course.is_asking and course.task:
        pbx.schedule.wake(course.task, Ordered("cancel"))
    return success("CancelAtxfer successfully queued")


def park(pbx: Pbx, action: Action) -> Reply:
    """Park: Channel is who is parked, TimeoutChannel who does it."""
    by = pbx.named(action.get("timeoutchannel", ""))
    if pbx.named(action.get("channel", "")) is None or by is None:
        return error("Channel does not exist.")
    return _order(pbx, {**action, "channel": by.name, "exten": PARK_NUMBER}, "blind", "Park successful")


def notify(pbx: Pbx, action: Action) -> Reply:
    """PJSIPNotify: Channel, Variable Event=hold or talk, which the agent's phone obeys."""
    event = dict(line.split("=", 1) for line in action.get("variable", "").split("\n") if "=" in line).get("Event", "")
    if event == "hold":
        return _order(pbx, action, "hold", "NOTIFY sent", False)
    return _order(pbx, action, "talk", "NOTIFY sent", False) if event == "talk" else error("No variables specified")


def show_dialplan(pbx: Pbx, action: Action) -> Reply:
    """ShowDialPlan: Context, Extension; whether that number can be dialled, and what it runs."""
    number, context = action.get("extension", ""), action.get("context", "")
    known = {**dict.fromkeys(pbx.routes.queues, "Goto"), **dict.fromkeys(pbx.directory, "Dial"), PARK_NUMBER: "Park"}
    application = known.get(number) or ("Goto" if len(number) >= SHORTEST_OUTSIDE else "")
    if not application:
        return error(f"Did not find extension {number}@{context}")
    step = {"Event": "ListDialplan", "Context": context, "Extension": number, "Priority": "1",
            "Application": application}
    return listing("DialPlan list will follow", [step], "ShowDialPlanComplete")


def get_variable(pbx: Pbx, action: Action) -> Reply:
    """Getvar: Channel, Variable; of the variables only BRIDGEPEER is known, others are empty."""
    leg, variable = pbx.named(action.get("channel", "")), action.get("variable", "")
    if leg is None:
        return error("No such channel")
    bridge = leg.bridge if leg.bridge and leg.bridge.kind == "basic" else None
    there = [one.name for one in bridge.legs if one is not leg] if bridge else []
    value = there[0] if variable == "BRIDGEPEER" and there else ""
    return success("Result will follow", Variable=variable, Value=value)


def _order(pbx: Pbx, action: Action, kind: OrderKind, yes: str, needs_number: bool = True) -> Reply:
    """Let the talk of the agent's channel hear of it."""
    leg = pbx.named(action.get("channel", ""))
    if leg is None:
        return error("Channel specified does not exist")
    if needs_number and not action.get("exten"):
        return error("No extension specified")
    if kind in pbx.deaf_to:
        pbx.deaf_to.remove(kind)
        return success(yes)
    course = pbx.course_of(leg)
    if course is not None and course.desk is leg and not course.is_asking and course.task:
        pbx.schedule.wake(course.task, Ordered(kind, action.get("exten", "")))
        return success(yes)
    return success(yes) if kind in ("hold", "talk", "ask") else error("Transfer failed")
