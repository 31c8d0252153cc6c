"""[[customer_system]]: where campaigns get contacts from without a file, and where their results go.

Secrets are not here: the one named "crm" is ``customer_system_crm`` (environment ``CALLCENTRE_CUSTOMER_SYSTEM_CRM`` or
a systemd credential); it stands in a header as ``{secret}``, or is the database's password.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from msgspec import Meta

from collector_daemon.settings.things import Name, check_once
from shared.credentials import Secret, find_secret
from shared.settings import Section

Template = Annotated[str, Meta(max_length=4000)]
Statement = Annotated[str, Meta(max_length=20_000)]
Seconds = Annotated[float, Meta(gt=0, le=86_400)]


class CustomerSystemSettings(Section, frozen=True, kw_only=True):
    """A customer system that works with one campaign."""

    name: Annotated[str, Meta(description="Its name.", pattern=r"^[A-Za-z0-9][A-Za-z0-9_]{0,31}$", examples=["crm"])]
    campaign: Annotated[Name, Meta(description="The campaign's key.", examples=["renewals"])]
    kind: Annotated[Literal["http", "sql"], Meta(description="Asked by HTTP for JSON, or a database.")] = "http"
    every_seconds: Annotated[Seconds, Meta(description="How often it is asked for contacts.")] = 60.0
    timeout_seconds: Annotated[Seconds, Meta(description="How long to wait for an answer.")] = 10.0
    secret: Annotated[
        str,
        Meta(
            description="Name of its secret: `crm` is CALLCENTRE_CUSTOMER_SYSTEM_CRM or the systemd credential\n"
            "customer_system_crm; in a header {secret}, or the database's password. Empty: it needs none.",
            pattern=r"^([A-Za-z0-9][A-Za-z0-9_]{0,31})?$",
        ),
    ] = ""
    columns: Annotated[
        dict[str, Name],
        Meta(
            description="What a contact's data are called there: a path into the JSON, or a column. Ours are\n"
            "external (its key there), name, number, number:mobile (more of them, each with its kind), owner,\n"
            "language, priority, consent, field:City and so on."
        ),
    ] = {}
    pull_url: Annotated[
        Template,
        Meta(
            description="http: the address of contacts to call, with {cursor} and {campaign}; empty: none are asked\n"
            "for.",
            examples=["https://crm.example.com/api/work?since={cursor}"],
        ),
    ] = ""
    headers: Annotated[
        dict[str, Template], Meta(description='http: headers, e.g. Authorization = "Bearer {secret}".')
    ] = {}
    items: Annotated[
        str, Meta(description="http: where in the JSON the list of contacts is; empty: it is the list.")
    ] = ""
    next: Annotated[
        str,
        Meta(
            description="http: where in the JSON the {cursor} of the next page is; sql: its column. Empty: there is\n"
            "one page, and what is known already is left out."
        ),
    ] = ""
    push_url: Annotated[Template, Meta(description="http: where results go; empty: nowhere.")] = ""
    push_method: Annotated[Literal["POST", "PUT", "PATCH"], Meta(description="http: how.")] = "POST"
    push_body: Annotated[
        Template,
        Meta(
            description="http: the JSON of a result, with {external}, {number}, {outcome}, {disposition}, {note},\n"
            "{operator}, {attempts}, {at}, {call}, {key}, {campaign}, {name} and fields as {field.City}."
        ),
    ] = '{"id": "{external}", "outcome": "{outcome}", "disposition": "{disposition}", "note": "{note}", "at": "{at}"}'
    key_header: Annotated[
        str, Meta(description="http: the header of a result's key: sent twice under it, it is one result there.")
    ] = "Idempotency-Key"
    database: Annotated[
        str,
        Meta(
            description="sql: SQLAlchemy's address without a password.",
            pattern=r"^([a-z0-9+]+://[^\s]*)?$",
            examples=["postgresql+psycopg://callcentre@crm.example.com/crm"],
        ),
    ] = ""
    query: Annotated[
        Statement,
        Meta(
            description="sql: a page of contacts; :cursor is the last page's, :most how many are taken at once.",
            examples=["select id, name, phone from work where id > :cursor order by id limit :most"],
        ),
    ] = ""
    result_statement: Annotated[
        Statement,
        Meta(
            description="sql: writes a result, with :external, :outcome … as in push_body; fields are :field_City.\n"
            "It may be said twice under the same :key."
        ),
    ] = ""


def customer_secret(system: CustomerSystemSettings) -> Secret | None:
    """Its secret, None where it needs none. Raises BadSecret."""
    return find_secret(f"customer_system_{system.secret.lower()}") if system.secret else None


def check_customer_systems(systems: Iterable[CustomerSystemSettings]) -> None:
    """Raise ValueError with one line for what is said twice or is missing."""
    systems = list(systems)
    check_once((one.name for one in systems), "customer_system")
    for one in systems:
        if one.kind == "sql" and not one.database:
            raise ValueError(f"customer_system {one.name}: a database is needed")
        if "@" in one.database and ":" in one.database.split("://", 1)[1].rsplit("@", 1)[0]:
            raise ValueError(f"customer_system {one.name}: the password does not belong into the address")
        reads = one.pull_url if one.kind == "http" else one.query
        if reads and not ({"number"} & {ours.split(":")[0] for ours in one.columns}):
            raise ValueError(f"customer_system {one.name}: columns name no number")
