from datetime import UTC, datetime
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.domain.boundaries import BoundaryFinding, BoundaryRelation, Evidence, EvidenceKind
from taxonomy_service.domain.findings import FindingState, IntegrityFinding, Severity
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import Message
from taxonomy_service.domain.statements import Iri, Literal, Statement
from taxonomy_service.domain.tracking import AnyFinding, Found, Settled
from taxonomy_service.store.finding_rows import finding_row, kept_finding

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
tags = st.sampled_from([LanguageTag(tag) for tag in ("ar", "de", "ja", "zh-Hant", "")])
literals = st.builds(Literal, text, tags, st.just(""))
quoted = st.one_of(text, st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False), literals)
messages = st.builds(Message, text, st.lists(st.tuples(text, quoted), max_size=3).map(tuple))
weights = st.floats(-20, 20)
boundaries = st.builds(
    BoundaryFinding,
    text.map(Iri),
    tags,
    text,
    st.sampled_from(BoundaryRelation),
    st.floats(0, 1),
    st.booleans(),
    st.none() | text.map(Iri),
    st.lists(st.builds(Evidence, st.sampled_from(EvidenceKind), weights, messages), max_size=3).map(tuple),
    st.lists(text, max_size=3).map(tuple),
)
faults = st.builds(
    IntegrityFinding,
    text,
    st.sampled_from(Severity),
    text,
    messages,
    text,
    text,
    st.lists(text, max_size=3).map(tuple),
    tags,
    text,
    st.lists(st.builds(Statement, text, text, text | literals), max_size=3).map(tuple),
)


@given(boundaries | faults, st.sampled_from(FindingState), st.booleans())
def test_any_finding_is_read_back_from_its_row(finding: AnyFinding, state: FindingState, warns: bool) -> None:
    first, now = datetime(2026, 1, 2, tzinfo=UTC), datetime.now(UTC)
    row = finding_row(1, Settled("own", state, warns, Found("own", "digest", finding)), first, now, "job")
    kept = kept_finding(SimpleNamespace(**row))
    assert kept.finding == finding
    assert (kept.fingerprint, kept.evidence, kept.state, kept.run) == ("own", "digest", state, "job")
    assert (kept.first_seen, kept.last_seen) == (first, now)
    assert row["warns"] is warns
