"""The check of labels that were left in another language."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.forms import is_turkic
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import UNTAGGED, LanguageTag, primary_subtag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.statements import Literal, Statement
from taxonomy_service.integrity.checks import Check, Fault, Parameters
from taxonomy_service.integrity.keyed_labels import KeyedLabels
from taxonomy_service.integrity.labels import proof_of
from taxonomy_service.integrity.text.words import Wording, are_foreign, joining_words, words_of_form
from taxonomy_service.integrity.view import View


class Repeated(NamedTuple):
    """A preferred form that a concept has in several languages, with its labels, of `total` languages that it has."""

    concept: str
    form: str
    labels: Mapping[LanguageTag, Statement]
    total: int


def left_in_another_language(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the preferred labels that repeat another language's and whose words are that language's.

    Loanwords and proper names are repeated too, so the words must show it: one joins others in that language only
    (*of*, *für*), or the other language's labels use it often while no label of the own language knows any of them. Of
    a form that most of the concept's languages have, nothing is said without such a joining word.
    """
    wordings: dict[LanguageTag, Wording] = {}
    for repeated in _repeated(view):
        for tag in repeated.labels:
            if tag not in wordings:
                wordings[tag] = Wording(view.keys(tag))
        for tag, source in _left(repeated, wordings):
            yield _fault(view, repeated, tag, source)


def _repeated(view: View) -> Iterator[Repeated]:
    """Yield the forms of several words that several languages of a concept share, varieties of one counted as one."""
    preferred = {tag: found for (kind, tag), found in view.holders.items() if kind is LabelKind.PREFERRED and tag}
    labels: dict[tuple[str, str], dict[LanguageTag, Statement]] = {}
    for tag, row in _shared(view, preferred):
        form = row[2][0]
        if " " in form and view.label_kinds[row.predicate] is LabelKind.PREFERRED and row.subject in view.described:
            labels.setdefault((form, row.subject), {})[tag] = row
    for (form, concept), own in labels.items():
        if len({primary_subtag(tag) for tag in own}) > 1:
            yield Repeated(concept, form, own, sum(concept in found for found in preferred.values()))


def _shared(view: View, tags: Iterable[LanguageTag]) -> Iterator[tuple[LanguageTag, Statement]]:
    """Yield the labels whose key, of several words, stands in several of the languages, on whatever concepts."""
    by_tag = {tag: _plain_keys(view, tag) for tag in tags}
    seen: set[str] = set()
    several: set[str] = set()
    for keys in by_tag.values():
        several.update(seen.intersection(keys))
        seen.update(keys)
    shared = {key for key in several if " " in key}
    for tag, keys in by_tag.items():
        for key in shared.intersection(keys):
            yield from ((tag, row) for row in keys[key])


def _plain_keys(view: View, tag: LanguageTag) -> KeyedLabels:
    """Return labels by a key that makes equal forms meet, whatever their languages make of a dotless i."""
    if is_turkic(tag):
        return KeyedLabels(view.forms(tag).keys(UNTAGGED), view.rows(tag))
    return view.keys(tag)


def _left(repeated: Repeated, wordings: Mapping[LanguageTag, Wording]) -> Iterator[tuple[LanguageTag, LanguageTag]]:
    """Yield the languages in which the form was left, each with the one that it is in."""
    form, tags = repeated.form, tuple(repeated.labels)
    words = words_of_form(form)
    source = max(tags, key=lambda tag: (_joins(form, tag, tags), sum(map(wordings[tag].uses, words)), tag))
    few = 2 * len(tags) <= repeated.total
    for tag in tags:
        if primary_subtag(tag) != primary_subtag(source) and (
            joining_words(form, source, tag) or (few and are_foreign(words, form, wordings[tag], wordings[source]))
        ):
            yield tag, source


def _joins(form: str, tag: LanguageTag, tags: tuple[LanguageTag, ...]) -> int:
    return sum(bool(joining_words(form, tag, other)) for other in tags)


def _fault(view: View, repeated: Repeated, tag: LanguageTag, source: LanguageTag) -> Fault:
    label = Literal(repeated.form, tag)
    told = message("{label} stands as {language}, but its words are {source}", label=label, language=tag, source=source)
    proof = proof_of(view, repeated.labels[tag], repeated.labels[source])
    return Fault(repeated.concept, told, proof, language=tag, label=repeated.form)


CHECKS: Final = (
    Check(
        "Q080",
        message("Label left in another language"),
        Severity.WARNING,
        message("Annotators of the language read a foreign word, and a model learns that it belongs to theirs."),
        left_in_another_language,
    ),
)
