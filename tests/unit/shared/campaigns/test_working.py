"""Who may work in a campaign, and what is said of one that nobody can serve."""

import pytest

from shared.campaigns.campaign import Campaign
from shared.campaigns.working import Person, lacking, why_not

EVA = Person(account="eva", skills={"sales": 8}, languages=("cs", "en"))
JAN = Person(account="jan", skills={"b2b": 1})
PEOPLE = (EVA, JAN)


def spring(**more: object) -> Campaign:
    return Campaign(campaign="spring", title="Spring", pbx="main", queue="sales", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("more", "person", "is_member", "why"), [
    ({}, EVA, True, ""),
    ({}, EVA, False, "not_in_queue sales"),
    ({"operators": ("eva",)}, EVA, False, ""),
    ({"operators": ("jan",)}, EVA, True, "not_named "),
    ({"skills": ("sales", "b2b")}, EVA, True, "no_skill b2b"),
    ({"skills": ("sales",), "language": "cs"}, EVA, True, ""),
    ({"language": "de"}, EVA, True, "no_language de"),
    ({"language": "cs"}, JAN, True, "no_language cs"),
    ({"operators": ("jan",), "skills": ("sales",)}, JAN, True, "no_skill sales"),
])  # fmt: skip
def test_who_may(more, person, is_member, why):
    found = why_not(spring(**more), person, is_member=is_member)
    assert (f"{found.why} {found.about}" if found else "") == why


@pytest.mark.parametrize(("more", "said"), [
    ({}, []), ({"skills": ("sales",)}, []), ({"operators": ("eva", "ota")}, []),
    ({"operators": ("ota",)}, ["not_named ota"]),
    ({"skills": ("gold", "sales", "silver")}, ["no_skill gold", "no_skill silver"]),
    ({"skills": ("sales", "b2b")}, ["no_skill sales, b2b"]),
    ({"operators": ("jan",), "language": "cs"}, ["no_language cs"]),
])  # fmt: skip
def test_what_nobody_has(more, said):
    assert [f"{one.why} {one.about}" for one in lacking(spring(**more), PEOPLE)] == said
