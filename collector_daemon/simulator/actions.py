"""AMI actions that change something or ask something: name → what is done, and what is answered.

Words of the answers are Asterisk's, because clients match them.
"""

from __future__ import annotations

from collections.abc import Callable

from collector_daemon.simulator import desk_actions, membership, survey
from collector_daemon.simulator.legs import Leg
from collector_daemon.simulator.pbx import Cut, Pbx, Redirected
from collector_daemon.simulator.reply import Action, Reply, error, success
from collector_daemon.simulator.stories.campaigning import campaign_story
from collector_daemon.simulator.stories.errands import errand
from collector_daemon.simulator.stories.originating import originate_story

Handler = Callable[[Pbx, Action], Reply]
ORDER_VARIABLE = "CALLCENTRE_ORDER"
"""Set by who has an agent's own phone rung for him."""
TRUE = ("1", "true", "yes", "on", "y", "t")


def queue_add(pbx: Pbx, action: Action) -> Reply:
    """QueueAdd: Queue, Interface; MemberName, Penalty, Paused, Reason, StateInterface."""
    queue, interface = action.get("queue", ""), action.get("interface", "")
    if not queue:
        return error("'Queue' not specified.")
    if not interface:
        return error("'Interface' not specified.")
    try:
        penalty = max(0, int(action.get("penalty") or 0))
    except ValueError:
        penalty = 0
    is_paused = action.get("paused", "").lower() in TRUE
    try:
        membership.add(
            pbx,
            queue,
            interface,
            action.get("membername", ""),
            penalty,
            action.get("stateinterface", ""),
            is_paused,
            action.get("reason", "") if is_paused else "",
        )
    except LookupError as problem:
        return error(str(problem))
    return success("Added interface to queue")


def queue_remove(pbx: Pbx, action: Action) -> Reply:
    """QueueRemove: Queue, Interface."""
    queue, interface = action.get("queue", ""), action.get("interface", "")
    if not queue or not interface:
        return error("Need 'Queue' and 'Interface' parameters.")
    if queue not in pbx.queues:
        return error("Unable to remove interface from queue: No such queue")
    try:
        membership.remove(pbx, queue, interface)
    except LookupError as problem:
        return error(str(problem))
    return success("Removed interface from queue")


def queue_pause(pbx: Pbx, action: Action) -> Reply:
    """QueuePause: Interface, Paused; Queue (all without), Reason."""
    interface, paused = action.get("interface", ""), action.get("paused", "")
    if not interface or not paused:
        return error("Need 'Interface' and 'Paused' parameters.")
    is_paused = paused.lower() in TRUE
    try:
        membership.pause(pbx, interface, is_paused, action.get("reason", ""), action.get("queue") or None)
    except LookupError as problem:
        return error(str(problem))
    return success("Interface paused successfully" if is_paused else "Interface unpaused successfully")


def queue_penalty(pbx: Pbx, action: Action) -> Reply:
    """QueuePenalty: Interface, Penalty; Queue (all without)."""
    interface, penalty = action.get("interface", ""), action.get("penalty", "")
    if not interface or not penalty:
        return error("Need 'Interface' and 'Penalty' parameters.")
    if not penalty.isdigit():
        return error("Invalid penalty")
    try:
        membership.set_penalty(pbx, interface, int(penalty), action.get("queue") or None)
    except LookupError as problem:
        return error(str(problem))
    return success("Interface penalty set successfully")


def hang_up(pbx: Pbx, action: Action) -> Reply:
    """Hangup: Channel."""
    leg = pbx.named(action.get("channel", ""))
    if leg is None:
        return error("No such channel")
    course = pbx.course_of(leg)
    if course is not None and leg in course.left_alone:  # it only hears a number being said
        pbx.switch.leave(leg)
        leg.cause = 16
        pbx.switch.hang_up(leg)
    else:
        _interrupt(pbx, leg, Cut(leg))
    return success("Channel Hungup")


def redirect(pbx: Pbx, action: Action) -> Reply:
    """Redirect: Channel, Context, Exten, Priority."""
    name, exten = action.get("channel", ""), action.get("exten", "")
    if not name:
        return error("Channel not specified")
    leg = pbx.named(name)
    if leg is None:
        return error(f"Channel does not exist: {name}")
    if not exten:
        return error("Exten not specified")
    course = pbx.course_of(leg)
    if course is None or course.leg is not leg:
        return error("Redirect failed")
    _interrupt(pbx, leg, Redirected(action.get("context", ""), exten))
    return success("Redirect successful")


def originate(pbx: Pbx, action: Action) -> Reply:
    """Originate: Channel (PJSIP/1001 or PJSIP/number@trunk), Exten and Context to go to when it answers."""
    channel, exten = action.get("channel", ""), action.get("exten", "")
    if "/" not in channel:
        return error("Channel not specified")
    if not exten and not action.get("application"):
        return error("Originate with 'Exten' requires 'Context' and 'Priority'")
    is_errand = ORDER_VARIABLE in action.get("variable", "")
    if is_errand:
        story = errand(pbx, action)
    else:
        story = campaign_story(pbx, action) if channel.startswith("Local/") else originate_story(pbx, action)
    pbx.schedule.start(story)
    return success("Originate successfully queued")


def mute_recording(pbx: Pbx, action: Action) -> Reply:
    """MixMonitorMute: Channel, Direction (read, write, both), State (1: the recording pauses, 0: it goes on)."""
    name, state, direction = (action.get(key, "") for key in ("channel", "state", "direction"))
    if not name or not state:
        return error(f"No {'state' if name else 'channel'} specified")
    if direction not in ("read", "write", "both"):
        told = "Invalid direction" if direction else "No direction"
        return error(f"{told} specified. Must be read, write or both")
    leg = pbx.named(name)
    if leg is None:
        return error("No such channel")
    course = pbx.course_of(leg)
    tapes = [tape for tape in course.note.recordings if tape.leg_id == leg.uniqueid] if course else []
    if not tapes:
        return error("Cannot set mute flag")
    is_muted = state.lower() in TRUE
    for tape in tapes:
        tape.mute(pbx.now, is_muted)
    pbx.switch.mute_recording(leg, direction, is_muted)
    return success("Recording muted" if is_muted else "Recording goes on")


def _interrupt(pbx: Pbx, leg: Leg, order: Exception) -> None:
    course = pbx.course_of(leg)
    if course and course.task:
        pbx.schedule.wake(course.task, order)


ACTIONS: dict[str, Handler] = {
    "corestatus": survey.core_status,
    "coresettings": survey.core_settings,
    "queuestatus": survey.queue_status,
    "queuesummary": survey.queue_summary,
    "coreshowchannels": survey.channels,
    "status": survey.status,
    "bridgelist": survey.bridges,
    "devicestatelist": survey.devices,
    "parkedcalls": survey.parked_calls,
    "queueadd": queue_add,
    "queueremove": queue_remove,
    "queuepause": queue_pause,
    "queuepenalty": queue_penalty,
    "hangup": hang_up,
    "redirect": redirect,
    "mixmonitormute": mute_recording,
    "originate": originate,
    "blindtransfer": desk_actions.blind_transfer,
    "atxfer": desk_actions.attended_transfer,
    "cancelatxfer": desk_actions.cancel_transfer,
    "park": desk_actions.park,
    "pjsipnotify": desk_actions.notify,
    "showdialplan": desk_actions.show_dialplan,
    "getvar": desk_actions.get_variable,
}
"""Every action of a client who has logged in, by its name in lower case."""
