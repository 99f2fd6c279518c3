"""Declared equivalences in the draft: read for a few concepts, without the rest."""

from collections.abc import Collection

from sqlalchemy import bindparam, text

from taxonomy_service.domain import terms
from taxonomy_service.domain.equivalences import LabelPlace, equivalences_of, stated_degrees
from taxonomy_service.domain.labels import Equivalence, Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.statements import Iri, Statement
from taxonomy_service.store.rows import CONCEPT
from taxonomy_service.store.schemes import StoredScheme
from taxonomy_service.store.session import Store

_MANY = 500
_STATED = text(
    "SELECT subject, value FROM statement WHERE scheme_key = :scheme AND predicate = :predicate AND type = 'iri'"
)
_LABELS = text(
    "SELECT r.iri, l.form, l.language, l.kind, l.node FROM resource r JOIN label l ON l.resource_key = r.key "
    "WHERE r.scheme_key = :scheme AND r.role = :role AND NOT r.gone AND l.node IS NOT NULL AND r.iri IN :iris"
).bindparams(bindparam("iris", expanding=True))


def draft_equivalences(store: Store, scheme: StoredScheme, iris: Collection[str]) -> dict[LabelPlace, Equivalence]:
    """Return what is declared on the labels of these concepts (see `declared_equivalences`)."""
    connection = store.session.connection()
    stated = connection.execute(_STATED, {"scheme": scheme.key, "predicate": terms.EQUIVALENCE}).all()
    degrees = stated_degrees(Statement(subject, terms.EQUIVALENCE, value) for subject, value in stated)
    ordered = sorted(iris) if degrees else []
    labels: list[tuple[Iri, Label]] = []
    for start in range(0, len(ordered), _MANY):
        places = {"scheme": scheme.key, "role": CONCEPT, "iris": ordered[start : start + _MANY]}
        for iri, form, language, kind, node in connection.execute(_LABELS, places):
            labels.append((Iri(iri), Label(form, LanguageTag(language), LabelKind(kind), node)))
    return equivalences_of(labels, degrees)
