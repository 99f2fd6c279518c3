from sqlalchemy import Engine

from taxonomy_service.domain.events import EventKind
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.services.queues import queue_lengths
from taxonomy_service.store.events import add_event
from taxonomy_service.store.schemes import add_scheme
from taxonomy_service.store.session import transaction
from taxonomy_service.store.webhooks import add_webhook
from tests.store.test_webhooks import HOOK


def test_deliveries_and_jobs_are_counted(engine: Engine) -> None:
    with transaction(engine) as store:
        assert queue_lengths(store) == (0, 0)
        scheme = add_scheme(store, SchemeId("shoes"), Iri("urn:shoes"))
        add_webhook(store, HOOK, "whsec_1", scheme.key)
        add_event(store, scheme, EventKind.RELEASE, {})
        assert queue_lengths(store) == (1, 0)
