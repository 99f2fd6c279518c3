"""Boundaries of a scheme's labels: what covers something else in its language than its concept does."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from taxonomy_service.boundaries.detector import Detector, make_detector, recheck
from taxonomy_service.boundaries.detector import detect as detect_all
from taxonomy_service.boundaries.embeddings import EmbeddingProvider
from taxonomy_service.boundaries.lexicon import Lexicon
from taxonomy_service.boundaries.references import Reference
from taxonomy_service.boundaries.vocabulary import build_vocabulary
from taxonomy_service.domain.boundaries import BoundaryFinding
from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.schemes import ConceptScheme, label_languages
from taxonomy_service.domain.statements import Iri
from taxonomy_service.exchange.rdf import RdfFormat, read_statements
from taxonomy_service.exchange.skos_reader import read_skos
from taxonomy_service.services.embeddings import open_embeddings
from taxonomy_service.services.references import open_references
from taxonomy_service.store.session import Store

MOST_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Witnesses:
    """Who is asked beside the vocabulary itself: references, and a sentence encoder."""

    references: Sequence[Reference] = ()
    embeddings: EmbeddingProvider | None = None


def kept_witnesses(store: Store, embeddings: str | None = None) -> Witnesses:
    """Return the references that are kept, with the sentence encoder of a name where one is asked for.

    Raises NotFound for an unknown encoder, NotInstalled, and UnreadableFile for a reference that has to be added again.
    """
    return Witnesses(open_references(store), open_embeddings(embeddings) if embeddings else None)


def read_schemes(stream: BinaryIO, name: str, format: RdfFormat, *, limit: int = MOST_BYTES) -> Sequence[ConceptScheme]:  # noqa: A002
    """Read the schemes of a file, by IRI, without any store. Raises Malformed, TooLarge."""
    return read_skos(read_statements(stream, name, format, limit=limit), name).schemes


def prepare_detector(scheme: ConceptScheme, witnesses: Witnesses | None = None, *, lasting: bool = True) -> Detector:
    """Learn from all labels of a scheme; seconds for 100,000 labels, after which single labels are quickly judged.

    One that is not `lasting` is for one look at all labels, and takes half of the memory.
    """
    witnesses = witnesses or Witnesses()
    lexicon = Lexicon(witnesses.references) if witnesses.references else None
    return make_detector(build_vocabulary(scheme), lexicon, witnesses.embeddings, lasting=lasting)


def detect(
    scheme: ConceptScheme,
    *,
    languages: Collection[LanguageTag] | None = None,
    weak: bool = False,
    witnesses: Witnesses | None = None,
) -> list[BoundaryFinding]:
    """Return the labels whose boundaries look wrong, the surest first; with `weak` every label that can be judged.

    The source language (English where it is there, else the fullest) is what the others are read against and is not
    judged. Raises NotFound for a language that the scheme has no labels in.
    """
    known = label_languages(scheme)
    for language in languages or ():
        if language not in known:
            raise NotFound(message("label in {scheme} in the language", scheme=scheme.id), language)
    return detect_all(prepare_detector(scheme, witnesses, lasting=False), languages, weak=weak)


def recheck_label(detector: Detector, concept: Iri, language: LanguageTag, form: str) -> list[BoundaryFinding]:
    """Judge a label that was edited, then those of its language next to it or of the same form, flagged or not.

    Takes milliseconds. Empty where the language is the source or new. Raises NotFound for a concept not in the scheme.
    """
    if concept not in detector.vocabulary.iris:
        raise NotFound(message("concept"), concept)
    return recheck(detector, detector.vocabulary.iris.index(concept), language, form)
