"""A search in the reader's words: who says where the server is, who was asked, what is wrong."""

from __future__ import annotations

from pathlib import Path

from shared.language import Language
from shared.qt.finding.found import Origin, Search, Wrong


def origin_words(origin: Origin, language: Language) -> str:
    """Half a sentence behind an address."""
    match origin.kind:
        case "given":
            return language.text("from the command line or the program's settings")
        case "chosen":
            return language.text("as it was entered here")
        case "environment":
            return language.text("from the environment ({place})", place=origin.place)
        case "registry":
            return language.text("from the registry ({place})", place=origin.place)
        case "file":
            return language.text("from the file {place}", place=origin.place)
        case "dns":
            return language.text("by DNS of {place}", place=origin.place)


def wrong_words(wrong: Wrong, language: Language) -> str:
    """One sentence."""
    place, about = wrong.origin.place, wrong.about
    match wrong.fault:
        case "file":
            return about  # it begins with the file
        case "no_address" if wrong.origin.kind == "dns":
            return language.text("DNS of {place} names {about}, which is no address.", place=place, about=about)
        case "no_address":
            return language.text("{place}: {about} is no address.", place=place, about=repr(about))
        case "kind":
            return language.text("{place}: the value {about} is of the wrong kind.", place=place, about=about)
        case "no_answer":
            return language.text("DNS of {place} does not answer.", place=place)
        case "outside":
            return language.text("DNS of {place} names {about}, which is in another domain.", place=place, about=about)
        case "none":
            return language.text("DNS of {place} says that there is no server.", place=place)


def note(search: Search, language: Language) -> str:
    """What whoever signs in has to know of the search, a line each; "" where all is well."""
    lines = [wrong_words(wrong, language) for wrong in search.wrong]
    if search.first is None:
        lines.append(language.text("No server is set up on this computer. Ask your administrator, or enter it."))
        lines.append(language.text("Looked in: {places}.", places=", ".join(_asked(search, language))))
    return "\n".join(lines)


def _asked(search: Search, language: Language) -> list[str]:
    """Each kind once, in short."""
    return list(dict.fromkeys(_short(origin, language) for origin in search.asked))


def _short(origin: Origin, language: Language) -> str:
    match origin.kind:
        case "registry":
            return language.text("the registry")
        case "file":
            return Path(origin.place).name
        case "dns":
            return f"DNS ({origin.place})" if origin.place else language.text("DNS (this computer is in no domain)")
        case _:
            return origin.place
