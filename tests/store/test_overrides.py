from taxonomy_service.domain.release_gates import GateKind
from taxonomy_service.domain.releases import Override
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.store.overrides import add_overrides, read_overrides
from taxonomy_service.store.schemes import add_scheme
from taxonomy_service.store.session import Store


def test_what_a_release_was_made_in_spite_of_is_kept_with_it(store: Store) -> None:
    shoes, boots = (add_scheme(store, SchemeId(own), Iri(f"urn:{own}")) for own in ("shoes", "boots"))
    vanished = Override(GateKind.VANISHED_ID, 3, "कभी प्रयोग नहीं हुआ", "a1")
    error = Override(GateKind.INTEGRITY_ERROR, 1, "bekannt", "a2")
    add_overrides(store, shoes, 2, [vanished, error])
    add_overrides(store, shoes, 4, [error])
    add_overrides(store, boots, 2, [])
    assert read_overrides(store, shoes) == {2: (error, vanished), 4: (error,)}
    assert read_overrides(store, boots) == {}
