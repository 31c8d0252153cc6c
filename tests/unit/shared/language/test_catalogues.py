"""The compiled catalogues say what the readable ones say, in every form, as it is set in print."""

import gettext
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from shared.language import LANGUAGES, Language
from shared.language.extract import CATALOGUES, ROOT, compiled, read, untranslated

READABLE = sorted(CATALOGUES.glob("*.po"))
PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def forms(path: Path) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Give each text's source forms and translated forms."""
    return [
        (message.id if isinstance(message.id, tuple) else (str(message.id),),
         message.string if isinstance(message.string, tuple) else (str(message.string),))
        for message in read(path)
        if message.id
    ]  # fmt: skip


def test_every_language_but_the_source_has_a_catalogue():
    assert {path.stem for path in READABLE} == set(LANGUAGES) - {"en"}


@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.name)
def test_what_is_committed_compiled_is_what_the_readable_one_compiles_to(path: Path):
    with path.with_suffix(".mo").open("rb") as file:
        committed = gettext.GNUTranslations(file)
    assert path.with_suffix(".mo").read_bytes() == compiled(read(path)), "run python -m shared.language.extract"
    for source, said in forms(path):
        if len(source) == 1:
            assert committed.gettext(source[0]) == said[0]
        else:
            assert {committed.ngettext(source[0], source[1], number) for number in (1, 2, 5)} == set(said)


@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.name)
def test_nothing_is_missing_doubtful_or_obsolete(path: Path):
    catalogue = read(path)
    assert not untranslated(catalogue)
    assert not [message.id for message in catalogue if message.id and message.fuzzy]
    assert not catalogue.obsolete


@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.name)
def test_a_translation_fills_the_same_placeholders(path: Path):
    wrong = [
        (source, said)
        for source, said in forms(path)
        for place, form in enumerate(said)
        if set(PLACEHOLDER.findall(form)) != set(PLACEHOLDER.findall(source[min(place, len(source) - 1)]))
        or form.count("{") != len(PLACEHOLDER.findall(form))
    ]
    assert not wrong


@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.name)
def test_translations_are_set_as_in_print(path: Path):
    """No typewriter's quotes, hyphens or dots, no lost blanks; a number and its per cent stay on one line."""
    habits = re.compile(r"""["']|\.\.\.| - |--|\d %|\} %| {2}""")
    assert not [form for _, said in forms(path) for form in said if habits.search(form)]
    assert not [
        (source, form)
        for source, said in forms(path)
        for form in said
        if (form[:1].isspace(), form[-1:].isspace()) != (source[0][:1].isspace(), source[0][-1:].isspace())
    ]


def test_czech_has_three_forms():
    catalogue = read(CATALOGUES / "cs.po")
    assert catalogue.num_plurals == 3
    czech = Language.of("cs")
    rule = gettext.c2py(str(catalogue.plural_expr))
    assert [rule(number) for number in (0, 1, 2, 4, 5, 21, 22)] == [2, 0, 1, 1, 2, 2, 2]
    assert czech.plural("a text that nobody has", "texts that nobody has", 2) == "texts that nobody has"


def test_a_catalogue_is_read_from_a_program_in_one_file(tmp_path: Path):
    """As installers pack it: the package has no files of its own on the disk."""
    archive = tmp_path / "program.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in [*(ROOT / "shared").rglob("*.py"), *CATALOGUES.glob("*.mo")]:
            packed.write(path, path.relative_to(ROOT))
    code = "from shared.language import Language, __file__; print(__file__, Language.of('cs').text('Hidden number'))"
    inside = {**os.environ, "PYTHONPATH": str(archive), "PYTHONIOENCODING": "utf-8"}
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=inside, capture_output=True, check=True, encoding="utf-8"
    ).stdout
    assert said.startswith(str(archive))
    assert said.strip().endswith("Skryté číslo")
