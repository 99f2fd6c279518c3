from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.store.scheme_settings import read_settings, write_settings
from taxonomy_service.store.schemes import add_scheme
from taxonomy_service.store.session import Store


def test_settings_are_written_replaced_and_taken_away(store: Store) -> None:
    key = add_scheme(store, SchemeId("s"), Iri("urn:s")).key
    assert read_settings(store, key) is None
    for body in ('{"fallbacks":["en"]}', '{"fallbacks":["فا"]}'):
        write_settings(store, key, body)
        assert read_settings(store, key) == body
    write_settings(store, key, None)
    assert read_settings(store, key) is None
