"""Elements of XML, built and never pasted: what is empty is left out, what XML cannot hold is taken out of texts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

Element = ElementTree.Element
Content = str | date | Decimal | None

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def leaf(tag: str, content: Content, **attributes: str) -> Element | None:
    """An element with a text; None where there is nothing to say."""
    text = written(content)
    return filled(tag, text, **attributes) if text else None


def filled(tag: str, content: Content, **attributes: str) -> Element:
    """An element with a text, also an empty one: where a schema insists."""
    made = Element(tag, attributes)
    made.text = written(content)
    return made


def branch(tag: str, *children: Element | None, **attributes: str) -> Element | None:
    """An element with those children that there are; None where there is none."""
    made = Element(tag, attributes)
    made.extend(child for child in children if child is not None)
    return made if len(made) else None


def document(root: str, attributes: dict[str, str], children: Iterable[Element | None]) -> bytes:
    """A whole document, UTF-8, indented by two spaces."""
    made = Element(root, attributes)
    made.extend(child for child in children if child is not None)
    ElementTree.indent(made)
    return bytes(ElementTree.tostring(made, encoding="utf-8", xml_declaration=True)) + b"\n"


def written(content: Content) -> str:
    """A text without what XML 1.0 does not allow and without space around; days in ISO 8601; amounts plain."""
    match content:
        case None:
            return ""
        case Decimal():
            return f"{content:f}"
        case date():
            return content.isoformat()
        case str():
            return _FORBIDDEN.sub("", content).strip()
