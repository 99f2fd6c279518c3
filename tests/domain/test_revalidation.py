import pytest

from taxonomy_service.domain import terms
from taxonomy_service.domain.concepts import Concept, ConceptId
from taxonomy_service.domain.hierarchy import ConceptRelation
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.revalidation import explain, is_other
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri, Literal, Property
from taxonomy_service.domain.verdicts import (
    Candidate,
    MatchedLabel,
    MatchRung,
    NamedConcept,
    ReleaseName,
    Verdict,
    VerdictCode,
)

TR = LanguageTag("tr")
FORM = "ayakkabı"
MATCHED = MatchedLabel(FORM, "tr", "preferred", MatchRung.EXACT, "exact")
OLD_RELEASE, NEW_RELEASE = (ReleaseName("s", number, None, "0" * 64) for number in (1, 2))
RETIRED = (Property(terms.DEPRECATED, Literal("true")),)


def concept(own: str, kind: LabelKind | None = None, *, retired: bool = False) -> Concept:
    labels = () if kind is None else (Label(FORM, TR, kind),)
    return Concept(ConceptId(own), Iri(f"urn:{own}"), labels, properties=RETIRED if retired else ())


def scheme(*concepts: Concept) -> ConceptScheme:
    return ConceptScheme(SchemeId("s"), Iri("urn:s"), concepts={own.id: own for own in concepts})


def named(own: str) -> NamedConcept:
    return NamedConcept(own, f"urn:{own}", {})


def verdict(code: VerdictCode, own: str | None = None, release: ReleaseName = OLD_RELEASE, **more: object) -> Verdict:
    known = {"concept": named(own), "matched": MATCHED} if own else {}
    return Verdict(code, FORM, "tr", release, **known, **more)  # type: ignore[arg-type]


PREFERRED, ALTERNATIVE = LabelKind.PREFERRED, LabelKind.ALTERNATIVE
UNKNOWN = verdict(VerdictCode.UNKNOWN)
SHOE = verdict(VerdictCode.PREFERRED, "shoe")


@pytest.mark.parametrize(
    ("before", "after", "old", "new", "told"),
    [
        (SHOE, UNKNOWN, [concept("shoe", PREFERRED)], [concept("shoe")], ["“ayakkabı” was taken from shoe"]),
        (UNKNOWN, SHOE, [concept("shoe")], [concept("shoe", PREFERRED)], ["“ayakkabı” was put on shoe"]),
        (UNKNOWN, SHOE, [], [concept("shoe", PREFERRED)], ["shoe is new"]),
        (SHOE, UNKNOWN, [concept("shoe", PREFERRED)], [], ["shoe is no longer there"]),
        (
            SHOE,
            verdict(VerdictCode.ALTERNATIVE, "shoe"),
            [concept("shoe", PREFERRED)],
            [concept("shoe", ALTERNATIVE)],
            ["“ayakkabı” on shoe was preferred and is alternative"],
        ),
        (
            SHOE,
            verdict(VerdictCode.RETIRED, "shoe", successor=named("boot")),
            [concept("shoe", PREFERRED)],
            [concept("shoe", PREFERRED, retired=True)],
            ["shoe was retired; boot follows it"],
        ),
        (
            verdict(VerdictCode.RETIRED, "shoe"),
            SHOE,
            [concept("shoe", PREFERRED, retired=True)],
            [concept("shoe", PREFERRED)],
            ["shoe is in use again"],
        ),
        (
            SHOE,
            verdict(
                VerdictCode.AMBIGUOUS, candidates=tuple(Candidate(named(own), MATCHED) for own in ("boot", "shoe"))
            ),
            [concept("shoe", PREFERRED), concept("boot")],
            [concept("shoe", PREFERRED), concept("boot", ALTERNATIVE)],
            ["“ayakkabı” was put on boot"],
        ),
        (
            verdict(VerdictCode.MISMATCH, "shoe", relation=ConceptRelation.SIBLING),
            verdict(VerdictCode.MISMATCH, "shoe", relation=ConceptRelation.BROADER),
            [concept("shoe", PREFERRED)],
            [concept("shoe", PREFERRED)],
            ["the concept named and the one claimed stand otherwise to one another"],
        ),
    ],
)
def test_another_verdict_is_explained_by_what_the_vocabulary_changed(
    before: Verdict, after: Verdict, old: list[Concept], new: list[Concept], told: list[str]
) -> None:
    assert is_other(before, after)
    assert list(map(str, explain(before, after, scheme(*old), scheme(*new)))) == told


def test_a_verdict_that_only_names_another_release_is_the_same() -> None:
    assert not is_other(SHOE, verdict(VerdictCode.PREFERRED, "shoe", NEW_RELEASE))
