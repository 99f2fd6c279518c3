from datetime import UTC, datetime

from taxonomy_service.domain import terms
from taxonomy_service.domain.approvals import Approval, ApprovalState, LabelKey
from taxonomy_service.domain.approved_content import LeftOut, approved_content, labels_not_approved
from taxonomy_service.domain.concepts import Concept, ConceptId
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.scheme_settings import ApprovalPolicy
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri, Literal, Statement

FR, JA = LanguageTag("fr"), LanguageTag("ja")
PREFERRED, ALTERNATIVE = LabelKind.PREFERRED, LabelKind.ALTERNATIVE
SPORT, COURSE = (Label(f"chaussure de {what}", FR, PREFERRED) for what in ("sport", "course"))
SHOE = Label("靴", JA, PREFERRED)


def _scheme(*labels: Label, statements: tuple[Statement, ...] = ()) -> ConceptScheme:
    concept = Concept(ConceptId("a"), Iri("urn:a"), labels=tuple(sorted(labels)))
    return ConceptScheme(SchemeId("s"), Iri("urn:s"), concepts={concept.id: concept}, statements=statements)


def _key(label: Label) -> LabelKey:
    return LabelKey("urn:a", label.language, label.kind, label.form)


def test_labels_wait_in_the_languages_that_ask_for_approval_and_their_varieties() -> None:
    keys = [LabelKey("urn:a", LanguageTag(tag), PREFERRED, "x") for tag in ("fr", "fr-CA", "ja")]
    now = datetime(2026, 11, 25, tzinfo=UTC)
    approvals = {key: Approval(ApprovalState.DRAFT, "a1", now) for key in keys}
    approved = LabelKey("urn:b", FR, PREFERRED, "y")
    approvals[approved] = Approval(ApprovalState.APPROVED, "a2", now)
    assert labels_not_approved(approvals, ApprovalPolicy(approved_only=(FR,))) == set(keys[:2])
    assert labels_not_approved(approvals, ApprovalPolicy()) == frozenset()


def test_the_released_preferred_label_stays_until_the_one_to_replace_it_is_approved() -> None:
    content = approved_content(_scheme(COURSE, SHOE), {_key(COURSE)}, _scheme(SPORT, SHOE))
    assert content.scheme == _scheme(SPORT, SHOE)
    assert content.left_out == (LeftOut(_key(COURSE), SPORT.form),)


def test_without_a_release_before_a_label_that_waits_is_left_out() -> None:
    content = approved_content(_scheme(COURSE, SHOE), {_key(COURSE)}, None)
    assert (content.scheme, content.left_out) == (_scheme(SHOE), (LeftOut(_key(COURSE)),))


def test_a_form_that_was_taken_in_as_another_label_does_not_stay_preferred() -> None:
    former = SPORT._replace(kind=ALTERNATIVE)
    content = approved_content(_scheme(COURSE, former), {_key(COURSE)}, _scheme(SPORT))
    assert content.scheme == _scheme(former)


def test_an_alternative_label_that_waits_keeps_nothing_in_its_place() -> None:
    waiting = COURSE._replace(kind=ALTERNATIVE)
    content = approved_content(_scheme(SPORT, waiting), {_key(waiting)}, _scheme(SPORT))
    assert content.scheme == _scheme(SPORT)
    assert content.left_out == (LeftOut(_key(waiting)),)


def test_what_is_stated_of_labels_goes_and_stays_with_them() -> None:
    new, old = COURSE._replace(resource="urn:new"), SPORT._replace(resource="urn:old")
    new_row, old_row = (Statement(str(own.resource), terms.DCT + "source", Literal(own.form)) for own in (new, old))
    other = Statement("urn:x", terms.DCT + "title", Literal("अन्य"))
    draft = _scheme(new, statements=(new_row, other))
    before = _scheme(old, statements=(old_row,))
    assert approved_content(draft, {_key(new)}, before).scheme == _scheme(old, statements=(old_row, other))


def test_where_nothing_waits_the_draft_is_released_as_it_is() -> None:
    draft = _scheme(COURSE)
    assert approved_content(draft, frozenset(), _scheme(SPORT)).scheme is draft
