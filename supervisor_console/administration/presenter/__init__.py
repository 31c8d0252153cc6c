"""What is known becomes what is shown. Pure: words, filters, guards; no Qt, no database, no clock of its own.

``present`` makes the whole page; ``matrix`` rights as people understand them; ``questions`` the forms.
"""

from __future__ import annotations

from supervisor_console.administration.presenter import accounts, audit, recordings
from supervisor_console.administration.presenter.moment import Around, Knowing, Moment
from supervisor_console.administration.screen import AdministrationScreen
from supervisor_console.administration.screen.pieces import Strip, Tab


def present(moment: Moment) -> AdministrationScreen:
    """The page; only the chosen tab is made."""
    text = moment.around.language.text
    return AdministrationScreen(
        title=text("Administration"), tabs=_tabs(moment.around), tab=moment.tab,
        strip=_strip(_knowing(moment), moment.around),
        accounts=accounts.shown(moment.accounts, moment.around) if moment.tab == "accounts" else None,
        audit=audit.shown(moment.audit, moment.accounts, moment.around) if moment.tab == "audit" else None,
        recordings=recordings.shown(moment.recordings, moment.around) if moment.tab == "recordings" else None,
    )  # fmt: skip


def _tabs(around: Around) -> tuple[tuple[Tab, str], ...]:
    text = around.language.text
    tabs: list[tuple[Tab, str]] = [("accounts", text("Accounts and rights")), ("audit", text("Audit log"))]
    if "recording.erase" in around.rights or not around.rights:
        tabs.append(("recordings", text("Recordings")))
    return tuple(tabs)


def _knowing(moment: Moment) -> Knowing:
    match moment.tab:
        case "accounts":
            return moment.accounts.knowing
        case "audit":
            return moment.audit.knowing
        case "recordings":
            return moment.recordings.knowing


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
