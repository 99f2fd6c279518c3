from taxonomy_service.domain.approvals import LabelKey, label_changes
from taxonomy_service.domain.concepts import Concept, ConceptId
from taxonomy_service.domain.drafts import Change
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.stating import StatedSettings, key_of

FR = LanguageTag("fr")
OLD, NEW = Label("chaussure", FR, LabelKind.PREFERRED), Label("soulier", FR, LabelKind.PREFERRED)


def concept(*labels: Label) -> Concept:
    return Concept(ConceptId("shoe"), Iri("urn:shoe"), labels)


def test_a_label_that_came_and_one_that_went() -> None:
    before, after = concept(OLD), concept(NEW)
    assert label_changes([Change(key_of(before), before, after)]) == (
        (LabelKey("urn:shoe", FR, LabelKind.PREFERRED, "soulier"),),
        (LabelKey("urn:shoe", FR, LabelKind.PREFERRED, "chaussure"),),
    )


def test_a_label_that_only_got_a_node_is_the_same_label() -> None:
    before, after = concept(OLD), concept(OLD._replace(resource="urn:n"))
    assert label_changes([Change(key_of(before), before, after)]) == ((), ())


def test_settings_have_no_labels() -> None:
    settings = StatedSettings(Iri("urn:s"), "{}")
    assert label_changes([Change(key_of(settings), None, settings)]) == ((), ())
