"""The register of accepted findings as a file: TOML that people read and a version control system compares, or JSON."""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from taxonomy_service.domain.acceptances import Acceptance
from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.domain.findings import Decision, FindingState
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import Amount, message

MOST_BYTES: Final = 64 * 1024 * 1024
_HEAD: Final = """\
# Findings of `taxonomy-service check` that were looked at and let stand.
# Each stays silent until its evidence changes. To withdraw an acceptance, delete its table.
"""
# TOML's basic strings escape as JSON's do, but DEL too (TOML 1.0, strings).
_DELETE: Final = re.compile("\x7f")


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An acceptance as it stands in the file; `date` is a date with a time, in UTC where it says no zone."""

    fingerprint: str
    evidence: str
    code: str
    subject: str
    reason: str
    author: str
    date: datetime
    related: tuple[str, ...] = ()
    language: str = ""
    label: str = ""


def read_register(data: bytes, name: str) -> dict[str, Acceptance]:
    """Read a register, JSON where its name ends so, else TOML; raises UnreadableFile with the place of the fault."""
    if len(data) > MOST_BYTES:
        raise UnreadableFile(name, message("a register has at most {limit} bytes", limit=Amount(MOST_BYTES)))
    try:
        text = data.decode("utf-8-sig")
        stated: Any = json.loads(text) if name.lower().endswith(".json") else tomllib.loads(text)
        rows = msgspec.convert(stated, dict[str, tuple[Entry, ...]]).get("accepted", ())
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(name, message("not a register of accepted findings: {fault}", fault=str(error))) from error
    return {row.fingerprint: _acceptance(row) for row in rows}


def _acceptance(row: Entry) -> Acceptance:
    decided = row.date if row.date.tzinfo else row.date.replace(tzinfo=UTC)
    decision = Decision(row.fingerprint, row.evidence, FindingState.DISMISSED, row.reason, row.author, decided)
    return Acceptance(decision, row.code, row.subject, row.related, LanguageTag(row.language), row.label)


def write_register(register: Iterable[Acceptance], name: str) -> str:
    """Return a register as JSON where its name ends so, else as TOML, in an order that does not depend on when."""
    rows = [_row(one) for one in sorted(register, key=_order)]
    if name.lower().endswith(".json"):
        return json.dumps({"accepted": rows}, ensure_ascii=False, indent=2) + "\n"
    return _HEAD + "".join(f"\n[[accepted]]\n{_table(row)}" for row in rows)


def _order(one: Acceptance) -> tuple[object, ...]:
    return (one.code, one.subject, one.language, one.label, one.related, one.decision.fingerprint)


def _row(one: Acceptance) -> dict[str, Any]:
    decision = one.decision
    row = {
        "code": one.code,
        "subject": one.subject,
        "related": list(one.related),
        "language": one.language,
        "label": one.label,
        "reason": decision.reason,
        "author": decision.author,
        "date": decision.decided.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "fingerprint": decision.fingerprint,
        "evidence": decision.evidence,
    }
    return {name: value for name, value in row.items() if value or name in {"reason", "author"}}


def _table(row: Mapping[str, Any]) -> str:
    lines = (f"{name} = {value if name == 'date' else _toml(value)}\n" for name, value in row.items())
    return "".join(lines)


def _toml(value: str | list[str]) -> str:
    return _DELETE.sub(r"\\u007F", json.dumps(value, ensure_ascii=False))
