"""Roles and rights as people understand them: a row for each thing, how far each role may go, and steps between."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from shared.domain.accounts import ROLES, Right, Role
from shared.language import Language, to_translate
from supervisor_console.administration.presenter.moment import AccountsMoment, Around
from supervisor_console.administration.presenter.words import NOTHING, ROLE_HEADS, ROLE_WORDS
from supervisor_console.administration.screen.accounts import RightLine, RightsShown
from supervisor_console.reports.accounts import AccountsFound
from supervisor_console.views.pieces import Deed, Mark

Rights = frozenset[Right]
Level = Literal["none", "own", "all"]


class Thing(msgspec.Struct, frozen=True):
    """Something that one may do: with all, or only with what is one's own."""

    key: str
    title: str
    whole: Right
    own: Right | None = None


THINGS = (
    Thing("live", to_translate("Live view"), "board.watch"),
    Thing("callers", to_translate("Callers' numbers"), "callers.see"),
    Thing("agents", to_translate("States of operators"), "agent.others", "agent.own"),
    Thing("calls", to_translate("Direct calls"), "call.others", "call.own"),
    Thing("supervise", to_translate("Listen and barge in"), "supervise"),
    Thing("history", to_translate("Search calls"), "history.all", "history.own"),
    Thing("play", to_translate("Play recordings"), "recording.open", "recording.own"),
    Thing("export", to_translate("Download recordings"), "recording.export"),
    Thing("erase", to_translate("Erase recordings"), "recording.erase"),
    Thing("quality", to_translate("Rate calls"), "quality"),
    Thing("dialer", to_translate("Campaigns"), "dialer.run"),
    Thing("billing", to_translate("Price lists and invoices"), "billing"),
    Thing("administration", to_translate("Accounts and rights"), "administration"),
)
_LEVELS: dict[Level, tuple[str, str, Literal["good", "paused", "muted"]]] = {
    "all": (to_translate("all|level"), "tick", "good"), "own": (to_translate("own|level"), "user", "paused"),
    "none": (NOTHING, "", "muted"),
}  # fmt: skip


def level(rights: Rights, thing: Thing) -> Level:
    """How far somebody with these rights may go."""
    if thing.whole in rights:
        return "all"
    return "own" if thing.own is not None and thing.own in rights else "none"


def stepped(rights: Rights, thing: Thing) -> Rights:
    """The next level: none, own (where there is such), all, and none again."""
    own = frozenset((thing.own,)) if thing.own is not None else frozenset[Right]()
    bare = rights - own - {thing.whole}
    match level(rights, thing):
        case "none" if own:
            return bare | own
        case "all":
            return bare
        case _:
            return bare | own | {thing.whole}


def thing_of(key: str) -> Thing:
    """The row's thing."""
    return next(one for one in THINGS if one.key == key)


def is_fixed(role: Role, thing: Thing) -> bool:
    """May nobody change it? The role of administrators keeps the administration."""
    return role == "administrator" and thing.whole == "administration"


def loses_own(found: AccountsFound, draft: Mapping[Role, Rights], account: str) -> bool:
    """Would whoever saves this lose the administration?"""
    own = next((one for one in found.accounts if one.name == account), None)
    return own is not None and not any("administration" in draft.get(role, frozenset()) for role in own.roles)


def changed_roles(before: Mapping[Role, Rights], after: Mapping[Role, Rights]) -> tuple[Role, ...]:
    """The roles whose rights are different."""
    return tuple(role for role in ROLES if before.get(role) != after.get(role))


def changes(before: Mapping[Role, Rights], after: Mapping[Role, Rights], language: Language) -> tuple[str, ...]:
    """What is different, one line each: ``Quality, Play recordings: all → own``."""
    said = []
    for role in changed_roles(before, after):
        for thing in THINGS:
            was, now = level(before[role], thing), level(after[role], thing)
            if was != now:
                what = f"{language.text(ROLE_WORDS[role])}, {language.text(thing.title)}"
                said.append(f"{what}: {_word(was, language)} → {_word(now, language)}")
    return tuple(said)


def _word(one: Level, language: Language) -> str:
    return language.text(_LEVELS[one][0])


def shown(moment: AccountsMoment, around: Around, refusal: str) -> RightsShown:
    """The matrix as it is, or as it is being edited. ``refusal``: why nothing can be changed now."""
    text, found = around.language.text, moment.found or AccountsFound()
    before = found.rights
    rights = before if moment.draft is None else moment.draft
    is_edited = moment.draft is not None
    said = changes(before, rights, around.language) if is_edited else ()
    warning = _warning(found, rights, around) if is_edited else ""
    nothing = "" if said else text("Nothing is changed yet.")
    busy = text("It is being saved.") if moment.is_saving else ""
    unknown = "" if before else text("The rights are not read yet.")
    return RightsShown(
        title=text("Roles and rights"), note="" if is_edited else text("own: only own calls, phone and recordings"),
        lines=tuple(_line(thing, before, rights, around, is_edited=is_edited) for thing in THINGS) if before else (),
        heads={role: text(ROLE_HEADS[role]) for role in ROLES}, is_edited=is_edited,
        changes_title=text("Changes to be saved") if said else text("Press a cell to change it."),
        changes=said, warning=warning,
        edit=Deed(text("Edit"), "pencil", refusal or unknown),
        save=Deed(text("Save changes"), "tick", busy or refusal or warning or nothing),
        leave=Deed(text("Cancel"), "", busy),
    )  # fmt: skip


def _warning(found: AccountsFound, rights: Mapping[Role, Rights], around: Around) -> str:
    if loses_own(found, rights, around.account):
        return around.language.text("You would lose the administration yourself. Let another administrator do that.")
    return ""


def _line(
    thing: Thing, before: Mapping[Role, Rights], rights: Mapping[Role, Rights], around: Around, *, is_edited: bool
) -> RightLine:
    text = around.language.text
    cells = {}
    for role in ROLES:
        now = level(rights[role], thing)
        word, icon, token = _LEVELS[now]
        is_changed = is_edited and now != level(before[role], thing)
        hint = text("The role of administrators keeps the administration.") if is_fixed(role, thing) else ""
        cells[role] = Mark(
            text(word), "accent" if is_changed else token if now != "all" else "text", icon, hint=hint,
            weight=600 if is_changed else 400,
        )  # fmt: skip
    return RightLine(key=thing.key, title=Mark(text(thing.title)), cells=cells)
