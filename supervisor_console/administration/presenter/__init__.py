"""What is known becomes what is shown. Pure: words, filters, guards; no Qt, no database, no clock of its own.

``present`` makes the whole page; ``matrix`` rights as people understand them; ``questions`` the forms; ``sections`` the
centre's settings.
"""

from __future__ import annotations

from supervisor_console.administration.presenter import accounts, audit, recordings
from supervisor_console.administration.presenter.moment import Around, Moment
from supervisor_console.administration.presenter.sections.catalogue import TABS
from supervisor_console.administration.presenter.sections.fields import Section
from supervisor_console.administration.presenter.sections.shown import shown as settings_shown
from supervisor_console.administration.screen import AdministrationScreen
from supervisor_console.administration.screen.pieces import Tab
from supervisor_console.administration.screen.settings import SettingsShown
from supervisor_console.knowing import Knowing
from supervisor_console.views.pieces import Strip


def present(moment: Moment) -> AdministrationScreen:
    """The page; only the chosen tab is made."""
    text = moment.around.language.text
    return AdministrationScreen(
        title=text("Administration|page"), tabs=_tabs(moment), tab=moment.tab,
        strip=_strip(_knowing(moment), moment.around),
        accounts=accounts.shown(moment.accounts, moment.around) if moment.tab == "accounts" else None,
        audit=audit.shown(moment.audit, moment.accounts, moment.around) if moment.tab == "audit" else None,
        recordings=recordings.shown(moment.recordings, moment.around) if moment.tab == "recordings" else None,
        settings=_settings(moment),
    )  # fmt: skip


def _tabs(moment: Moment) -> tuple[tuple[Tab, str], ...]:
    around = moment.around
    text = around.language.text
    tabs: list[tuple[Tab, str]] = [("accounts", text("Accounts and rights"))]
    tabs.extend((tab, text(word) + _dot(sections, moment)) for tab, (word, sections) in TABS.items())
    if "recording.erase" in around.rights or not around.rights:
        tabs.append(("recordings", text("Recordings")))
    return (*tabs, ("audit", text("Audit log")))


def _dot(sections: tuple[Section, ...], moment: Moment) -> str:
    """Something is being edited there."""
    return " •" if any(one.name in moment.settings.drafts for one in sections) else ""


def _settings(moment: Moment) -> SettingsShown | None:
    if moment.tab not in TABS:
        return None
    return settings_shown(moment.tab, moment.settings, moment.accounts, moment.around)


def _knowing(moment: Moment) -> Knowing:
    match moment.tab:
        case "accounts":
            return moment.accounts.knowing
        case "audit":
            return moment.audit.knowing
        case "recordings":
            return moment.recordings.knowing
        case _:
            return moment.settings.knowing


def _strip(knowing: Knowing, around: Around) -> Strip | None:
    """What is missing: the database before the daemon, for without it there is nothing to see."""
    language = around.language
    text = language.text
    if knowing.away_since is not None:
        at = language.clock(knowing.away_since, around.zone)
        return Strip(
            text("Database unreachable since {time}.", time=at), text("What is shown is from before."),
            text("Try now"), icon="plug",
        )  # fmt: skip
    if knowing.failure:
        return Strip(knowing.failure, button=text("Try again"), token="bad")
    if around.daemon_away_since is not None:
        at = language.clock(around.daemon_away_since, around.zone)
        return Strip(
            text("Connection to the server lost at {time}.", time=at),
            text("Everything can be read, nothing can be changed."), icon="plug",
        )  # fmt: skip
    if knowing.asking == "slow":
        return Strip(text("This takes longer than usual."), icon="clock")
    return None
