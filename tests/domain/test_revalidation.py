from dataclasses import dataclass, replace

import pytest
from msgspec.structs import replace as replace_struct

from taxonomy_service.domain import terms
from taxonomy_service.domain.attributes import Attribute
from taxonomy_service.domain.concepts import Concept, ConceptId, Relation, RelationKind, required_attributes
from taxonomy_service.domain.hierarchy import ConceptRelation, Hierarchy, build_hierarchy
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.revalidation import explain, is_other
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId, attributes_of
from taxonomy_service.domain.statements import Iri, Literal, Property, Statement
from taxonomy_service.domain.successions import final_successors
from taxonomy_service.domain.verdict_reasons import ReasonCode
from taxonomy_service.domain.verdicts import (
    Candidate,
    MatchedLabel,
    MatchRung,
    NamedConcept,
    ReleaseName,
    Verdict,
    VerdictCode,
    VerdictWarning,
    WarningCode,
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


@dataclass(frozen=True)
class State:
    """A release as far as a verdict depends on it."""

    scheme: ConceptScheme
    fallbacks: tuple[LanguageTag, ...] = ()

    @property
    def hierarchy(self) -> Hierarchy:
        return build_hierarchy(self.scheme)

    @property
    def retired(self) -> dict[ConceptId, tuple[ConceptId, ...]]:
        return final_successors(self.scheme)

    @property
    def required(self) -> dict[ConceptId, tuple[Attribute, ...]]:
        defined = attributes_of(self.scheme)
        own = {concept.id: required_attributes(concept) for concept in self.scheme.concepts.values()}
        return {concept: tuple(defined[iri] for iri in iris) for concept, iris in own.items() if iris}


def state(*concepts: Concept, fallbacks: tuple[LanguageTag, ...] = (), values: str = "lace zip") -> State:
    rows = [Statement("urn:a/closure", terms.TYPE, terms.ATTRIBUTE)]
    rows += [Statement("urn:a/closure", terms.ALLOWED_VALUE, f"urn:a/{value}") for value in values.split()]
    return State(replace(scheme(*concepts), statements=tuple(sorted(rows, key=str))), fallbacks)


PREFERRED, ALTERNATIVE = LabelKind.PREFERRED, LabelKind.ALTERNATIVE
UNKNOWN = verdict(VerdictCode.UNKNOWN)
SHOE = verdict(VerdictCode.PREFERRED, "shoe")
BOOT = verdict(VerdictCode.PREFERRED, "boot")
CLOSURE = VerdictWarning(WarningCode.MISSING_ATTRIBUTE, "the attribute 'closure' is required", "closure", ("lace",))
REQUIRING = (Property(terms.REQUIRES, "urn:a/closure"),)
FORM_TR = Literal(FORM, TR)
FALLEN = replace_struct(SHOE, matched=replace_struct(MATCHED, language_rung="fallback"))
NOTED = verdict(VerdictCode.IDENTIFIER, "shoe")
NOTED = replace_struct(NOTED, matched=MatchedLabel("S1", "", "identifier", MatchRung.IDENTIFIER, "any"))


def retired_to(*others: str) -> Concept:
    properties = (*RETIRED, *(Property(terms.REPLACED_BY, f"urn:{own}") for own in others))
    return replace(concept("shoe", PREFERRED), properties=properties)


def under(own: str, *others: str) -> Concept:
    return replace(
        concept(own, PREFERRED if own == "shoe" else None),
        relations=tuple(Relation(RelationKind.BROADER, Iri(f"urn:{other}")) for other in others),
    )


CASES: dict[str, tuple[Verdict, Verdict, State, State, list[str]]] = {
    "label-removed": (
        SHOE, UNKNOWN, state(concept("shoe", PREFERRED)), state(concept("shoe")), ["“ayakkabı” was taken from shoe"]
    ),
    "label-added": (
        UNKNOWN, SHOE, state(concept("shoe")), state(concept("shoe", PREFERRED)), ["“ayakkabı” was put on shoe"]
    ),
    "label-moved": (
        SHOE,
        BOOT,
        state(concept("shoe", PREFERRED), concept("boot")),
        state(concept("shoe"), concept("boot", PREFERRED)),
        ["“ayakkabı” moved from shoe to boot"],
    ),
    "label-kind-changed": (
        SHOE,
        verdict(VerdictCode.ALTERNATIVE, "shoe"),
        state(concept("shoe", PREFERRED)),
        state(concept("shoe", ALTERNATIVE)),
        ["“ayakkabı” on shoe was preferred and is alternative"],
    ),
    "concept-added": (UNKNOWN, SHOE, state(), state(concept("shoe", PREFERRED)), ["shoe is new"]),
    "concept-removed": (SHOE, UNKNOWN, state(concept("shoe", PREFERRED)), state(), ["shoe is no longer there"]),
    "concept-retired": (
        SHOE, verdict(VerdictCode.RETIRED, "shoe"), state(concept("shoe", PREFERRED)), state(retired_to()),
        ["shoe was retired"],
    ),
    "concept-merged": (
        SHOE,
        verdict(VerdictCode.RETIRED, "shoe", successor=named("boot")),
        state(concept("shoe", PREFERRED), concept("boot")),
        state(retired_to("boot"), concept("boot")),
        ["shoe was merged into boot"],
    ),
    "concept-replaced": (
        SHOE,
        verdict(VerdictCode.RETIRED, "shoe", successor=named("boot")),
        state(concept("shoe", PREFERRED)),
        state(retired_to("boot"), concept("boot")),
        ["shoe was replaced by boot"],
    ),
    "concept-split": (
        SHOE,
        verdict(VerdictCode.RETIRED, "shoe", candidates=(Candidate(named("boot"), MATCHED),)),
        state(concept("shoe", PREFERRED), concept("boot")),
        state(retired_to("boot", "clog"), concept("boot"), concept("clog")),
        ["shoe was split into boot, clog"],
    ),
    "concept-restored": (
        verdict(VerdictCode.RETIRED, "shoe"), SHOE, state(retired_to()), state(concept("shoe", PREFERRED)),
        ["shoe is in use again"],
    ),
    "successors-changed": (
        verdict(VerdictCode.RETIRED, "shoe", successor=named("boot")),
        verdict(VerdictCode.RETIRED, "shoe"),
        state(retired_to("boot"), concept("boot")),
        state(retired_to(), concept("boot")),
        ["nothing follows shoe any more"],
    ),
    "notation-removed": (
        NOTED,
        UNKNOWN,
        state(replace(concept("shoe"), notations=(Literal("S1"),))),
        state(replace(concept("shoe"), notations=(Literal("S2"),))),
        ["“S1” is no notation of shoe any more"],
    ),
    "notation-added": (
        UNKNOWN,
        NOTED,
        state(concept("shoe")),
        state(replace(concept("shoe"), notations=(Literal("S1"),))),
        ["“S1” is a notation of shoe now"],
    ),
    "broader-changed": (
        verdict(VerdictCode.MISMATCH, "shoe", claimed=named("boot"), relation=ConceptRelation.UNRELATED),
        verdict(VerdictCode.MISMATCH, "shoe", claimed=named("boot"), relation=ConceptRelation.BROADER),
        state(concept("shoe", PREFERRED), under("ankle"), under("boot", "ankle")),
        state(concept("shoe", PREFERRED), under("ankle", "shoe"), under("boot", "ankle")),
        ["ankle stands under shoe, no longer at the top"],
    ),
    "attribute-required": (
        SHOE,
        replace_struct(SHOE, warnings=(CLOSURE,)),
        state(concept("shoe", PREFERRED)),
        state(replace(concept("shoe", PREFERRED), properties=REQUIRING)),
        ["shoe requires the attribute closure now"],
    ),
    "attribute-no-longer-required": (
        replace_struct(SHOE, warnings=(CLOSURE,)),
        SHOE,
        state(replace(concept("shoe", PREFERRED), properties=REQUIRING)),
        state(concept("shoe", PREFERRED)),
        ["shoe requires the attribute closure no longer"],
    ),
    "attribute-changed": (
        SHOE,
        replace_struct(SHOE, warnings=(CLOSURE,)),
        state(replace(concept("shoe", PREFERRED), properties=REQUIRING)),
        state(replace(concept("shoe", PREFERRED), properties=REQUIRING), values="lace"),
        ["the attribute closure of shoe takes other values now"],
    ),
    "fallbacks-changed": (
        UNKNOWN,
        FALLEN,
        state(concept("shoe", PREFERRED)),
        state(concept("shoe", PREFERRED), fallbacks=(TR, LanguageTag("en"))),
        ["the scheme falls back to other languages now: tr, en"],
    ),
    "other": (SHOE, UNKNOWN, state(concept("shoe", PREFERRED)), state(concept("shoe", PREFERRED)), [
        "something else in the vocabulary changed"
    ]),
}  # fmt: skip


@pytest.mark.parametrize("code", CASES)
def test_another_verdict_is_explained_by_what_the_vocabulary_changed(code: str) -> None:
    before, after, old, new, told = CASES[code]
    assert is_other(before, after)
    found = explain(before, after, old, new)
    assert [str(reason.told) for reason in found] == told
    assert [reason.code.value for reason in found] == [code]


def test_every_code_has_its_case() -> None:
    assert set(CASES) == set(ReasonCode)


def test_a_reason_says_as_data_what_its_sentence_says() -> None:
    (moved,), (broader,), (changed,) = (
        explain(*CASES[code][:4]) for code in ("label-moved", "broader-changed", "attribute-changed")
    )
    assert (moved.form, moved.concept, moved.before, moved.after) == (FORM_TR, "boot", ("shoe",), ("boot",))
    assert (broader.concept, broader.before, broader.after) == ("ankle", (), ("shoe",))
    assert (changed.attribute, changed.before, changed.after) == ("closure", ("lace", "zip"), ("lace",))


def test_of_an_ambiguous_label_every_concept_is_looked_at() -> None:
    several = tuple(Candidate(named(own), MATCHED) for own in ("boot", "shoe"))
    found = explain(
        SHOE,
        verdict(VerdictCode.AMBIGUOUS, candidates=several),
        state(concept("shoe", PREFERRED), concept("boot")),
        state(concept("shoe", PREFERRED), concept("boot", ALTERNATIVE)),
    )
    assert [str(reason.told) for reason in found] == ["“ayakkabı” was put on boot"]


def test_what_became_of_the_concept_claimed_is_told_too() -> None:
    claiming = verdict(VerdictCode.MISMATCH, "boot", claimed=named("shoe"), relation=ConceptRelation.UNRELATED)
    found = explain(
        claiming,
        replace_struct(BOOT, claimed=named("shoe")),
        state(concept("shoe"), concept("boot", PREFERRED)),
        state(replace(retired_to("boot"), labels=()), concept("boot", PREFERRED)),
    )
    assert [str(reason.told) for reason in found] == ["shoe was merged into boot"]


def test_a_verdict_that_only_names_another_release_is_the_same() -> None:
    assert not is_other(SHOE, verdict(VerdictCode.PREFERRED, "shoe", NEW_RELEASE))
    boundary = VerdictWarning(WarningCode.BOUNDARY, "it covers more")
    assert not is_other(SHOE, replace_struct(SHOE, warnings=(boundary,)))
