"""What the service counts about itself, for Prometheus.

Labels of a metric come from sets that are closed: templates of routes, codes, the languages of releases; whatever else
a client sends is `other`, so that nobody can make the service remember what they like.
"""

import os
from collections import Counter as Tally
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

from taxonomy_service.domain.verdicts import Verdict, VerdictCode
from taxonomy_service.matching.release_index import ReleaseIndex
from taxonomy_service.services.queues import QueueLengths

OTHER = "other"
ANY = "any"
"""The language of a label that was looked for in all of them."""
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Meters:
    """The counts of a process; those of all workers are summed where they share a folder.

    prometheus-client finds that folder in PROMETHEUS_MULTIPROC_DIR when it is imported, so it is not ours to choose.
    """

    def __init__(self) -> None:
        own = self._own = CollectorRegistry()
        self._requests = Counter("taxonomy_requests", "Requests answered", ("route", "method", "status"), registry=own)
        self._seconds = Histogram(
            "taxonomy_request_seconds",
            "Seconds until a request was answered whole",
            ("route",),
            registry=own,
            buckets=_SECONDS,
        )
        self._verdicts = Counter("taxonomy_verdicts", "Verdicts given", ("verdict", "language"), registry=own)
        self._releases = Gauge(
            "taxonomy_release_in_use",
            "Number of the release that is served, of the worker that is most behind",
            ("scheme",),
            registry=own,
            multiprocess_mode="livemin",
        )
        self._behind = Gauge(
            "taxonomy_releases_behind",
            "Schemes whose newest release is still to be compiled or read, of the worker with most of them",
            registry=own,
            multiprocess_mode="livemax",
        )
        self._of_request: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self._of_verdict: dict[tuple[VerdictCode, str], Counter] = {}

    def count_request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request that was answered; `route` is the template of its path."""
        found = self._of_request.get((route, method, status))
        if found is None:
            known = method if method in _METHODS else OTHER
            found = (self._requests.labels(route, known, status), self._seconds.labels(route))
            if known is not OTHER:
                self._of_request[route, method, status] = found
        requests, histogram = found
        requests.inc()
        histogram.observe(seconds)

    def verdicts_like(self, index: ReleaseIndex, verdict: Verdict) -> Counter:
        """Return where verdicts are counted that have the code and language of this one."""
        return self._verdict(verdict.verdict, _language(index, verdict.language))

    def count_verdicts(self, index: ReleaseIndex, verdicts: Iterable[Verdict]) -> None:
        """Count the verdicts of a batch."""
        for (code, language), count in Tally((verdict.verdict, verdict.language) for verdict in verdicts).items():
            self._verdict(code, _language(index, language)).inc(count)

    def _verdict(self, code: VerdictCode, language: str) -> Counter:
        found = self._of_verdict.get((code, language))
        if found is None:
            found = self._of_verdict[code, language] = self._verdicts.labels(code.value, language)
        return found

    def note_releases(self, numbers: Mapping[str, int], behind: int) -> None:
        """Note the release that is served of each scheme, and of how many it is not the newest yet."""
        self._behind.set(behind)
        for scheme, number in numbers.items():
            self._releases.labels(scheme).set(number)

    def text(self, queues: QueueLengths | None) -> bytes:
        """Write all that was counted, by all workers, in Prometheus' text format; `queues` None: they are not known."""
        folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
        shown = self._own if folder is None else CollectorRegistry()
        if folder is not None:
            _forget_dead(Path(folder))
            MultiProcessCollector(shown, folder)  # type: ignore[no-untyped-call]
        looked_up = CollectorRegistry()
        looked_up.register(_Queues(queues))
        return generate_latest(shown) + generate_latest(looked_up)


class _Queues(Collector):
    """What is not counted but looked up."""

    def __init__(self, lengths: QueueLengths | None) -> None:
        self._lengths = lengths

    def collect(self) -> Iterator[Metric]:
        """Yield what is known."""
        answers, lengths = "Whether the database answers", self._lengths
        yield GaugeMetricFamily("taxonomy_database_up", answers, value=float(lengths is not None))
        if lengths is not None:
            webhooks, jobs = "Deliveries to webhooks that are still to be made", "Jobs that are being done"
            yield GaugeMetricFamily("taxonomy_webhooks_waiting", webhooks, value=lengths.webhooks_waiting)
            yield GaugeMetricFamily("taxonomy_jobs_running", jobs, value=lengths.jobs_running)


def _language(index: ReleaseIndex, stated: str) -> str:
    """Return the language of the release that was stated, or the one of which a variety was."""
    if stated in index.languages:
        return stated
    plain = stated.partition("-")[0].lower()
    return plain if plain in index.languages else OTHER if stated else ANY


def _forget_dead(folder: Path) -> None:
    """Forget what workers that are gone said of their state; what they counted stays counted."""
    for pid in {int(path.stem.rpartition("_")[2]) for path in folder.glob("gauge_live*.db")}:
        if not _lives(pid):
            with suppress(FileNotFoundError):  # another worker is told the same
                mark_process_dead(pid, str(folder))  # type: ignore[no-untyped-call]


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
