import msgspec

from taxonomy_service.domain.change_sets import ChangeSet, etag_of_states
from taxonomy_service.domain.concepts import Concept, ConceptId
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.operations import Merge, Restore
from taxonomy_service.domain.statements import Iri


def test_operations_of_all_kinds_are_read_in_order() -> None:
    text = '{"comment":"c","operations":[{"operation":"merge","concept":"a","into":"b"},{"operation":"restore","concept":"c"}]}'
    assert msgspec.json.decode(text, type=ChangeSet) == ChangeSet((Merge("a", "b"), Restore("c")), "c")


def test_equal_states_have_equal_etags_and_others_do_not() -> None:
    one = Concept(ConceptId("a"), Iri("urn:a"), (Label("ayakkabı", LanguageTag("tr"), LabelKind.PREFERRED),))
    other = Concept(ConceptId("a"), Iri("urn:a"), (Label("ayakkabi", LanguageTag("tr"), LabelKind.PREFERRED),))
    assert etag_of_states([one]) == etag_of_states([one, None])
    assert len({etag_of_states([one]), etag_of_states([other]), etag_of_states([one], "draft")}) == 3
