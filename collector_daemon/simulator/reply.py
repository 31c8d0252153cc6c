"""What an action gets back: one response, and for lists the events that follow it."""

from __future__ import annotations

from dataclasses import dataclass, field

from collector_daemon.capture import Headers

Action = dict[str, str]
"""An action: header name in lower case → value."""


@dataclass(slots=True)
class Reply:
    """``response`` without its ActionID; ``items`` follow it, then ``complete`` closes the list."""

    response: dict[str, str]
    items: list[dict[str, str]] = field(default_factory=list)
    complete: str = ""
    totals: dict[str, str] = field(default_factory=dict)

    def messages(self, action_id: str) -> list[Headers]:
        """All messages, each with the ActionID where Asterisk puts it."""
        tag = {"ActionID": action_id} if action_id else {}
        first, *rest = self.response.items()
        messages: list[Headers] = [{**dict([first]), **tag, **dict(rest)}]
        messages += [_tagged(item, tag) for item in self.items]
        if self.complete:
            messages.append({"Event": self.complete, **tag, "EventList": "Complete",
                             "ListItems": str(len(self.items)), **self.totals})
        return messages


def _tagged(item: dict[str, str], tag: dict[str, str]) -> Headers:
    """Lists of channels and bridges have the ActionID first, others last."""
    if "Channel" in item or "BridgeUniqueid" in item:
        return {"Event": item["Event"], **tag, **item}
    return {**item, **tag}


def success(message: str, **more: str) -> Reply:
    """Response: Success."""
    return Reply({"Response": "Success", **more, "Message": message})


def error(message: str) -> Reply:
    """Response: Error."""
    return Reply({"Response": "Error", "Message": message})


def listing(message: str, items: list[dict[str, str]], complete: str, **totals: str) -> Reply:
    """A response that announces a list, and the list."""
    return Reply({"Response": "Success", "EventList": "start", "Message": message}, items, complete, totals)
