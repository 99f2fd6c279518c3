"""Validation from a compiled release alone, for programs that are no server: no web, no database, no RDF.

release = open_release("footwear.taxr")
release.validate("Laufschuh", language="de", concept="running-shoe").verdict
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from pathlib import Path
from typing import Any

from taxonomy_service.domain.verdicts import Question, ReleaseName, Verdict, VerdictCode
from taxonomy_service.exchange.mapped_files import map_file
from taxonomy_service.matching.judging import judge
from taxonomy_service.matching.mapped_index import MappedIndex
from taxonomy_service.matching.remembering import remembering

__all__ = ["OfflineRelease", "Question", "Verdict", "VerdictCode", "open_release"]


class OfflineRelease:
    """A compiled release, open; it judges as the service does. Processes and threads may share the file."""

    def __init__(self, path: Path) -> None:
        self.index = MappedIndex(map_file(path), path.name)

    @property
    def name(self) -> ReleaseName:
        """The release that every verdict names."""
        return self.index.name

    def validate(
        self,
        label: str,
        *,
        language: str | None = None,
        concept: str | None = None,
        attributes: dict[str, Any] | None = None,
        suggestions: int = 5,
    ) -> Verdict:
        """Judge one label; `concept` is the id, IRI or notation that the annotation claims. Nothing is raised."""
        return judge(self.index, Question(label, language, concept, attributes), suggestions=suggestions)

    def validate_all(self, questions: Iterable[Question], *, suggestions: int = 0) -> Iterator[Verdict]:
        """Judge labels as they come, in order; what comes again is remembered."""
        return map(remembering(self.index, suggestions=suggestions), questions)

    def validate_many(
        self,
        labels: Sequence[str],
        *,
        languages: str | Sequence[str | None] | None = None,
        concepts: Sequence[str | None] | None = None,
        suggestions: int = 0,
    ) -> list[Verdict]:
        """Judge a column of labels, with one language for all or a column of them, and the concepts claimed, if any.

        The verdicts are those of `validate`, in order. Raises ValueError where columns are not of one length.
        """
        of_each = repeat(languages, len(labels)) if languages is None or isinstance(languages, str) else languages
        claims = repeat(None, len(labels)) if concepts is None else concepts
        questions = (Question(*asked) for asked in zip(labels, of_each, claims, strict=True))
        return list(self.validate_all(questions, suggestions=suggestions))


def open_release(path: str | os.PathLike[str]) -> OfflineRelease:
    """Open a compiled release (`taxonomy-service compile`), checking that it is whole.

    Raises UnreadableFile where it is absent, of another kind or format, damaged or cut off.
    """
    return OfflineRelease(Path(path))
