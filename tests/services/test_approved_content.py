from sqlalchemy import Engine

from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.services.approved_content import content_to_release
from taxonomy_service.services.editing import edit
from taxonomy_service.services.releases import load_release
from taxonomy_service.store.draft import read_draft
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import Store, transaction
from tests.services.conftest import Take
from tests.services.test_editing import add, change_set
from tests.services.test_publishing import SOUND, settings


def _forms(scheme: ConceptScheme) -> set[str]:
    return {label.form for concept in scheme.concepts.values() for label in concept.labels}


def _take_of(store: Store) -> ConceptScheme:
    stored = find_scheme(store, "shoes")
    return content_to_release(store, stored, read_draft(store, stored.key)).scheme


def test_the_settings_say_in_which_languages_labels_wait(take: Take, engine: Engine) -> None:
    take(SOUND)
    with transaction(engine) as store:
        changes = change_set(add("sandal", "sandale", "fr-CA"), add("sandal", "sandalo", "it"))
        edit(store, OPERATOR, "shoes", changes)
        assert {"sandale", "sandalo"} <= _forms(_take_of(store)), "nobody asked for approval"
        edit(store, OPERATOR, "shoes", change_set(settings(approval={"approved_only": ["fr"]})))
        assert "sandalo" in _forms(_take_of(store))
        assert "sandale" not in _forms(_take_of(store))


def test_a_label_that_waits_does_not_slip_into_a_release_by_an_import(take: Take, engine: Engine) -> None:
    take(SOUND)
    with transaction(engine) as store:
        asked = settings(approval={"approved_only": ["fr"]})
        edit(store, OPERATOR, "shoes", change_set(asked, add("sandal", "sandale", "fr", "preferred")))
    added = '"sandal"@en, "sandale"@fr, "שרוכים"@he,'
    (scheme,) = take(SOUND.replace('"sandal"@en,', added)).schemes
    assert scheme.release is not None
    with transaction(engine, writing=False) as store:
        forms = _forms(load_release(store, "shoes").scheme)
    assert "שרוכים" in forms
    assert "sandale" not in forms
