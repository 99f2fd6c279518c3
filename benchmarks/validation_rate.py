"""How many labels a second one core judges, in process."""

import gc
import io
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from benchmarks.figures import Figure, shared_vocabulary
from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.releases import Release, ReleaseEntry
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.verdicts import Question
from taxonomy_service.exchange.rdf import RdfFormat, read_statements
from taxonomy_service.exchange.skos_reader import read_skos
from taxonomy_service.matching.compiled_release import compiled_blocks
from taxonomy_service.matching.judging import judge
from taxonomy_service.matching.label_index import LabelIndex, compile_release
from taxonomy_service.matching.mapped_index import MappedIndex
from taxonomy_service.matching.release_index import ReleaseIndex
from taxonomy_service.matching.remembering import remembering

RUNS = 5


def shopify_index() -> LabelIndex:
    path = shared_vocabulary("shopify-2024-07.ttl")
    statements = read_statements(io.BytesIO(path.read_bytes()), path.name, RdfFormat.TURTLE, limit=1 << 30)
    (scheme,) = read_skos(statements, path.name).schemes
    entry = ReleaseEntry(SchemeId("shopify"), 1, None, "0" * 64, datetime.now(UTC), len(scheme.concepts), 0)
    return compile_release(Release(entry, scheme))


def rate(count: int, work: Callable[[], None]) -> float:
    """Labels a CPU second, the median of the runs."""
    rates = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        rates.append(count / (time.process_time() - start))
    return sorted(rates)[RUNS // 2]


def run() -> list[Figure]:
    index = shopify_index()
    mapped = MappedIndex(b"".join(compiled_blocks(index)), "shopify")
    gc.freeze()  # a worker has no such index in memory to be looked through by the garbage collector
    known = [(form, str(language)) for language, table in index.by_form.items() for form in table]
    random.Random(7).shuffle(known)
    repeated = [known[place * 101 % len(known)] for place in range(1_000)] * 200
    table = dict.fromkeys(known, 1)
    claims = [index.by_form[LanguageTag(language)][form][0].concept for form, language in known]
    others = random.Random(8).sample(claims, len(claims))

    def judge_distinct(index: ReleaseIndex) -> None:
        for form, language in known:
            judge(index, Question(form, language), suggestions=0)

    def judge_claimed(claimed: list[ConceptId]) -> None:
        for (form, language), claim in zip(known, claimed, strict=True):
            judge(mapped, Question(form, language, claim), suggestions=0)

    def judge_batch() -> None:
        judge_again = remembering(mapped)
        for form, language in known:
            judge_again(Question(form, language))

    def judge_repeated() -> None:
        judge_again = remembering(mapped)
        for form, language in repeated:
            judge_again(Question(form, language))

    def look_up() -> None:
        for pair in known:
            table.get(pair)

    floor = rate(len(known), look_up)
    distinct, again = rate(len(known), lambda: judge_distinct(mapped)), rate(len(repeated), judge_repeated)
    in_memory = rate(len(known), lambda: judge_distinct(index))
    own, other = (rate(len(known), partial(judge_claimed, claimed)) for claimed in (claims, others))
    batch = rate(len(known), judge_batch)
    labels = f"{len(known):,} labels in 14 languages"
    return [
        Figure(
            "labels a second in process, distinct",
            distinct,
            "/s",
            f"{labels}, from the compiled release; {in_memory:,.0f}/s from the index in memory, which remembers its "
            f"concepts; {batch:,.0f}/s as a batch; a bare dictionary: {floor:,.0f}/s",
            at_least=250_000,
        ),
        Figure(
            "labels in process, beside the concept that they name / with no claim",
            distinct / own,
            "×",
            f"{1e6 / own:.1f} against {1e6 / distinct:.1f} µs",
            at_most=2,
        ),
        Figure(
            "labels in process, beside another concept / with no claim",
            distinct / other,
            "×",
            f"{1e6 / other:.1f} against {1e6 / distinct:.1f} µs: the relation, and what should be written instead",
        ),
        Figure(
            "labels a second in process, repeated",
            again,
            "/s",
            f"{len(repeated):,} labels, 1,000 of them distinct",
            at_least=600_000,
        ),
    ]
