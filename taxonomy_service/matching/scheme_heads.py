"""What a list shows of the scheme of a release: its names, and how much there is of what."""

from collections.abc import Mapping

from msgspec import Struct

from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme, scheme_titles
from taxonomy_service.domain.statements import Iri


class LabelCounts(Struct, frozen=True):
    """How many labels of each kind there are in a language, and how many concepts have a preferred one."""

    preferred: int = 0
    alternative: int = 0
    hidden: int = 0
    concepts: int = 0


class SchemeHead(Struct, frozen=True):
    """A scheme by its names; `counts` is in order of the language tags."""

    iri: Iri
    titles: dict[LanguageTag, str]
    concepts: int
    collections: int
    counts: dict[LanguageTag, LabelCounts]

    @property
    def labels(self) -> int:
        """How many labels there are."""
        return sum(row.preferred + row.alternative + row.hidden for row in self.counts.values())


def head_of(scheme: ConceptScheme, preferred: Mapping[ConceptId, Mapping[LanguageTag, str]]) -> SchemeHead:
    """Return the head of a scheme; `preferred` are the preferred forms of its concepts by language."""
    counts: dict[LanguageTag, dict[str, int]] = {}
    for concept in scheme.concepts.values():
        for label in concept.labels:
            row = counts.setdefault(label.language, dict.fromkeys(LabelCounts.__struct_fields__, 0))
            row[label.kind.value] += 1
        for language in preferred[concept.id]:
            counts[language]["concepts"] += 1
    rows = {language: LabelCounts(**row) for language, row in sorted(counts.items())}
    return SchemeHead(scheme.iri, scheme_titles(scheme), len(scheme.concepts), len(scheme.collections), rows)
