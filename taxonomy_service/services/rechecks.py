"""Rechecks: look at the labels that an edit touched, and those beside them, at once."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from threading import Lock

from taxonomy_service.boundaries.detector import Detector, judge_again, touched
from taxonomy_service.domain.boundaries import BoundaryFinding
from taxonomy_service.domain.equivalences import place_of
from taxonomy_service.domain.errors import Conflict, NotFound, NotInstalled
from taxonomy_service.domain.findings import FindingKind
from taxonomy_service.domain.jobs import JobState
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.tracking import Scope
from taxonomy_service.services.boundaries import Witnesses, kept_witnesses, prepare_detector
from taxonomy_service.services.detection import embeddings_of
from taxonomy_service.services.finding_runs import keep_boundary_findings
from taxonomy_service.services.jobs import Transactions
from taxonomy_service.services.references import kept_references
from taxonomy_service.services.releases import load_release
from taxonomy_service.store.concept_names import ConceptNames, concept_names, concepts_with, standing_labels
from taxonomy_service.store.draft import read_draft
from taxonomy_service.store.equivalences import draft_equivalences
from taxonomy_service.store.findings import known_findings
from taxonomy_service.store.jobs import list_jobs
from taxonomy_service.store.releases import newest_releases
from taxonomy_service.store.schemes import StoredScheme, find_scheme
from taxonomy_service.store.session import Store
from taxonomy_service.store.touches import audit_heads, touched_since
from taxonomy_service.store.warnings import warning_editions

MOST_TOUCHED = 200
"""Concepts: where edits touched more of them, the next detection is the one to look."""
_LATEST_JOBS = 20


class Detectors:
    """What was learned from the newest releases of a few schemes, the last used; threads may share it.

    Learning takes seconds for 100,000 labels, and a release never changes; what an edit adds to it is too little to
    learn anew.
    """

    def __init__(self, *, most: int = 2) -> None:
        self._most = most
        self._lock = Lock()
        self._learned: OrderedDict[tuple[str, ...], Detector] = OrderedDict()

    def of(self, store: Store, scheme: StoredScheme) -> Detector:
        """Return the detector of a scheme, learned from its newest release, or from its draft before the first."""
        name, embeddings = newest_releases(store).get(scheme.id), _embeddings(store, scheme)
        if name is None:
            return prepare_detector(read_draft(store, scheme.key), _witnesses(store, embeddings))
        references = (f"{reference.name} {reference.checksum}" for reference in kept_references(store))
        own = (scheme.iri, name.content_hash, embeddings or "", *references)
        with self._lock:
            detector = self._learned.get(own)
            if detector is None:
                detector = prepare_detector(load_release(store, scheme.id).scheme, _witnesses(store, embeddings))
                self._learned[own] = detector
            self._learned.move_to_end(own)
            while len(self._learned) > self._most:
                self._learned.popitem(last=False)
            return detector


def _embeddings(store: Store, scheme: StoredScheme) -> str | None:
    """Return the sentence encoder that the last detection asked: a recheck weighs what that one weighed."""
    done = (job for job in list_jobs(store, scheme, _LATEST_JOBS) if job.state is JobState.DONE)
    return next(map(embeddings_of, done), None)


def _witnesses(store: Store, embeddings: str | None) -> Witnesses:
    """Return who is asked; the encoder is left out where it was taken from the machine since."""
    try:
        return kept_witnesses(store, embeddings)
    except (NotFound, NotInstalled):
        return kept_witnesses(store)


def recheck(
    transactions: Transactions,
    scheme_id: str,
    concepts: Collection[Iri],
    detectors: Detectors,
    *,
    languages: Collection[LanguageTag] | None = None,
) -> dict[str, int]:
    """Judge the labels of these concepts of the draft and those next to them, and return counts of findings by state.

    To be called after a change was committed; `languages` are those whose labels it touched, None for all. Judging
    only reads, so that nobody waits for it. A concept that no release holds yet is left to the next detection. Raises
    NotFound.
    """
    wanted = None if languages is None else frozenset(languages)
    with transactions(writing=False) as store:
        scheme = find_scheme(store, scheme_id)
        judged = _judged(store, scheme, concepts, wanted, detectors.of(store, scheme))
    looked_at = {*concepts, *(finding.concept for finding in judged)}
    beside = frozenset((finding.concept, finding.language) for finding in judged)
    scope = Scope(frozenset(concepts), beside, languages=wanted)
    with transactions(writing=True) as store:
        standing = standing_labels(store, scheme, looked_at)
        flagged = [finding for finding in judged if finding.flagged and place_of(finding) in standing]
        declared = draft_equivalences(store, scheme, looked_at)
        return keep_boundary_findings(store, scheme, flagged, declared, scope=scope)


def _judged(
    store: Store,
    scheme: StoredScheme,
    concepts: Collection[Iri],
    languages: frozenset[LanguageTag] | None,
    detector: Detector,
) -> list[BoundaryFinding]:
    """Return what is found of each preferred label of the concepts, and of those that it touches, as the draft is."""
    iris = detector.vocabulary.iris
    numbers = {iri: i for i, iri in enumerate(iris)}
    edited = {iri: names for iri, names in concept_names(store, scheme, concepts).items() if iri in numbers}
    sharing = _sharing(store, scheme, edited)
    found: list[BoundaryFinding] = []
    for language in detector.judged_languages:
        if languages is None or language in languages:
            forms = {numbers[Iri(iri)]: names.preferred.get(language, "") for iri, names in edited.items()}
            near = {iris[other] for own, form in forms.items() for other in touched(detector, own, language, form)}
            near |= {iri for iri, of in sharing if of == language and iri in numbers}
            present = concept_names(store, scheme, near)
            now = {numbers[Iri(iri)]: names.preferred.get(language, "") for iri, names in present.items()} | forms
            found += judge_again(detector, language, sorted(now), now)
    return found


def _sharing(store: Store, scheme: StoredScheme, edited: Mapping[str, ConceptNames]) -> set[tuple[Iri, LanguageTag]]:
    """Return where in the draft the forms stand that concepts have, or had when something was found on them."""
    before = known_findings(store, scheme, FindingKind.BOUNDARY, Scope(frozenset(edited)))
    forms = {form for names in edited.values() for form in names.preferred.values()}
    return concepts_with(store, scheme, forms | {known.label for known in before.values()})


def recheck_edits(transactions: Transactions, scheme_id: str, after: int, detectors: Detectors) -> dict[str, int]:
    """Recheck what the edits later than an audit entry touched (see `recheck`).

    Nothing is done for a scheme in which nobody ever looked for findings, nor where more was touched than an edit by
    hand does.
    """
    with transactions(writing=False) as store:
        scheme = find_scheme(store, scheme_id)
        edited = touched_since(store, scheme, after, most=MOST_TOUCHED + 1)
        concepts = concept_names(store, scheme, edited) if scheme.id in warning_editions(store) else {}
    if not concepts or len(edited) > MOST_TOUCHED:
        return {}
    return recheck(transactions, scheme_id, [Iri(iri) for iri in concepts], detectors)


def follow_edits(transactions: Transactions, heads: Mapping[SchemeId, int], go_on: Callable[[], bool]) -> None:
    """Recheck every edit later than the audit entries given by scheme, until `go_on`, which may wait, says no more.

    What cannot be kept since the database is busy is tried again.
    """
    known, detectors = dict(heads), Detectors()
    while True:
        with transactions(writing=False) as store:
            now = audit_heads(store)
        for scheme, head in now.items():
            with suppress(Conflict):
                if head > known.get(scheme, 0):
                    recheck_edits(transactions, scheme, known.get(scheme, 0), detectors)
                known[scheme] = head
        if not go_on():
            return
