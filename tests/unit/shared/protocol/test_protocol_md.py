"""PROTOCOL.md says what is true: its examples are messages, and it leaves out no code, command or right."""

import json
import re
from typing import get_args

import jsonschema  # type: ignore[import-untyped]
import pytest

from shared.domain.accounts import RIGHTS_OF, Right, Role
from shared.domain.board import Topic
from shared.domain.commands import COMMANDS
from shared.protocol import lines, messages, schema

TEXT = schema.FILE.with_name("PROTOCOL.md").read_text(encoding="utf-8")
WORDS = set(re.findall(r"`([a-z_.0-9]+)`", TEXT))


EXAMPLES = re.findall(r'\{"type".*\}', TEXT.split("```")[1])


@pytest.mark.parametrize("line", [line for line in EXAMPLES if "…}" not in line])
def test_the_examples_are_messages(line: str) -> None:
    jsonschema.Draft202012Validator(schema.document()).validate(json.loads(line))


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 7


def test_every_code_and_topic_is_explained() -> None:
    named = {*get_args(messages.ErrorCode), *get_args(messages.ReplyCode), *get_args(Topic)}
    assert named <= WORDS


def test_every_command_and_its_parameters_are_listed() -> None:
    for name, kind in COMMANDS.items():
        row = next(row for row in TEXT.splitlines() if row.startswith("| `") and _names(row, name))
        for field in kind.parameters.__struct_encode_fields__:
            assert field in ("pbx", "agent") or f"`{field}`" in row, (name, field)
        assert (f"`{kind.others}`" if kind.others else "(any account, its own)") in row


def _names(row: str, command: str) -> bool:
    room, _, verb = command.partition(".")
    first = row.split("|")[1]
    return f"`{room}." in first and (f"`{command}`" in first or f"`.{verb}`" in first)


def test_every_right_of_every_role_is_listed() -> None:
    assert set(get_args(Right)) <= WORDS
    for role in get_args(Role):
        row = next(row for row in TEXT.splitlines() if row.startswith(f"| `{role}` |"))
        if role in ("operator", "wallboard", "billing"):
            assert set(re.findall(r"`([a-z.]+)`", row.split("|")[2])) == RIGHTS_OF[role]


def test_the_numbers_are_those_of_the_program() -> None:
    assert f"{lines.CLIENT_LINE_LIMIT:,} bytes" in TEXT
    assert f"{lines.SERVER_LINE_LIMIT // 2**20} MiB" in TEXT
    assert f"Protocol {messages.PROTOCOL}, port **{messages.DEFAULT_PORT}**" in TEXT
