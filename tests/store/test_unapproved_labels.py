from taxonomy_service.domain.approvals import LabelKey
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.store.schemes import add_scheme
from taxonomy_service.store.session import Store
from taxonomy_service.store.unapproved_labels import add_unapproved, drop_unapproved, read_unapproved, set_unapproved

THAI = LabelKey("urn:shoe", LanguageTag("th"), LabelKind.PREFERRED, "รองเท้า")
HEBREW = LabelKey("urn:shoe", LanguageTag("he"), LabelKind.ALTERNATIVE, "נעל")


def test_the_labels_of_each_scheme_are_replaced_as_a_whole(store: Store) -> None:
    shoes, boots = (add_scheme(store, SchemeId(own), Iri(f"urn:{own}")) for own in ("shoes", "boots"))
    set_unapproved(store, shoes.key, [THAI, HEBREW, THAI])
    set_unapproved(store, boots.key, [HEBREW])
    assert read_unapproved(store, shoes.key) == {THAI, HEBREW}
    set_unapproved(store, shoes.key, [])
    assert (read_unapproved(store, shoes.key), read_unapproved(store, boots.key)) == (frozenset(), frozenset([HEBREW]))


def test_labels_come_and_go_one_by_one_and_it_is_said_whether_any_did(store: Store) -> None:
    key = add_scheme(store, SchemeId("shoes"), Iri("urn:shoes")).key
    assert not drop_unapproved(store, key, [THAI])
    add_unapproved(store, key, [THAI])
    add_unapproved(store, key, [THAI, HEBREW])
    assert read_unapproved(store, key) == {THAI, HEBREW}
    assert not drop_unapproved(store, key, [THAI._replace(kind=LabelKind.HIDDEN)])
    assert drop_unapproved(store, key, [THAI])
    assert read_unapproved(store, key) == {HEBREW}
