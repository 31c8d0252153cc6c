"""What the statistics page shows, as plain values."""

from supervisor_console.statistics.screen.explain import ExplainScreen, Part, Term, Variant
from supervisor_console.statistics.screen.page import (
    Change,
    Column,
    Figure,
    Foot,
    Line,
    PanelOf,
    Pick,
    Picks,
    StatisticsScreen,
    TableOf,
    Tile,
    Wish,
    WishKind,
)

__all__ = [
    "Change", "Column", "ExplainScreen", "Figure", "Foot", "Line", "PanelOf", "Part", "Pick", "Picks",
    "StatisticsScreen", "TableOf", "Term", "Tile", "Variant", "Wish", "WishKind",
]  # fmt: skip
