"""What a page of findings costs in a scheme of 10,000 concepts, against a bare look at the same rows."""

import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import text

from benchmarks.figures import Figure
from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.boundaries import BoundaryFinding, BoundaryRelation, Evidence, EvidenceKind
from taxonomy_service.domain.concepts import Concept, ConceptId, Relation, RelationKind
from taxonomy_service.domain.findings import FindingState
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri, Literal
from taxonomy_service.domain.tracking import FindingFilter, Settled, found_boundary
from taxonomy_service.services.findings import page_of_findings
from taxonomy_service.store.draft import write_draft
from taxonomy_service.store.findings import write_settled
from taxonomy_service.store.schema import upgrade
from taxonomy_service.store.schemes import add_scheme
from taxonomy_service.store.session import Store, open_engine, transaction

CONCEPTS, FINDINGS, RUNS = 10_000, 20_000, 9
LANGUAGES = tuple(map(LanguageTag, ("ar", "de", "fr", "ja", "pl")))


def finding(number: int) -> BoundaryFinding:
    form, language = f"label {number}", LANGUAGES[number % len(LANGUAGES)]
    reason = message("{form} stands elsewhere", form=Literal(form, language))
    evidence = (Evidence(EvidenceKind.STRUCTURE, 1.0, reason),)
    concept, relation = Iri(f"urn:c{number % CONCEPTS}"), list(BoundaryRelation)[number % 5]
    return BoundaryFinding(concept, language, form, relation, number % 997 / 997, True, None, evidence)


def fill(store: Store) -> None:
    scheme = add_scheme(store, SchemeId("s"), Iri("urn:s"))
    concepts = {}
    for number in range(CONCEPTS):  # a tree in which every concept has ten that are narrower
        broader = (Relation(RelationKind.BROADER, Iri(f"urn:c{(number - 1) // 10}")),) if number else ()
        own = ConceptId(f"c{number}")
        concepts[own] = Concept(own, Iri(f"urn:c{number}"), relations=broader)
    write_draft(store, scheme.key, None, ConceptScheme(scheme.id, scheme.iri, concepts=concepts))
    found = [found_boundary(scheme.iri, finding(number)) for number in range(FINDINGS)]
    settled = [Settled(entry.fingerprint, FindingState.OPEN, warns=True, found=entry) for entry in found]
    write_settled(store, scheme, settled, now=datetime.now(UTC), run="")


def median(measured: Callable[[], object]) -> float:
    """CPU milliseconds, the median of a few runs."""
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        measured()
        times.append((time.process_time() - start) * 1000)
    return sorted(times)[RUNS // 2]


def run() -> list[Figure]:
    wanted = {
        "the first page": FindingFilter(),
        "open ones of a language": FindingFilter(states=(FindingState.OPEN,), languages=(LanguageTag("ja"),)),
        "those of a branch of 1,111 concepts": FindingFilter(branch=Iri("urn:c1")),
    }
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/findings.db")
        upgrade(engine)
        with transaction(engine) as store:
            fill(store)
        with transaction(engine, writing=False) as store:
            bare = text("SELECT state, count(*) FROM finding WHERE scheme_key = 1 GROUP BY state")
            floor = median(lambda: store.session.connection().execute(bare).all())
            costs = {
                name: median(lambda: page_of_findings(store, OPERATOR, "s", filtered, limit=100))  # noqa: B023
                for name, filtered in wanted.items()
            }
        engine.dispose()
    return [
        Figure(
            f"findings listed, {name} / counting the rows",
            cost / floor,
            "×",
            f"{cost:.1f} ms against {floor:.1f} ms of CPU; 20,000 findings on 10,000 concepts, medians of {RUNS}",
            at_most=6,
        )
        for name, cost in costs.items()
    ]
