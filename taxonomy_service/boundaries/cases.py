"""A case: one label under suspicion, with everything that was asked about it."""

from dataclasses import dataclass

from taxonomy_service.boundaries.prepared import Prepared
from taxonomy_service.boundaries.signals import OutsideWitnesses, Signals
from taxonomy_service.domain.boundaries import BoundaryRelation
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.statements import Literal


@dataclass(frozen=True, slots=True)
class Case:
    """A label to be explained: where it stands, the concept it may name better, and the relation where it is known."""

    prepared: Prepared
    outside: OutsideWitnesses
    signals: Signals
    row: int
    candidate: int | None
    relation: BoundaryRelation | None = None

    @property
    def form(self) -> str:
        """The label as it is written."""
        return self.signals.labels.forms[self.row]

    @property
    def concept(self) -> int:
        """The number of the concept on which the label stands."""
        return int(self.signals.labels.concepts[self.row])

    @property
    def language(self) -> LanguageTag:
        """The label's language."""
        return self.signals.labels.language

    @property
    def quoted(self) -> Literal:
        """The label as it is quoted."""
        return Literal(self.form, self.language)

    def told(self, concept: int) -> Literal:
        """Quote the label of a concept in the source language, else in any."""
        vocabulary = self.prepared.vocabulary
        for language in (vocabulary.source, *vocabulary.languages):
            if vocabulary.forms[language][concept]:
                return Literal(vocabulary.forms[language][concept], language)
        return Literal(vocabulary.iris[concept])
