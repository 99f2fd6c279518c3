from taxonomy_service.domain import terms
from taxonomy_service.domain.concepts import Concept, ConceptId
from taxonomy_service.domain.equivalences import declared_equivalences
from taxonomy_service.domain.labels import Equivalence, Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri, Literal, Statement
from taxonomy_service.store.draft import write_draft
from taxonomy_service.store.equivalences import draft_equivalences
from taxonomy_service.store.schemes import add_scheme
from taxonomy_service.store.session import Store


def test_the_draft_declares_what_its_content_declares(store: Store) -> None:
    concepts, statements = {}, [Statement("urn:n", terms.EQUIVALENCE, Literal("broader"))]
    for number, (form, language, degree) in enumerate(
        [("靴", "ja", Equivalence.EXACT), ("حذاء", "ar", Equivalence.BROADER), ("but", "pl", Equivalence.OVERLAPPING)]
    ):
        iri = Iri(f"urn:c{number}")
        label = Label(form, LanguageTag(language), LabelKind.PREFERRED, f"urn:n{number}")
        plain = Label("shoe", LanguageTag("en"), LabelKind.PREFERRED)
        concepts[ConceptId(f"c{number}")] = Concept(ConceptId(f"c{number}"), iri, labels=(plain, label))
        statements.append(Statement(f"urn:n{number}", terms.EQUIVALENCE, terms.OURS + degree))
    content = ConceptScheme(SchemeId("s"), Iri("urn:s"), concepts=concepts, statements=tuple(statements))
    scheme = add_scheme(store, SchemeId("s"), Iri("urn:s"))
    write_draft(store, scheme.key, None, content)
    declared = declared_equivalences(content)
    assert len(declared) == 3
    assert draft_equivalences(store, scheme, ["urn:c0", "urn:c1", "urn:c2", "urn:c3"]) == declared
    some = draft_equivalences(store, scheme, ["urn:c1"])
    assert [(place.form, degree) for place, degree in some.items()] == [("حذاء", Equivalence.BROADER)]
