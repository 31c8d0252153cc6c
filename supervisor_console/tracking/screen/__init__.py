"""Exactly what the page of one call shows, in words, tokens and milliseconds: the presenter makes it, views draw it.

``drawing``: the swim lanes, all places in milliseconds from the call's beginning. ``page``: the rest, and
``TrackingScreen``, which is all of it. No Qt, and nothing of pixels: how wide a second is the view decides.
"""

from __future__ import annotations

from supervisor_console.tracking.screen.drawing import Arrow as Arrow
from supervisor_console.tracking.screen.drawing import Bar as Bar
from supervisor_console.tracking.screen.drawing import BarStyle as BarStyle
from supervisor_console.tracking.screen.drawing import Drawing as Drawing
from supervisor_console.tracking.screen.drawing import Lane as Lane
from supervisor_console.tracking.screen.drawing import LaneKind as LaneKind
from supervisor_console.tracking.screen.drawing import Sound as Sound
from supervisor_console.tracking.screen.drawing import Token as Token
from supervisor_console.tracking.screen.drawing import Unseen as Unseen
from supervisor_console.tracking.screen.page import Chip as Chip
from supervisor_console.tracking.screen.page import Detail as Detail
from supervisor_console.tracking.screen.page import Heading as Heading
from supervisor_console.tracking.screen.page import LinkedRow as LinkedRow
from supervisor_console.tracking.screen.page import Notice as Notice
from supervisor_console.tracking.screen.page import Pair as Pair
from supervisor_console.tracking.screen.page import RawRow as RawRow
from supervisor_console.tracking.screen.page import Remark as Remark
from supervisor_console.tracking.screen.page import StepRow as StepRow
from supervisor_console.tracking.screen.page import TrackingScreen as TrackingScreen
from supervisor_console.tracking.screen.page import Wish as Wish
from supervisor_console.tracking.screen.page import WishKind as WishKind
