"""Checks of the languages that labels and notes are in."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from taxonomy_service.domain import terms
from taxonomy_service.domain.errors import InvalidLanguageTag
from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import (
    UNTAGGED,
    LanguageTag,
    is_registered,
    lookup_chain,
    parse_language_tag,
    same_language,
)
from taxonomy_service.domain.messages import Message, message
from taxonomy_service.domain.statements import Literal, Statement
from taxonomy_service.integrity.checks import Check, Fault, NotChecked, Parameters
from taxonomy_service.integrity.derived import once_a_view
from taxonomy_service.integrity.labels import proof_of
from taxonomy_service.integrity.view import View


@once_a_view
def _notes(view: View) -> Mapping[LanguageTag, tuple[Statement, ...]]:
    """Return the notes that are texts, by language tag as written."""
    found: dict[LanguageTag, list[Statement]] = {}
    for row in view.stated(terms.SKOS + "note"):
        if isinstance(row.object, Literal) and not row.object.datatype:
            found.setdefault(row.object.language, []).append(row)
    return {tag: tuple(rows) for tag, rows in found.items()}


def _tags(view: View) -> Iterable[LanguageTag]:
    """Return the language tags of labels and notes."""
    return dict.fromkeys([*view.tags, *_notes(view)])


def _texts(view: View, tag: LanguageTag) -> Iterator[Statement]:
    """Yield the labels and notes of a language tag."""
    yield from view.rows(tag)
    yield from _notes(view).get(tag, ())


@lru_cache(maxsize=4096)
def canonical_tag(tag: str) -> LanguageTag | None:
    """Return the canonical form of a tag; None where it is not well-formed, the untagged as it is."""
    if tag == UNTAGGED:
        return UNTAGGED
    try:
        return parse_language_tag(tag)
    except InvalidLanguageTag:
        return None


@once_a_view
def _labelled(view: View) -> Mapping[LanguageTag, frozenset[str]]:
    """Return the described concepts with a preferred label by canonical tag; tags that are none are left out."""
    found: dict[LanguageTag, frozenset[str]] = {}
    for tag, labelled in view.labelled_in.items():
        own = canonical_tag(tag)
        if own:
            found[own] = found[own] | labelled if own in found else labelled
    return found


def omitted_tags(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the labels and notes without a language tag."""
    for row in _texts(view, UNTAGGED):
        text = _text(row)
        if not text.datatype:
            yield _of_text(view, row, message("{label} has no language tag", label=text))


def invalid_tags(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the language tags that are not well-formed (RFC 5646 §2.1) or hold subtags that are not registered."""
    for tag in _tags(view):
        own = canonical_tag(tag)
        if own is None:
            for row in _texts(view, tag):
                told = message("{tag} is not a well-formed language tag (BCP 47)", tag=tag)
                yield _of_text(view, row, told, Severity.ERROR)
        elif tag != UNTAGGED and not is_registered(own):
            for row in _texts(view, tag):
                told = message("{tag} holds a subtag that is not in the IANA registry", tag=tag)
                yield _of_text(view, row, told, Severity.WARNING)


def outdated_tags(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the well-formed tags that have another canonical form (RFC 5646 §4.5); letter case does not count."""
    for tag in _tags(view):
        own = canonical_tag(tag)
        if own is not None and own.lower() != tag.lower():
            for row in _texts(view, tag):
                told = message("The language tag {tag} is now written {canonical}", tag=tag, canonical=own)
                yield _of_text(view, row, told)


def _of_text(view: View, row: Statement, told: Message, severity: Severity | None = None) -> Fault:
    text = _text(row)
    return Fault(row.subject, told, proof_of(view, row), language=text.language, label=text.value, severity=severity)


def _text(row: Statement) -> Literal:
    assert isinstance(row.object, Literal)
    return row.object


def incomplete_coverage(view: View, parameters: Parameters) -> Iterator[Fault]:
    """Find the concepts, but for retired ones, without a preferred label in one of the vocabulary's languages.

    A language is one of them where at least `share` (0 to 1) of the concepts have a preferred label in it.
    """
    described = view.described
    for tag, labelled in sorted(_labelled(view).items()):
        if len(labelled) < parameters.number("share") * len(described):
            continue
        for concept in described.keys() - labelled - view.retired.keys():
            told = message(
                "{concept} has no preferred label in {language}, which {count} of {total} concepts have",
                concept=view.label_of(concept),
                language=tag,
                count=len(labelled),
                total=len(described),
            )
            yield Fault(concept, told, (described[concept],), language=tag)


def missing_required_languages(view: View, parameters: Parameters) -> Iterator[Fault | NotChecked]:
    """Find the concepts, but for retired ones, without a preferred label in a required language or a variety of it."""
    required = [LanguageTag(tag) for tag in parameters.strings("languages")]
    unusable = [tag for tag in required if canonical_tag(tag) is None]
    if unusable:
        yield NotChecked(message("{tags} are no language tags", tags=", ".join(unusable)), len(unusable))
    for wanted in [own for tag in required if (own := canonical_tag(tag))]:
        varieties = [labelled for tag, labelled in _labelled(view).items() if wanted in lookup_chain(tag)]
        for concept in view.described.keys() - frozenset().union(*varieties) - view.retired.keys():
            told = message(
                "{concept} has no preferred label in the required language {language}",
                concept=view.label_of(concept),
                language=wanted,
            )
            yield Fault(concept, told, (view.described[concept],), language=wanted)


def alternatives_alone(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the alternative labels in a language in which, in any variety, the resource has no preferred one."""
    preferred = {tag: holders for (kind, tag), holders in view.holders.items() if kind is LabelKind.PREFERRED}
    for (kind, tag), rows in view.labels.items():
        if kind is not LabelKind.ALTERNATIVE or tag == UNTAGGED:
            continue
        kin = [holders for other, holders in preferred.items() if other == tag or _same(tag, other)]
        for row in rows:
            if not any(row.subject in holders for holders in kin):
                told = message(
                    "{label} is an alternative label, but there is no preferred one in {language}",
                    label=_text(row),
                    language=tag,
                )
                yield _of_text(view, row, told)


def _same(one: str, other: str) -> bool:
    own, its = canonical_tag(one), canonical_tag(other)
    return own is not None and its is not None and same_language(own, its)


def no_common_language(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the schemes in which no language has a preferred label for every concept; proved by one that lacks it.

    Concepts of no scheme are taken as one; concepts without any preferred label do not count.
    """
    labelled = _labelled(view)
    for scheme, concepts in _members(view, frozenset().union(*labelled.values())).items():
        counts = {tag: len(concepts & found) for tag, found in labelled.items()}
        best = min(counts, key=lambda tag: (-counts[tag], tag))
        if counts[best] == len(concepts):
            continue
        witness = min(concepts - labelled[best])
        told = message(
            "No language has a preferred label for every concept; {language} has most, but {concept} has none in it",
            language=best,
            concept=view.label_of(witness),
        )
        yield Fault(
            scheme or witness, told, proof_of(view, *_preferred_rows(view, witness)), (witness,) if scheme else ()
        )


def _members(view: View, concepts: Iterable[str]) -> Mapping[str, set[str]]:
    """Return concepts by scheme, those of none under the empty text."""
    found: dict[str, set[str]] = {}
    for concept in concepts:
        for scheme in view.schemes_of.get(concept, ("",)):
            found.setdefault(scheme, set()).add(concept)
    return found


def _preferred_rows(view: View, concept: str) -> Iterator[Statement]:
    for (kind, _), holders in view.holders.items():
        if kind is LabelKind.PREFERRED and concept in holders:
            yield holders[concept]


CHECKS: Final = (
    Check(
        "Q051",
        message("Omitted language tag"),
        Severity.WARNING,
        message("Without a tag no reader is served the text, and its direction and spelling cannot be known."),
        omitted_tags,
        qskos="oilt",
    ),
    Check(
        "Q052",
        message("Invalid language tag"),
        Severity.ERROR,
        message("Programs match languages by BCP 47; a text under a tag that is none is served to nobody."),
        invalid_tags,
        qskos="oilt",
    ),
    Check(
        "Q053",
        message("Language tag not in canonical form"),
        Severity.INFO,
        message("Readers who ask for the language by its present tag do not get the text under the old one."),
        outdated_tags,
    ),
    Check(
        "Q054",
        message("Incomplete language coverage"),
        Severity.INFO,
        message("Whoever works in the language meets concepts without a label, or with one in another language."),
        incomplete_coverage,
        {"share": 0.5},
        qskos="ilc",
    ),
    Check(
        "Q055",
        message("Required language missing"),
        Severity.ERROR,
        message("The vocabulary has promised its users labels in these languages."),
        missing_required_languages,
        {"languages": ()},
        needs=("languages",),
    ),
    Check(
        "Q056",
        message("Alternative label without a preferred one"),
        Severity.WARNING,
        message("In this language the concept can be found, but not be shown: there is nothing to call it."),
        alternatives_alone,
    ),
    Check(
        "Q057",
        message("No common language"),
        Severity.WARNING,
        message("There is no language in which the whole vocabulary can be read, checked or translated from."),
        no_common_language,
        qskos="ncl",
    ),
)
