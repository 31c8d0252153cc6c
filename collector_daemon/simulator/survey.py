"""The answers to "what is going on now?": queues, channels, bridges, devices, parked calls, and the PBX
itself.
"""

from __future__ import annotations

from collector_daemon.simulator.legs import Leg
from collector_daemon.simulator.notes import instant
from collector_daemon.simulator.pbx import Pbx
from collector_daemon.simulator.phones import WORDS
from collector_daemon.simulator.queues import Queue
from collector_daemon.simulator.reply import Action, Reply, listing

VERSION = "22.10.1"


def core_status(pbx: Pbx, action: Action) -> Reply:
    """CoreStatus: when it was started, how many calls."""
    boot = instant(pbx.switch.boot)
    return Reply(
        {
            "Response": "Success",
            "CoreStartupDate": f"{boot:%Y-%m-%d}",
            "CoreStartupTime": f"{boot:%H:%M:%S}",
            "CoreReloadDate": f"{boot:%Y-%m-%d}",
            "CoreReloadTime": f"{boot:%H:%M:%S}",
            "CoreCurrentCalls": str(len(pbx.courses)),
            "CoreProcessedCalls": str(pbx.switch.calls),
        }
    )


def core_settings(pbx: Pbx, action: Action) -> Reply:
    """CoreSettings: versions and limits."""
    return Reply({"Response": "Success", "AMIversion": "11.0.0", "AsteriskVersion": VERSION, "SystemName": "",
                  "CoreMaxCalls": "0", "CoreMaxLoadAvg": "0.000000", "CoreRunUser": "", "CoreRunGroup": "",
                  "CoreMaxFilehandles": "65536", "CoreRealTimeEnabled": "No", "CoreCDRenabled": "Yes",
                  "CoreHTTPenabled": "No", "SoundsSearchCustomDir": "No"})


def queue_status(pbx: Pbx, action: Action) -> Reply:
    """QueueStatus: for each queue its figures, members and waiting callers."""
    items: list[dict[str, str]] = []
    for queue in _chosen(pbx, action):
        items.append({"Event": "QueueParams", **queue.params()})
        items.extend(
            {
                "Event": "QueueMember",
                **member.status_headers(pbx.phones.status(member.device), queue.wrapup_seconds),
            }
            for member in queue.members
            if action.get("member", member.interface) == member.interface
        )
        items.extend(_entry(pbx, queue, place) for place in range(len(queue.callers)))
    return listing("Queue status will follow", items, "QueueStatusComplete")


def queue_summary(pbx: Pbx, action: Action) -> Reply:
    """QueueSummary: one line for each queue."""
    items = []
    for queue in _chosen(pbx, action):
        present = [member for member in queue.members if member.device in pbx.phones.registered]
        free = sum(pbx.phones.is_free(member.device) and not member.is_paused for member in present)
        waits = [pbx.clock_second - int(caller.joined_at) for caller in queue.callers]
        items.append({"Event": "QueueSummary", "Queue": queue.name, "LoggedIn": str(len(present)),
                      "Available": str(free), "Callers": str(len(waits)), "HoldTime": str(queue.hold_time),
                      "TalkTime": str(queue.talk_time), "LongestHoldTime": str(max(waits, default=0))})
    return listing("Queue summary will follow", items, "QueueSummaryComplete")


def channels(pbx: Pbx, action: Action) -> Reply:
    """CoreShowChannels."""
    items = []
    for leg in pbx.switch.legs.values():
        age = pbx.clock_second - int(leg.born_at)
        items.append(
            {
                "Event": "CoreShowChannel",
                **leg.headers(),
                "Application": leg.application,
                "ApplicationData": leg.app_data,
                "Duration": f"{age // 3600:02}:{age // 60 % 60:02}:{age % 60:02}",
                "BridgeId": leg.bridge.uniqueid if leg.bridge else "",
            }
        )
    return listing("Channels will follow", items, "CoreShowChannelsComplete")


def status(pbx: Pbx, action: Action) -> Reply:
    """Status: the channels once more, with the number dialled (DNID)."""
    wanted = action.get("channel")
    items = [_status_of(pbx, leg) for leg in pbx.switch.legs.values() if wanted in (None, "", leg.name)]
    return listing("Channel status will follow", items, "StatusComplete", Items=str(len(items)))


def bridges(pbx: Pbx, action: Action) -> Reply:
    """BridgeList; the parking lot's bridge is one of them once it was used."""
    items = [{"Event": "BridgeListItem", **bridge.headers()} for bridge in pbx.switch.bridges.values()]
    return listing("Bridge listing will follow", items, "BridgeListComplete")


def devices(pbx: Pbx, action: Action) -> Reply:
    """DeviceStateList: phones, trunks, and the devices that app_queue invents."""
    items = [{"Event": "DeviceStateChange", "Device": device, "State": WORDS[pbx.phones.status(device)]}
             for device in pbx.phones.known]
    for queue in pbx.queues.values():
        state = "RINGING" if queue.callers else "NOT_INUSE"
        items.append({"Event": "DeviceStateChange", "Device": f"Queue:{queue.name}", "State": state})
    return listing("Device State Changes will follow", items, "DeviceStateListComplete")


def parked_calls(pbx: Pbx, action: Action) -> Reply:
    """ParkedCalls."""
    items = [
        {"Event": "ParkedCall", **place.headers(pbx.now, pbx.lot.seconds)}
        for place in pbx.lot.parked.values()
    ]
    return listing("Parked calls will follow", items, "ParkedCallsComplete", Total=str(len(items)))


def _chosen(pbx: Pbx, action: Action) -> list[Queue]:
    wanted = action.get("queue")
    return [queue for queue in pbx.queues.values() if wanted in (None, "", queue.name)]


def _entry(pbx: Pbx, queue: Queue, place: int) -> dict[str, str]:
    """A waiting caller; unknown is spelled without its angle brackets here."""
    caller = queue.callers[place]
    leg = caller.leg
    return {
        "Event": "QueueEntry",
        "Queue": queue.name,
        "Position": str(place + 1),
        "Channel": leg.name,
        "Uniqueid": leg.uniqueid,
        "CallerIDNum": leg.number or "unknown",
        "CallerIDName": leg.caller_name or "unknown",
        "ConnectedLineNum": leg.connected_number or "unknown",
        "ConnectedLineName": leg.connected_name or "unknown",
        "Wait": str(pbx.clock_second - int(caller.joined_at)),
        "Priority": "0",
    }


def _status_of(pbx: Pbx, leg: Leg) -> dict[str, str]:
    headers = leg.headers()
    return {
        "Event": "Status",
        "Privilege": "Call",
        **headers,
        "Type": leg.device.partition("/")[0],
        "DNID": leg.dnid,
        "EffectiveConnectedLineNum": headers["ConnectedLineNum"],
        "EffectiveConnectedLineName": headers["ConnectedLineName"],
        "TimeToHangup": "0",
        "BridgeID": leg.bridge.uniqueid if leg.bridge else "",
        "Application": leg.application,
        "Data": leg.app_data,
        "Nativeformats": "(ulaw)",
        "Readformat": "ulaw",
        "Readtrans": "",
        "Writeformat": "ulaw",
        "Writetrans": "",
        "Callgroup": "0",
        "Pickupgroup": "0",
        "Seconds": str(pbx.clock_second - int(leg.born_at)),
    }
