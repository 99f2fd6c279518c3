"""A vocabulary of furniture in five languages, put together from its words, so that mistakes can be planted in it."""

from collections.abc import Callable, Mapping

import pytest

from taxonomy_service.boundaries.vocabulary import Vocabulary, build_vocabulary
from taxonomy_service.domain.concepts import Concept, ConceptId, Relation, RelationKind
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri

THINGS = {
    "table": {"en": "Tables", "de": "Tische", "fr": "Tables", "ja": "テーブル", "ar": "طاولات"},
    "chair": {"en": "Chairs", "de": "Stühle", "fr": "Chaises", "ja": "椅子", "ar": "كراسي"},
    "lamp": {"en": "Lamps", "de": "Lampen", "fr": "Lampes", "ja": "ランプ", "ar": "مصابيح"},
    "box": {"en": "Boxes", "de": "Kisten", "fr": "Boîtes", "ja": "収納箱", "ar": "صناديق"},
    "bag": {"en": "Bags", "de": "Taschen", "fr": "Sacs", "ja": "バッグ", "ar": "حقائب"},
    "shelf": {"en": "Shelves", "de": "Regale", "fr": "Étagères", "ja": "本棚", "ar": "رفوف"},
    "mirror": {"en": "Mirrors", "de": "Spiegel", "fr": "Miroirs", "ja": "鏡台", "ar": "مرايا"},
    "bottle": {"en": "Bottles", "de": "Flaschen", "fr": "Bouteilles", "ja": "ボトル", "ar": "زجاجات"},
}
STUFF = {
    "wood": {"en": "Wooden", "de": "Holz", "fr": "en bois", "ja": "木製", "ar": "خشبية"},
    "leather": {"en": "Leather", "de": "Leder", "fr": "en cuir", "ja": "革製", "ar": "جلدية"},
    "steel": {"en": "Steel", "de": "Stahl", "fr": "en acier", "ja": "鋼製", "ar": "فولاذية"},
    "glass": {"en": "Glass", "de": "Glas", "fr": "en verre", "ja": "ガラス製", "ar": "شفافة"},
    "paper": {"en": "Paper", "de": "Papier", "fr": "en papier", "ja": "紙製", "ar": "ورقية"},
    "cotton": {"en": "Cotton", "de": "Baumwoll", "fr": "en coton", "ja": "綿製", "ar": "قطنية"},
}
Planted = Mapping[tuple[str, str], str]
"""Forms by concept and language, in place of the right ones."""
Furnish = Callable[..., Vocabulary]


def right_form(own: str, language: str) -> str:
    stuff, _, thing = own.rpartition("-")
    if not stuff:
        return THINGS[thing][language]
    head, modifier = THINGS[thing][language], STUFF[stuff][language]
    if language == "de":
        return modifier + head.lower()
    return f"{modifier} {head}" if language == "en" else modifier + head if language == "ja" else f"{head} {modifier}"


def furniture(
    planted: Planted | None = None, languages: tuple[str, ...] = ("en", "de", "fr", "ja", "ar")
) -> ConceptScheme:
    ids = [*THINGS, *(f"{stuff}-{thing}" for thing in THINGS for stuff in STUFF)]
    concepts = {}
    for own in sorted(ids):
        labels = [
            Label((planted or {}).get((own, tag), right_form(own, tag)), LanguageTag(tag), LabelKind.PREFERRED)
            for tag in languages
        ]
        broader = Iri(f"https://example.org/{own.rpartition('-')[2]}")
        relations = (Relation(RelationKind.BROADER, broader),) if "-" in own else ()
        concepts[ConceptId(own)] = Concept(
            ConceptId(own), Iri(f"https://example.org/{own}"), tuple(labels), relations=relations
        )
    return ConceptScheme(SchemeId("furniture"), Iri("https://example.org/"), concepts=concepts)


@pytest.fixture(scope="session")
def furnish() -> Furnish:
    def made(planted: Planted | None = None, **options: tuple[str, ...]) -> Vocabulary:
        return build_vocabulary(furniture(planted, **options))

    return made


@pytest.fixture(scope="session")
def number() -> Callable[[Vocabulary, str], int]:
    """Return the number of a concept by its id."""
    return lambda vocabulary, own: list(vocabulary.iris).index(Iri(f"https://example.org/{own}"))
