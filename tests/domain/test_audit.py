from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.domain.audit import AuditEntry, Deed, Head, Provenance, Record, first_broken, make_entry

DEED = Deed("shoes", 1, "a1", datetime(2026, 11, 25, tzinfo=UTC), Provenance("curl", "", "café"))


def chain(*texts: str) -> list[AuditEntry]:
    entries: list[AuditEntry] = []
    head = Head()
    for text in texts:
        entries.append(make_entry(head, Record("add-label", {"added": [text]}), DEED))
        head = Head(entries[-1].number, entries[-1].hash)
    return entries


def head_of(entries: list[AuditEntry]) -> Head:
    return Head(entries[-1].number, entries[-1].hash) if entries else Head()


@given(st.lists(st.text(), max_size=6))
def test_a_chain_that_nobody_touched_is_whole(texts: list[str]) -> None:
    entries = chain(*texts)
    assert first_broken(entries, head_of(entries)) is None


@given(st.data())
def test_an_entry_that_was_altered_is_the_first_broken_one(data: st.DataObject) -> None:
    entries = chain("حذاء", "靴", "Schuh", "ayakkabı")
    place = data.draw(st.integers(0, 3))
    alter = data.draw(st.sampled_from(["body", "actor", "kind", "time", "hash", "previous", "change_set"]))
    entry = entries[place]
    changed = {
        "body": entry.body.replace("a1", "a2"),
        "actor": "a2",
        "kind": "merge",
        "time": datetime(2026, 11, 26, tzinfo=UTC),
        "hash": "f" * 64,
        "previous": "f" * 64,
        "change_set": 9,
    }[alter]
    altered = [*entries[:place], replace(entry, **{alter: changed}), *entries[place + 1 :]]  # type: ignore[arg-type]
    broken = first_broken(altered, head_of(entries))
    assert broken is not None
    assert broken.number == place + 1


@pytest.mark.parametrize("missing", [0, 1, 3])
def test_a_missing_entry_shows_the_last_one_too(missing: int) -> None:
    entries = chain("a", "b", "c", "d")
    broken = first_broken(entries[:missing] + entries[missing + 1 :], head_of(entries))
    assert broken is not None
    assert (broken.number, "missing" in str(broken.reason)) == (missing + 1, True)


def test_two_entries_that_changed_places_show() -> None:
    entries = chain("a", "b", "c")
    assert first_broken([entries[0], entries[2], entries[1]], head_of(entries)) is not None


def test_a_chain_written_anew_does_not_end_in_the_head_that_was_kept() -> None:
    broken = first_broken(chain("a", "x"), head_of(chain("a", "b")))
    assert broken is not None
    assert broken.number == 2


def test_the_body_says_who_did_what_when_and_by_what_means() -> None:
    body = chain("Ayşe")[0].body
    for said in ('"actor":"a1"', '"comment":"café"', '"client":"curl"', '"kind":"add-label"', '"added":["Ayşe"]'):
        assert said in body
