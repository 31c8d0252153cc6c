"""What every phone did and saw, in the order it happened: the physical truth of a story."""

import json
from typing import Any

from shared.clock import now


class Timeline:
    """Lines of timeline.jsonl; times are Unix seconds."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []

    def note(self, who: str, what: str, **more: Any) -> None:
        """Add a line now; `who` is an extension, a carrier, or "lab" for what the script did to the PBX."""
        entry = {
            "t": round(now().timestamp(), 3),
            "ua": who,
            "what": what,
            "callid": more.pop("callid", None),
            "peer": more.pop("peer", None),
        }
        self.entries.append(entry | {key: value for key, value in more.items() if value is not None})

    def text(self) -> str:
        """The file's text. Half letters of broken names stay as escapes."""
        return "".join(json.dumps(entry) + "\n" for entry in self.entries)
