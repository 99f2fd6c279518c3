"""Borrowing: a small vocabulary read beside concepts of reference vocabularies, which show what its words stand for."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from taxonomy_service.boundaries.references import FormTable, Reference
from taxonomy_service.boundaries.units import stem
from taxonomy_service.boundaries.vocabulary import Vocabulary
from taxonomy_service.boundaries.words import words
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.references import ReferenceKind
from taxonomy_service.domain.statements import Iri

SMALL = 500
"""Concepts: a vocabulary with more of them has enough labels of its own."""
_MOST = 1000  # concepts that are borrowed, those that share words in the most languages first
_OF_ITS_FIELD = 0.7  # share of the source's words that a reference must know; one of another field only confuses

_Row = Mapping[LanguageTag, tuple[str, str]]
"""The form of each language that a borrowed concept has, with its key."""


def borrow(vocabulary: Vocabulary, references: Sequence[Reference]) -> Vocabulary:
    """Return a small vocabulary with concepts of reference vocabularies behind its own, which are not to be judged.

    Taken are those that share a word with it, and have labels in the source language and in another one of its own. A
    concept with the very labels of one of its own is left out: it would only repeat them, right or wrong. References
    that are no vocabularies (dictionaries, wordnets) or of another field, as far as words tell, lend nothing, and a
    vocabulary that is not small stays as it is.
    """
    if vocabulary.size > SMALL or vocabulary.source not in vocabulary.forms:
        return vocabulary
    own = {_keys(vocabulary, i) for i in range(vocabulary.size)}
    rows: dict[tuple[tuple[LanguageTag, str], ...], _Row] = {}
    for reference in references:
        if reference.entry.kind is ReferenceKind.SKOS and _knows(reference, vocabulary):
            for row in _rows(vocabulary, reference):
                keys = tuple((language, key) for language, (_, key) in sorted(row.items()))
                if not any(set(keys) <= labels for labels in own):
                    rows.setdefault(keys, row)
    return _behind(vocabulary, list(rows.values())[:_MOST])


def _knows(reference: Reference, vocabulary: Vocabulary) -> bool:
    """Say whether a reference knows most words of the vocabulary's labels in the source language."""
    table = reference.table(vocabulary.source)
    known = {stem(word) for key in table.keys for word in words(key)} if table else set()
    said = [stem(word) in known for key in vocabulary.keys[vocabulary.source] for word in words(key)]
    return bool(said) and sum(said) >= _OF_ITS_FIELD * len(said)


def _keys(vocabulary: Vocabulary, concept: int) -> frozenset[tuple[LanguageTag, str]]:
    return frozenset((language, keys[concept]) for language, keys in vocabulary.keys.items())


def _rows(vocabulary: Vocabulary, reference: Reference) -> Iterator[_Row]:
    """Yield the concepts of a reference that share words with the vocabulary, in the most languages first."""
    tables = {language: table for language in vocabulary.languages if (table := reference.table(language))}
    shared: Counter[int] = Counter()
    for language, table in tables.items():
        shared.update(_senses_sharing(vocabulary, language, table))
    for sense, _ in shared.most_common():
        row: dict[LanguageTag, tuple[str, str]] = {}
        for language, table in tables.items():
            if numbers := table.of_sense[sense]:
                row[language] = (table.forms[numbers[0]], table.keys[numbers[0]])
        if vocabulary.source in row and len(row) > 1:
            yield row


def _senses_sharing(vocabulary: Vocabulary, language: LanguageTag, table: FormTable) -> set[int]:
    """Return the senses with a form that shares a word with the vocabulary's labels of the language."""
    said = {stem(word) for key in vocabulary.keys[language] for word in words(key)}
    return {
        sense
        for number, key in enumerate(table.keys)
        if any(stem(word) in said for word in words(key))
        for sense in table.senses[number]
    }


def _behind(vocabulary: Vocabulary, rows: Sequence[_Row]) -> Vocabulary:
    nothing = ("", "")
    return replace(
        vocabulary,
        iris=[*vocabulary.iris, *(Iri("") for _ in rows)],
        forms={tag: [*own, *(row.get(tag, nothing)[0] for row in rows)] for tag, own in vocabulary.forms.items()},
        keys={tag: [*own, *(row.get(tag, nothing)[1] for row in rows)] for tag, own in vocabulary.keys.items()},
        broader=[*vocabulary.broader, *(() for _ in rows)],
        narrower=[*vocabulary.narrower, *(() for _ in rows)],
        above=[*vocabulary.above, *(frozenset() for _ in rows)],
        borrowed=len(rows),
    )
