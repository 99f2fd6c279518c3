from collections.abc import Callable

import pytest

from taxonomy_service.domain.concepts import Concept, ConceptId, Relation, RelationKind
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri

MakeScheme = Callable[..., ConceptScheme]


@pytest.fixture
def make_scheme() -> MakeScheme:
    """Make a scheme from concept names and (kind, subject, object) relations between them."""

    def make(names: str, *relations: tuple[RelationKind, str, str]) -> ConceptScheme:
        scheme = Iri("urn:s")
        concepts = {}
        for name in names.split():
            own = tuple(Relation(kind, Iri(f"urn:{target}")) for kind, subject, target in relations if subject == name)
            concepts[ConceptId(name)] = Concept(ConceptId(name), Iri(f"urn:{name}"), relations=own)
        return ConceptScheme(SchemeId("s"), scheme, concepts=concepts)

    return make
