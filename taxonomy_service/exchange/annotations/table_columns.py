"""The columns of a table of labels: which of them says what, and what a row of them says."""

from collections.abc import Sequence
from typing import NamedTuple

from taxonomy_service.domain.annotations import AnnotatedLabel, AnnotationItem, NotChecked
from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.domain.messages import Given, message

LABEL_COLUMNS = ("label", "name", "category", "class")
_LANGUAGE_COLUMNS = ("language", "lang")
_ATTRIBUTE_PREFIX = "attribute:"


class Columns(NamedTuple):
    """Where a row has what, counted from 0; `width` is how many cells it has."""

    width: int
    label: int
    language: int | None
    concept: int | None
    attributes: dict[str, int]

    @property
    def places(self) -> list[int]:
        """The columns that are read, each once."""
        stated = (self.label, self.language, self.concept, *self.attributes.values())
        return list(dict.fromkeys(place for place in stated if place is not None))

    def narrowed(self) -> "Columns":
        """Return the columns of rows that hold nothing but what is read, in the order of `places`."""
        at = {place: number for number, place in enumerate(self.places)}
        language = None if self.language is None else at[self.language]
        concept = None if self.concept is None else at[self.concept]
        return Columns(len(at), at[self.label], language, concept, {key: at[i] for key, i in self.attributes.items()})

    def item(self, row: Sequence[str], place: str, count: int = 1) -> AnnotationItem:
        """Return what a row says that stands for so many annotations."""
        if len(row) != self.width:
            return NotChecked(place, f"{len(row)} cells where the header has {self.width}", count)
        if not row[self.label].strip():
            return NotChecked(place, "no label", count)
        return AnnotatedLabel(
            row[self.label],
            place,
            count,
            language=None if self.language is None else row[self.language].strip() or None,
            concept=None if self.concept is None else row[self.concept].strip() or None,
            attributes={key: row[i] for key, i in self.attributes.items() if row[i].strip()},
        )


def find_columns(titles: Sequence[str], name: str, line: int | None = None) -> Columns:
    """Return which column says what; `line` is that of the titles in the file.

    `label` (or `name`, `category`, `class`), `language` (or `lang`), `concept`, and what begins with `attribute:`, in
    any case; others are not looked at. Raises UnreadableFile where none is the label's, or two have the same title.
    """
    titles = [title.strip() for title in titles]
    keys = [title.lower() for title in titles]
    twice = sorted({key for key in keys if key and keys.count(key) > 1})
    if twice:
        raise UnreadableFile(name, message("two columns are called {column}", column=Given(twice[0][:60])), line)
    at = {key: number for number, key in enumerate(keys)}
    label = next((at[key] for key in LABEL_COLUMNS if key in at), None)
    if label is None:
        raise UnreadableFile(name, message("no column is called {columns}", columns=", ".join(LABEL_COLUMNS)), line)
    prefix = len(_ATTRIBUTE_PREFIX)
    attributes = {titles[i][prefix:].strip(): i for i, key in enumerate(keys) if key.startswith(_ATTRIBUTE_PREFIX)}
    language = next((at[key] for key in _LANGUAGE_COLUMNS if key in at), None)
    return Columns(len(titles), label, language, at.get("concept"), attributes)
