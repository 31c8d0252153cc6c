"""Every measure and every part of a formula has a name for people."""

from shared.domain.measures.formulas import FORMULAS
from shared.domain.measures.parts import PARTS
from shared.reports import words


def test_every_measure_has_a_title_and_every_part_says_what_it_is() -> None:
    assert set(words.MEASURES) == set(FORMULAS)
    assert set(words.PARTS) == set(PARTS)
