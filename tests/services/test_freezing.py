import hashlib

from sqlalchemy import Engine

from taxonomy_service.services.freezing import freeze, is_newest, release_content
from taxonomy_service.services.releases import load_release, release_text
from taxonomy_service.store.draft import read_draft
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import transaction
from tests.services.conftest import SHOES, Take


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_release_is_the_content_under_the_next_number_and_its_hash(take: Take, engine: Engine) -> None:
    take(SHOES)
    with transaction(engine) as store:
        stored = find_scheme(store, "shoes")
        draft = read_draft(store, stored.key)
        content = freeze(draft)
        assert is_newest(store, stored, content)
        entry = release_content(store, stored, content, note="again")
        assert (entry.number, entry.version, entry.note) == (2, "2026-11", "again")
        assert entry.content_hash == hash_of(release_text(store, "shoes")) == content.content_hash
        assert load_release(store, "shoes").scheme == draft


def test_a_version_given_goes_before_the_one_that_the_scheme_states(take: Take, engine: Engine) -> None:
    take(SHOES)
    with transaction(engine) as store:
        stored = find_scheme(store, "shoes")
        entry = release_content(store, stored, freeze(read_draft(store, stored.key)), note="", version="α")
        assert load_release(store, "shoes", "α").entry == entry
