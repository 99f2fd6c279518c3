"""What a boundary picture says in words, for those who do not see it."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from taxonomy_service.domain.boundaries import BoundaryRelation
from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.labels import resolve_label
from taxonomy_service.domain.languages import UNTAGGED, LanguageTag, display_name
from taxonomy_service.domain.messages import Message, message, tell
from taxonomy_service.domain.pictures import Band, BoundaryPicture, Column, ColumnKind, Heading, Reach
from taxonomy_service.domain.statements import Literal

_ENGLISH = LanguageTag("en")
SIGNS = {
    None: "=",
    BoundaryRelation.BROADER: "⊃",
    BoundaryRelation.NARROWER: "⊂",
    BoundaryRelation.OVERLAPPING: "∩",
    BoundaryRelation.DIFFERENT: "≠",
    BoundaryRelation.UNTRANSLATED: "?",
}
"""A sign for each relation, so that colour is never the only one."""


class Teller(NamedTuple):
    """For whom a picture is: labels in the reader's language, sentences in one that there is a catalogue for."""

    reader: LanguageTag
    told_in: LanguageTag = _ENGLISH
    translate: Callable[[str], str] = str

    def say(self, told: Message) -> Literal:
        """Return a sentence with the language that it is in."""
        return Literal(tell(told, self.translate), self.told_in)


def picture_title(picture: BoundaryPicture, reader: LanguageTag) -> Message:
    """Return the picture's title."""
    shown = shown_label(picture, reader)
    other = told_apart(picture, picture.concept, picture.labels, reader)
    if other is None:
        return message("Boundaries of {concept}", concept=shown)
    return message("Boundaries of {concept} ({other})", concept=shown, other=other)


def told_apart(
    picture: BoundaryPicture, own: ConceptId, labels: Mapping[LanguageTag, str], reader: LanguageTag
) -> Literal | None:
    """Return another language's label of a concept, where another concept that is shown is called the same.

    English is preferred, then the languages by tag; None where the reader's own language tells the concepts apart, or
    none does.
    """
    shown = [(of.concept, of.labels) for of in picture.headings] + [(of.concept, of.labels) for of in picture.columns]
    called = _called(labels, reader)
    alike = [of for concept, of in shown if concept not in {own, None} and called and _called(of, reader) == called]
    for language in sorted(labels, key=lambda tag: (tag != _ENGLISH, tag)):
        if alike and all(other.get(language) != labels[language] for other in alike):
            return Literal(labels[language], language)
    return None


def _called(labels: Mapping[LanguageTag, str], reader: LanguageTag) -> Literal | None:
    served = resolve_label(labels, reader, (_ENGLISH,))
    return Literal(served.form, served.language) if served else None


def shown_label(picture: BoundaryPicture, reader: LanguageTag) -> Literal:
    """Return the concept's label for a reader, its id where it has none."""
    return _called(picture.labels, reader) or Literal(picture.concept)


def column_label(column: Column, reader: LanguageTag) -> Literal:
    """Return what a column is called for a reader."""
    return _called(column.labels, reader) or Literal(column.concept or "", UNTAGGED)


def relation_word(relation: BoundaryRelation | None) -> Message:
    """Return the word for what a label covers, seen from its concept."""
    return _WORDS[relation]


_WORDS = {
    None: message("exact"),
    BoundaryRelation.BROADER: message("broader"),
    BoundaryRelation.NARROWER: message("narrower"),
    BoundaryRelation.OVERLAPPING: message("overlapping"),
    BoundaryRelation.DIFFERENT: message("different"),
    BoundaryRelation.UNTRANSLATED: message("untranslated"),
}


class Verdict(NamedTuple):
    """What is said of a label beside its bar: a sign and a word."""

    sign: str
    word: Message


def verdict_on(picture: BoundaryPicture, band: Band) -> Verdict:
    """Return sign and word for a label; one that no finding suspects may still stand on other concepts too."""
    if band.relation is None and not set(band.reach) <= set(range(picture.own)):
        return Verdict("≡", message("shared"))
    return Verdict(SIGNS[band.relation], relation_word(band.relation))


def rest_word(column: Column) -> Message:
    """Return the word for what a broader concept covers beside the concepts shown, or for what lies elsewhere."""
    if column.kind is ColumnKind.ELSEWHERE:
        return message("elsewhere")
    return message("{count} more", count=column.more) if column.more else message("other")


def band_sentence(picture: BoundaryPicture, band: Band, teller: Teller) -> Message:
    """Say in a sentence what the label of one language covers."""
    language = display_name(band.language, teller.reader)
    if band.form is None:
        return message("{language}: no label.", language=language)
    label = Literal(band.form, band.language)
    if band.relation is None and set(band.reach) == set(range(picture.own)):
        return message("{language}: {label} covers the concept.", language=language, label=label)
    if band.relation is BoundaryRelation.UNTRANSLATED:
        return message("{language}: {label} is not translated.", language=language, label=label)
    covered = ", ".join(_covered(picture, band, teller))
    if band.confidence is None:
        return message("{language}: {label} covers {covered}.", language=language, label=label, covered=covered)
    return message(
        "{language}: {label} covers {covered} ({sure} % sure).",
        language=language,
        label=label,
        covered=covered,
        sure=round(band.confidence * 100),
    )


def _covered(picture: BoundaryPicture, band: Band, teller: Teller) -> list[str]:
    """Name what is covered, a broader concept in place of all its columns where they are covered alike."""
    names = []
    place = 0
    while place <= len(picture.columns):
        reach = band.reach.get(place)
        span = next((span for span in picture.headings if span.first == place and _alike(span, band, reach)), None)
        if reach is not None:
            name = _column_name(picture.columns[place], teller) if span is None else _span_name(span, teller.reader)
            names.append(f"{name} (½)" if reach is Reach.PART else name)
        place = place + 1 if span is None else span.last + 1
    return names


def _alike(span: Heading, band: Band, reach: Reach | None) -> bool:
    return reach is not None and all(band.reach.get(place) is reach for place in range(span.first, span.last + 1))


def _span_name(span: Heading, reader: LanguageTag) -> str:
    return column_label(Column(ColumnKind.CONCEPT, span.concept, span.labels), reader).value


def _column_name(column: Column, teller: Teller) -> str:
    name = column_label(column, teller.reader).value
    if column.kind is ColumnKind.CONCEPT:
        return name
    rest = teller.say(rest_word(column)).value
    return f"{name} ({rest})" if name else rest
