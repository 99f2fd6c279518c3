from dataclasses import replace

import pytest

from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import UNTAGGED, LanguageTag
from taxonomy_service.domain.verdicts import MatchRung, NamedConcept, Question, VerdictWarning, WarningCode
from taxonomy_service.matching.cases import Case
from taxonomy_service.matching.label_index import Entry, LabelIndex

RUNNING, SPORTS = ConceptId("running"), ConceptId("sports")


@pytest.mark.parametrize(
    ("asked", "found", "shown"),
    [
        ("ar", "ja", {"ar": "حذاء جري", "en": "running shoe"}),
        (None, "ja", {"ja": "ランニングシューズ", "en": "running shoe"}),
        (None, UNTAGGED, {"en": "running shoe"}),
        (None, None, {"en": "running shoe"}),
    ],
)
def test_a_concept_is_shown_in_the_language_asked_else_in_that_found_else_in_the_default_one(
    shoes: LabelIndex, asked: str | None, found: str | None, shown: dict[str, str]
) -> None:
    case = Case(shoes, Question("x"), None if asked is None else LanguageTag(asked), ())
    named = case.named(RUNNING, None if found is None else LanguageTag(found))
    assert named is not None
    assert named.preferred_labels == shown
    assert case.named(None) is None


def test_a_concept_that_is_shown_already_is_not_looked_up(shoes: LabelIndex) -> None:
    before = NamedConcept("running", "urn:靴", {})
    case = Case(shoes, Question("x"), LanguageTag("de"), (), before)
    assert case.named(RUNNING) is before
    assert case.named(SPORTS) == shoes.named(SPORTS, LanguageTag("de"))


def test_the_relation_is_to_the_first_concept_claimed_and_none_to_any_claimed(shoes: LabelIndex) -> None:
    case = Case(shoes, Question("x", None, "٤"), None, (RUNNING, SPORTS))
    assert case.claimed == RUNNING
    assert case.relation(ConceptId("shoe")) == "broader"
    assert case.relation(SPORTS) is None
    unclaimed = Case(shoes, Question("x"), None, ())
    assert (unclaimed.claimed, unclaimed.relation(SPORTS)) == (None, None)


def test_warnings_of_the_label_come_before_those_of_the_question(shoes: LabelIndex) -> None:
    entry = Entry(RUNNING, "حذاء جري", LanguageTag("ar"), LabelKind.PREFERRED)
    carried = VerdictWarning(WarningCode.BOUNDARY, "بعيد")
    index = replace(shoes, warnings={entry[:3]: (carried,)})
    case = Case(index, Question("حذاء\u200b جري", "ar", "nobody", {}), LanguageTag("ar"), ())
    codes = [warning.code.value for warning in case.warnings(MatchRung.KEY, RUNNING, (entry,))]
    assert codes == ["boundary", "unknown-claim", "invisible-characters", "missing-attribute"]
    plain = Case(index, Question("حذاء جري", "ar"), LanguageTag("ar"), ())
    assert plain.warnings(MatchRung.EXACT, RUNNING, (entry,)) == (carried,)
