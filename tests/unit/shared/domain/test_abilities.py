"""Skills and languages as people write them."""

import pytest

from shared.domain.abilities import read_languages, read_skills, skills_told


@pytest.mark.parametrize(("said", "found"), [
    ("", {}), ("sales", {"sales": 5}), ("sales 8; b2b  sales=3 ,", {"sales": 8, "b2b sales": 3}),
    ("iso 9001 7", {"iso 9001": 7}), ("Štítky", {"Štítky": 5}),
])  # fmt: skip
def test_skills(said, found):
    assert read_skills(said) == found
    assert read_skills(skills_told(found)) == found


@pytest.mark.parametrize("said", ["sales 0", "sales 11", "sales=much", "sales, b2b 999"])
def test_what_is_no_skill(said):
    with pytest.raises(ValueError, match=said.split(", ")[-1]):
        read_skills(said)


def test_languages():
    assert read_languages("cs, de ;cs,") == ("cs", "de")
