import pytest

from taxonomy_service.domain.access import OPERATOR, Actor, Grant, Role
from taxonomy_service.domain.change_sets import Seen
from taxonomy_service.domain.concepts import RelationKind
from taxonomy_service.domain.errors import Forbidden, NotFound, Stale
from taxonomy_service.domain.findings import FindingState
from taxonomy_service.domain.identifiers import local_name
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.integrity.fixes.fix import Choices, Keep
from taxonomy_service.services.draft_fixing import MendedDraft, WantedFixes, fix_draft
from taxonomy_service.services.editing import Edit, undo
from taxonomy_service.services.findings import decide
from taxonomy_service.services.fixing import all_fixes, fixes_of
from taxonomy_service.services.integrity import keep_draft_findings
from taxonomy_service.store.draft import read_draft
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import Store
from tests.services.conftest import PREFIXES, Take

BODY = """
<https://example.org/boots> a skos:ConceptScheme ; skos:prefLabel "Boots"@en ; skos:hasTopConcept :boot .
:boot a skos:Concept ; skos:inScheme <https://example.org/boots> ; skos:prefLabel "Stiefel"@de, "çizme  "@tr, "ブーツ"@ja .
:rain-boot a skos:Concept ; skos:inScheme <https://example.org/boots> ; skos:broader :boot ;
    skos:prefLabel "Gummistiefel"@de, "वर्षा  जूता"@hi .
:wellington a skos:Concept ; skos:inScheme <https://example.org/boots> ; skos:broader :rain-boot, :boot ;
    skos:prefLabel "Wellington"@de ; skos:related :ski-boot .
:ski-boot a skos:Concept ; skos:inScheme <https://example.org/boots> ; skos:prefLabel "Skischuh"@de ; skos:broader :boot .
:one a skos:Concept ; skos:inScheme <https://example.org/boots> ; skos:prefLabel "eins"@de ; skos:broader :two .
:two a skos:Concept ; skos:inScheme <https://example.org/boots> ; skos:prefLabel "zwei"@de ; skos:broader :one .
:lone a skos:Concept ; skos:inScheme <https://example.org/boots> ; skos:prefLabel "allein"@de .
"""
SAFE = WantedFixes(all_fixes(), Choices())


@pytest.fixture
def boots(store: Store, take: Take) -> Store:
    take(PREFIXES + BODY, "boots.ttl")
    return store


def draft(store: Store) -> ConceptScheme:
    return read_draft(store, find_scheme(store, "boots").key)


def fix(store: Store, *codes: str, **choices: object) -> MendedDraft:
    return fix_draft(store, OPERATOR, "boots", WantedFixes(fixes_of(codes), Choices(**choices)))  # type: ignore[arg-type]


def forms(scheme: ConceptScheme) -> set[str]:
    return {label.form for concept in scheme.concepts.values() for label in concept.labels}


def broader(scheme: ConceptScheme) -> set[tuple[str, str]]:
    return {
        (own, local_name(relation.target))
        for own, concept in scheme.concepts.items()
        for relation in concept.relations
        if relation.kind is RelationKind.BROADER
    }


def test_a_draft_is_mended_by_one_change_set_that_can_be_undone(boots: Store) -> None:
    before = draft(boots)
    tried = fix_draft(boots, OPERATOR, "boots", SAFE, Edit(dry_run=True))
    assert tried.outcome is not None
    assert (tried.outcome.number, draft(boots)) == (None, before)
    done = fix_draft(boots, OPERATOR, "boots", SAFE)
    assert done.report.mended.keys() >= {"Q006", "Q074"}
    after = draft(boots)
    assert {"çizme", "वर्षा जूता"} <= forms(after)
    assert broader(after) == broader(before) - {("wellington", "boot")}
    again = fix_draft(boots, OPERATOR, "boots", SAFE)
    assert (again.outcome, again.etag) == (None, done.etag), "mending twice is mending once"
    assert done.outcome is not None
    assert done.outcome.number is not None
    undo(boots, OPERATOR, "boots", done.outcome.number)
    assert draft(boots) == before


def test_what_needs_a_choice_is_mended_with_it_and_concepts_are_named_by_id(boots: Store) -> None:
    left = fix(boots, "Q002", "Q004")
    assert left.outcome is None
    assert {finding.code for finding in left.report.left} == {"Q002", "Q004"}
    done = fix(boots, "Q002", "Q004", cut=frozenset({("two", "one")}), attach_to="boot")
    assert done.report.mended == {"Q002": 1, "Q004": 1}
    after = broader(draft(boots))
    assert {("lone", "boot"), ("one", "two")} <= after
    assert ("two", "one") not in after


@pytest.mark.parametrize("name", ["boots", "https://example.org/boots"])
def test_an_orphan_can_become_a_top_concept_of_the_scheme(boots: Store, name: str) -> None:
    assert fix(boots, "Q002", attach_to=name).report.mended == {"Q002": 1}
    assert fix(boots, "Q002", attach_to=name).outcome is None


def test_what_was_dismissed_is_left_alone(boots: Store) -> None:
    report = keep_draft_findings(boots, OPERATOR, "boots", only={"Q074"})
    kept = next(finding for finding in report.findings if finding.language == "tr")
    decide(boots, OPERATOR, "boots", kept.fingerprint, FindingState.DISMISSED, reason="so gedruckt")
    assert fix(boots, "Q074").report.mended == {"Q074": 1}
    assert "çizme  " in forms(draft(boots))


def test_whoever_may_not_edit_a_language_mends_nothing_in_it(boots: Store) -> None:
    turkish = Actor("a", "Ayşe", (Grant(Role.LINGUIST, None, (LanguageTag("tr"),)),))
    with pytest.raises(Forbidden, match="hi"):
        fix_draft(boots, turkish, "boots", WantedFixes(fixes_of(["Q074"]), Choices()))
    reader = Actor("b", "Bo", (Grant(Role.READER),))
    with pytest.raises(Forbidden):
        fix_draft(boots, reader, "boots", SAFE, Edit(dry_run=True))


def test_choices_of_strangers_and_stale_states_are_refused(boots: Store) -> None:
    with pytest.raises(NotFound, match="sandal"):
        fix(boots, "Q002", attach_to="sandal")
    for wanted in (SAFE, WantedFixes(fixes_of(["S14"]), Choices(Keep.FIRST))):
        with pytest.raises(Stale):
            fix_draft(boots, OPERATOR, "boots", wanted, Edit(seen=Seen(("0-0",))))
