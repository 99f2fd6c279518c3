"""Detection: look for labels of a scheme that cover something else, all of them in a job."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from taxonomy_service.boundaries.detector import detect
from taxonomy_service.boundaries.embeddings import check_embeddings
from taxonomy_service.domain.access import Actor
from taxonomy_service.domain.boundaries import BoundaryFinding
from taxonomy_service.domain.equivalences import declared_equivalences
from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.jobs import Job, JobKind
from taxonomy_service.domain.languages import LanguageTag, parse_language_tag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.schemes import ConceptScheme, label_languages
from taxonomy_service.domain.tracking import Scope
from taxonomy_service.services.boundaries import Witnesses, kept_witnesses, prepare_detector
from taxonomy_service.services.finding_runs import keep_boundary_findings
from taxonomy_service.services.jobs import Progress, Transactions, run_job, start_job
from taxonomy_service.services.releases import load_release
from taxonomy_service.store.draft import read_draft
from taxonomy_service.store.releases import find_release
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import Store


def start_detection(
    store: Store,
    actor: Actor,
    scheme_id: str,
    *,
    release: str | None = None,
    languages: Iterable[str] = (),
    embeddings: str | None = None,
) -> Job:
    """Put down a job that looks for boundary findings in the draft of a scheme, or in a release of it.

    `languages` are those looked at, none for all; `embeddings` names a sentence encoder to be asked too. Raises
    NotFound, NotInstalled, Forbidden, InvalidLanguageTag, and Conflict where a job is at work on the scheme.
    """
    if embeddings is not None:
        check_embeddings(embeddings)
    tags = sorted({parse_language_tag(language) for language in languages})
    if release is not None:
        release = str(find_release(store, find_scheme(store, scheme_id), release).entry.number)
    parameters: dict[str, str | list[str] | None] = {
        "release": release,
        "languages": list[str](tags),
        "embeddings": embeddings,
    }
    return start_job(store, actor, scheme_id, JobKind.DETECTION, parameters)


def run_detection(transactions: Transactions, own_id: str, told: Progress = lambda _done, _total: None) -> Job:
    """Run a job of detection to its end and return it as it is then (see `run_job`); the references kept are asked."""

    def work(job: Job, progress: Progress) -> Callable[[Store], dict[str, int]]:
        release, languages, embeddings = _asked(job)
        scope = Scope(languages=languages, before=datetime.now(UTC))
        with transactions(writing=False) as store:
            content = _content(store, job.scheme, release)
            witnesses = kept_witnesses(store, embeddings)
        findings = _findings(content, languages, witnesses, progress)
        declared = declared_equivalences(content)

        def keep(store: Store) -> dict[str, int]:
            stored = find_scheme(store, job.scheme)
            return keep_boundary_findings(store, stored, findings, declared, scope=scope, run=job.id)

        return keep

    return run_job(transactions, own_id, work, told)


class _Asked(NamedTuple):
    """What a job is to look at, and the sentence encoder to be asked; None for the draft, all languages, none."""

    release: str | None
    languages: frozenset[LanguageTag] | None
    embeddings: str | None


def _asked(job: Job) -> _Asked:
    languages = job.parameters.get("languages")
    tags = frozenset(map(parse_language_tag, languages)) if languages else None
    return _Asked(_named(job, "release"), tags, embeddings_of(job))


def embeddings_of(job: Job) -> str | None:
    """Return the name of the sentence encoder that a job was to ask, None for none."""
    return _named(job, "embeddings")


def _named(job: Job, parameter: str) -> str | None:
    name = job.parameters.get(parameter)
    assert not isinstance(name, list)
    return name


def _content(store: Store, scheme_id: str, release: str | None) -> ConceptScheme:
    if release is None:
        return read_draft(store, find_scheme(store, scheme_id).key)
    return load_release(store, scheme_id, release).scheme


def _findings(
    content: ConceptScheme, languages: frozenset[LanguageTag] | None, witnesses: Witnesses, progress: Progress
) -> list[BoundaryFinding]:
    """Return what is flagged, language by language; learning from all of them counts as a step."""
    missing = (languages or frozenset()).difference(label_languages(content))
    if missing:
        raise NotFound(message("label in {content} in the language", content=content.id), min(missing))
    detector = prepare_detector(content, witnesses, lasting=False)
    wanted = [tag for tag in detector.judged_languages if languages is None or tag in languages]
    found: list[BoundaryFinding] = []
    for step, language in enumerate(wanted, 1):
        progress(step, len(wanted) + 1)
        found += detect(detector, [language])
    return found
