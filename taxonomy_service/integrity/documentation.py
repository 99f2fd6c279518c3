"""Checks of what should be said of each concept: a label, a note, a definition."""

from collections.abc import Iterator
from typing import Final

from taxonomy_service.domain import terms
from taxonomy_service.domain.errors import InvalidLanguageTag
from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.languages import LanguageTag, lookup_chain, parse_language_tag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.statements import Literal
from taxonomy_service.integrity.checks import Check, Fault, NotChecked, Parameters
from taxonomy_service.integrity.view import View

_NOTE: Final = terms.SKOS + "note"
_DESCRIPTIONS: Final = (terms.RDFS + "comment", terms.DCT + "description", terms.DC + "description")
_NAMES: Final = (terms.RDFS + "label", terms.DCT + "title", terms.DC + "title")


def undocumented_concepts(view: View, _: Parameters) -> Iterator[Fault | NotChecked]:
    """Find the concepts without any note, where others have one."""
    documented = {row[0] for row in view.stated(_NOTE)}
    documented.update(row[0] for predicate in _DESCRIPTIONS for row in view.by_predicate.get(predicate, ()))
    if documented.isdisjoint(view.described):
        if view.described:
            yield NotChecked(message("no concept has a note: left out on purpose, it seems"), len(view.described))
        return
    for concept, row in view.described.items():
        if concept not in documented:
            told = message("{concept} has no note of any kind", concept=view.label_of(concept))
            yield Fault(concept, told, (row,))


def missing_definitions(view: View, parameters: Parameters) -> Iterator[Fault]:
    """Find the concepts without a definition in a required language, or in a variety of it."""
    defined: dict[str, set[str]] = {}
    for row in view.stated(terms.SKOS + "definition"):
        if isinstance(row.object, Literal):
            for tag in _chain(row.object.language):
                defined.setdefault(tag, set()).add(row.subject)
    for wanted in parameters.strings("languages"):
        tag = _chain(wanted)[0]
        own = defined.get(tag, set())
        for concept, row in view.described.items():
            if concept not in own and concept not in view.retired:
                told = message(
                    "{concept} has no definition in {language}", concept=view.label_of(concept), language=tag
                )
                yield Fault(concept, told, (row,), language=tag)


def _chain(tag: str) -> tuple[LanguageTag, ...]:
    """Return a tag in canonical form with its shorter forms; one that is not well-formed stays as it is."""
    try:
        return lookup_chain(parse_language_tag(tag))
    except InvalidLanguageTag:
        return (LanguageTag(tag),)


def concepts_without_label(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the described concepts without a preferred label."""
    for concept, row in view.described.items():
        if concept not in view.labelled:
            told = message("{concept} has no preferred label", concept=view.label_of(concept))
            yield Fault(concept, told, (row,))


def groups_without_label(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the schemes and collections without a label or a title."""
    groups = {**view.schemes, **view.collections}
    named = {row[0] for predicate in _NAMES for row in view.by_predicate.get(predicate, ())}
    for group, row in groups.items():
        if group not in named and group not in view.labelled:
            told = message("{group} has neither a label nor a title", group=group)
            yield Fault(group, told, (row,))


# fmt: off
CHECKS = (
    Check(
        "Q023", message("Undocumented concept"), Severity.INFO,
        message("Without a note, what a concept covers is left to whoever reads its label."),
        undocumented_concepts, qskos="uc",
    ),
    Check(
        "Q024", message("Missing definition in a required language"), Severity.WARNING,
        message("Annotators decide by the definition in their own language what belongs to a concept."),
        missing_definitions, {"languages": ()}, ("languages",),
    ),
    Check(
        "Q025", message("Concept without a preferred label"), Severity.ERROR,
        message("Tools show an identifier in place of a word, and no label can be matched to it."),
        concepts_without_label, qskos="ml",
    ),
    Check(
        "Q026", message("Scheme or collection without a label"), Severity.WARNING,
        message("Lists of vocabularies and of their groups show an identifier in place of a title."),
        groups_without_label, qskos="ml",
    ),
)
