"""What came of contacts: outcomes and dispositions on one scale."""

from __future__ import annotations

from shared.domain.campaigns import CampaignRow
from supervisor_console.campaigns.presenter import words
from supervisor_console.campaigns.presenter.moment import Moment
from supervisor_console.campaigns.screen.overview import ResultLine, ResultsShown
from supervisor_console.views.pieces import Empty


def results(moment: Moment, row: CampaignRow | None) -> ResultsShown:
    """The most frequent first; the abandoned last, they are the law's."""
    around, language = moment.around, moment.around.language
    found = sorted(row.results if row is not None else (), key=lambda one: (one[0] == "abandoned", -one[1], one[0]))
    whole, most = sum(count for _key, count in found), max((count for _key, count in found), default=0)
    lines = tuple(
        ResultLine(key=key, mark=words.outcome(around, key, moment.campaign), count=language.number(count),
                   share=language.percent(100 * count / max(1, whole)), length=count / max(1, most))
        for key, count in found if count
    )  # fmt: skip
    empty = None if lines else Empty(language.text("No result yet."), icon="flag")
    note = language.plural("{number} with a result", "{number} with a result", whole) if whole else ""
    return ResultsShown(title=language.text("Results"), note=note, lines=lines, empty=empty)
