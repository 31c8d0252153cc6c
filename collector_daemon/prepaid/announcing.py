"""A sound before the credit ends, for who dialled alone: whispered into his channel, so the conversation goes on.

The PBX calls ``s`` in our context of its dialplan, which spies on the channel, and joins it to ``play``, which plays::

    [callcentre-announce]
    exten => s,1,ChanSpy(${CALLCENTRE_CHANNEL},qESw)
    exten => play,1,Wait(0.3)
     same => n,Playback(${CALLCENTRE_SOUND})
     same => n,Hangup()

Without such a context the PBX refuses, and nothing is heard. Nothing of the call itself is touched: no bridge is left.
"""

from __future__ import annotations

from collector_daemon.asterisk.actions import Asks, do
from collector_daemon.settings.prepaid import PrepaidSettings

BEGIN_MS = 2000
"""So long the PBX may take to join the two."""


async def announce(link: Asks, channel: str, place: PrepaidSettings, seconds: int) -> None:
    """Have it played; returns when the PBX has agreed. ``seconds`` are left, for a dialplan that says them.

    Raises ActionRefused, ActionUnanswered, LinkDown, UnsafeAction.
    """
    context = place.announcement_context
    await do(link, {
        "Action": "Originate", "Channel": f"Local/s@{context}/n", "Context": context, "Exten": "play",
        "Priority": "1", "Timeout": str(BEGIN_MS), "Async": "true",
        "Variable": [
            f"__CALLCENTRE_CHANNEL={channel}", f"__CALLCENTRE_SOUND={place.announcement}",
            f"__CALLCENTRE_SECONDS={seconds}",
        ],
    })  # fmt: skip
