import hashlib

from sqlalchemy import Engine

from taxonomy_service.services.publishing import publish_content
from taxonomy_service.services.releases import load_release, release_text
from taxonomy_service.store.draft import read_draft
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import transaction
from tests.services.conftest import SHOES, Take


def test_a_release_is_the_content_under_the_next_number_and_its_hash(take: Take, engine: Engine) -> None:
    take(SHOES)
    with transaction(engine) as store:
        stored = find_scheme(store, "shoes")
        draft = read_draft(store, stored.key)
        entry = publish_content(store, stored, draft, "again")
        assert (entry.number, entry.version, entry.note) == (2, "2026-11", "again")
        assert entry.content_hash == hashlib.sha256(release_text(store, "shoes").encode()).hexdigest()
        assert load_release(store, "shoes").scheme == draft
