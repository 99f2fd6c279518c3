import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taxonomy_service.domain.acceptances import Acceptance
from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.domain.findings import Decision, FindingState
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.exchange.acceptances import read_register, write_register

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@st.composite
def acceptances(draw: st.DrawFn) -> Acceptance:
    when = draw(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))).replace(microsecond=0)  # noqa: DTZ001
    name = draw(st.text("0123456789abcdef", min_size=32, max_size=32))
    decision = Decision(name, name[::-1], FindingState.DISMISSED, draw(TEXT), draw(TEXT), when)
    related = tuple(draw(st.lists(TEXT, max_size=2)))
    return Acceptance(
        decision, "Q060", "http://x/靴", related, LanguageTag(draw(st.sampled_from(["", "ar"]))), draw(TEXT)
    )


@settings(max_examples=60)
@given(
    st.lists(acceptances(), max_size=4, unique_by=lambda one: one.decision.fingerprint),
    st.sampled_from(["r.toml", "r.json"]),
)
def test_a_register_comes_back_as_it_was_written(register: list[Acceptance], name: str) -> None:
    text = write_register(register, name)
    assert read_register(text.encode(), name) == {one.decision.fingerprint: one for one in register}
    assert write_register(reversed(register), name) == text


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"[[accepted]]\ncode = 3", "r.toml"),
        (b"[[accepted]]\ncode = 'Q060'", "r.toml"),
        (b"accepted = 1", "r.toml"),
        (b"not toml", "r.toml"),
        (b"\xff\xfe", "r.toml"),
        (b"[]", "r.json"),
        (b'{"accepted": [{"fingerprint": 1}]}', "r.json"),
        (b'{"accepted": ' + b"[" * 100_000, "r.json"),
        (b"other = []\n[[accepted]]\nfingerprint = 'a'\nunknown = 1", "r.toml"),
    ],
)
def test_what_is_no_register_is_refused_with_its_name(data: bytes, name: str) -> None:
    with pytest.raises(UnreadableFile, match=name):
        read_register(data, name)


def test_a_person_may_leave_out_the_zone_and_a_byte_order_mark_does_not_matter() -> None:
    entry = {"fingerprint": "f", "evidence": "e", "code": "Q060", "subject": "s", "reason": "r", "author": "a"}
    data = "\ufeff" + json.dumps({"accepted": [entry | {"date": "2026-11-25T08:00:00"}]})
    assert read_register(data.encode(), "r.json")["f"].decision.decided == datetime(2026, 11, 25, 8, tzinfo=UTC)
    toml = "[[accepted]]\n" + "".join(f"{name} = '{value}'\n" for name, value in entry.items())
    dated = read_register((toml + "date = 2026-11-25T09:00:00+01:00").encode(), "r.toml")
    assert dated["f"].decision.decided == datetime(2026, 11, 25, 8, tzinfo=UTC)


def test_an_empty_file_is_an_empty_register() -> None:
    assert read_register(b"", "r.toml") == {}
