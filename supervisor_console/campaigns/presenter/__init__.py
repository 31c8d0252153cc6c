"""From what the page knows to what it shows. Pure: ``moment`` says what that is, ``words`` what several parts say."""

from __future__ import annotations

from shared.language import to_translate
from supervisor_console.campaigns.presenter import words
from supervisor_console.campaigns.presenter.appointments import appointments
from supervisor_console.campaigns.presenter.contacts import contacts
from supervisor_console.campaigns.presenter.moment import Moment
from supervisor_console.campaigns.presenter.numbers import numbers
from supervisor_console.campaigns.presenter.pacing import pacing
from supervisor_console.campaigns.presenter.planner import planner
from supervisor_console.campaigns.presenter.progress import progress
from supervisor_console.campaigns.presenter.results import results
from supervisor_console.campaigns.screen import CampaignsScreen, MenuItem
from supervisor_console.campaigns.screen.overview import OverviewShown
from supervisor_console.campaigns.screen.pieces import Tab
from supervisor_console.views.pieces import Choice, Deed, Empty, Mark, Option, Strip

TABS: tuple[tuple[Tab, str], ...] = (
    ("overview", to_translate("Overview|campaign")), ("appointments", to_translate("Appointments")),
    ("numbers", to_translate("Numbers|do not call")), ("planner", to_translate("Planner")),
)
"""In their order."""


def present(moment: Moment) -> CampaignsScreen:
    """What is shown now."""
    text, row = moment.around.language.text, moment.row
    is_none = not moment.rows and not moment.known
    overview = None
    if moment.tab == "overview" and not is_none:
        overview = OverviewShown(progress=progress(moment, row), pacing=pacing(moment, row),
                                 results=results(moment, row), contacts=contacts(moment, row))  # fmt: skip
    return CampaignsScreen(
        title=text("Campaigns"), tabs=tuple((key, text(word)) for key, word in TABS), tab=moment.tab,
        campaign=_campaign(moment), state=_state(moment), deeds=_deeds(moment), menu=_menu(moment),
        menu_words=text("More"), strip=_strip(moment), overview=overview,
        appointments=appointments(moment) if moment.tab == "appointments" else None,
        numbers=numbers(moment) if moment.tab == "numbers" else None,
        planner=planner(moment) if moment.tab == "planner" else None,
        empty=_empty(moment) if is_none and moment.tab == "overview" else None,
        first=words.deed(moment.around, text("New campaign…"), "plus") if is_none else None,
        is_old=moment.around.daemon_away_since is not None,
    )  # fmt: skip


def _empty(moment: Moment) -> Empty:
    text, knowing = moment.around.language.text, moment.knowing
    if knowing.away_since is not None or knowing.failure or moment.known is None:
        return Empty(text("Reading campaigns…") if not (knowing.away_since or knowing.failure)
                     else text("Campaigns cannot be read now."), icon="clock")  # fmt: skip
    return Empty(text("There is no campaign yet."),
                 text("Make one, import whom it shall call, and start it."), "megaphone")  # fmt: skip


def _campaign(moment: Moment) -> Choice:
    text = moment.around.language.text
    named = {(row.pbx, row.campaign): (row.title, row.state) for row in moment.rows}
    for one in moment.known or ():
        named.setdefault((one.campaign.pbx, one.campaign.campaign), (one.campaign.title, one.state))
    order = {"running": 0, "paused": 1, "draft": 2, "finished": 3}
    keys = sorted(named, key=lambda key: (order.get(named[key][1], 9), named[key][0].casefold(), key))
    options = tuple(
        Option("\n".join(key), named[key][0], key == moment.chosen,
               text(words.STATES[named[key][1]][0]) if named[key][1] in words.STATES else "")
        for key in keys
    )  # fmt: skip
    said = named[moment.chosen][0] if moment.chosen in named else words.NONE
    return Choice(text("Campaign"), said, "\n".join(moment.chosen), options)


def state_of(moment: Moment) -> str:
    """Where the chosen campaign stands: the feed knows it sooner."""
    if moment.row is not None:
        return moment.row.state
    return moment.one.state if moment.one is not None else ""


def _state(moment: Moment) -> Mark | None:
    around, state = moment.around, state_of(moment)
    if state not in words.STATES:
        return None
    said, icon, token = words.STATES[state]
    since = moment.row.since if moment.row is not None else moment.one.since if moment.one is not None else None
    text = around.language.text(said)
    if since is not None and state in ("running", "paused", "finished"):
        named = {"running": to_translate("Running since {time}"), "paused": to_translate("Paused since {time}"),
                 "finished": to_translate("Finished {time}")}  # fmt: skip
        text = around.language.text(named[state], time=words.moment(around, since))
    hint = words.reason(around, moment.one.why) if moment.one is not None and moment.one.why else ""
    return Mark(text, token, icon, hint=hint)


def _deeds(moment: Moment) -> dict[str, Deed]:
    around, text, state = moment.around, moment.around.language.text, state_of(moment)
    if not state:
        return {}
    over = text("The campaign is finished.") if state == "finished" else ""
    busy = over or (text("Something is being written.") if moment.is_busy else "")
    found = {"import": words.deed(around, text("Import contacts"), "plus", over)}
    if state == "running":
        found["stop"] = words.deed(around, text("Pause|campaign"), "pause", busy)
    elif state != "finished":
        found["start"] = words.deed(around, text("Start|campaign"), "play", busy)
    if state in ("running", "paused"):
        found["finish"] = words.deed(around, text("Finish|campaign"), "close", busy, is_dangerous=True)
    return found


def _menu(moment: Moment) -> tuple[MenuItem, ...]:
    around, text = moment.around, moment.around.language.text
    none = "" if moment.one is not None else text("No campaign is chosen.")
    away = words.deed(around, "").refusal
    return (
        MenuItem("edit", text("Settings of the campaign…"), away or none),
        MenuItem("new", text("New campaign…"), away),
        MenuItem(),
        MenuItem("export", text("Export results…"), away or none),
        MenuItem("proof", text("Report on the rules of the law…"), none),
    )


def _strip(moment: Moment) -> Strip | None:
    around, text, knowing = moment.around, moment.around.language.text, moment.knowing
    if not around.may_run and not moment.known:
        return Strip(text("You have no right to campaigns. Ask an administrator."), token="bad", icon="lock")
    if around.daemon_away_since is not None:
        at = around.language.clock(around.daemon_away_since, around.zone)
        return Strip(text("Connection to the server lost at {time}.", time=at),
                     text("Figures below are from that moment."), token="bad")  # fmt: skip
    away = around.away.get(moment.chosen[0])
    if away is not None:
        at = around.language.clock(away, around.zone)
        return Strip(text("Connection to the PBX lost at {time}.", time=at), text("Nobody is called meanwhile."),
                     token="bad")  # fmt: skip
    if knowing.away_since is not None:
        at = around.language.clock(knowing.away_since, around.zone)
        return Strip(text("Database unreachable since {time}.", time=at),
                     text("Figures of calls go on; contacts are from before."), text("Try again"), "bad")  # fmt: skip
    if knowing.failure:
        return Strip(text("The campaigns cannot be read."), knowing.failure, text("Try again"), "bad")
    return None
