"""Checks of the conditions on how many values there may be: S14, S52."""

from collections.abc import Iterator

from taxonomy_service.domain import terms
from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.statements import Literal, Node, Statement
from taxonomy_service.integrity.checks import Check, Fault, NotChecked, Parameters
from taxonomy_service.integrity.view import LABEL_PROPERTIES, View


def several_preferred_labels(view: View, _: Parameters) -> Iterator[Fault | NotChecked]:
    """Find the resources with several preferred labels in one language (S14)."""
    for (kind, tag), rows in view.labels.items():
        if kind is LabelKind.PREFERRED and len(view.holders[kind, tag]) < len(rows):
            by_resource: dict[str, dict[Node, Statement]] = {}
            for row in rows:
                by_resource.setdefault(row[0], {})[row[2]] = row
            for resource, forms in by_resource.items():
                if len(forms) > 1:
                    yield _several(view, resource, tag, tuple(forms.values()))
    same = len(view.by_predicate.get(terms.OWL + "sameAs", ()))
    if same:
        yield NotChecked(message("owl:sameAs is not followed: the labels of its two resources are judged apart"), same)


def _several(view: View, resource: str, tag: LanguageTag, rows: tuple[Statement, ...]) -> Fault:
    forms = " · ".join(sorted(row.object.value for row in rows if isinstance(row.object, Literal)))
    told = message(
        "{resource} has {count} preferred labels in one language: {forms}",
        resource=view.label_of(resource),
        count=len(rows),
        forms=Literal(forms, tag),
    )
    proof = tuple(premise for row in rows for premise in view.premises(row, LABEL_PROPERTIES[LabelKind.PREFERRED]))
    return Fault(resource, told, proof, language=tag)


def several_literal_forms(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the label resources with several literal forms (S52)."""
    forms: dict[str, dict[Node, Statement]] = {}
    for row in view.stated(terms.LITERAL_FORM):
        forms.setdefault(row.subject, {})[row.object] = row
    for label, rows in forms.items():
        if len(rows) > 1:
            told = message("the label resource {label} has {count} literal forms", label=label, count=len(rows))
            yield Fault(label, told, tuple(rows.values()))


CHECKS = (
    Check(
        "S14",
        message("Several preferred labels in one language"),
        Severity.ERROR,
        message("There is one preferred label a language; with several, each tool shows another one."),
        several_preferred_labels,
        skos="S14: a resource has no more than one skos:prefLabel per language tag",
        qskos="ipl",
    ),
    Check(
        "S52",
        message("Label resource with several literal forms"),
        Severity.ERROR,
        message("A label resource is one form; with two of them nothing said of it says of which."),
        several_literal_forms,
        skos="S52: a skosxl:Label has exactly one skosxl:literalForm",
    ),
)
