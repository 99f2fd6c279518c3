"""A generated vocabulary of any size: words with the letters and lengths of real labels, no two languages alike."""

import random
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from taxonomy_service.domain.concepts import Concept, ConceptId, Relation, RelationKind
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.releases import Release, ReleaseEntry
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri

TAGS = [
    "en",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "nl",
    "pl",
    "cs",
    "sk",
    "sl",
    "hr",
    "sr",
    "bg",
    "ru",
    "uk",
    "el",
    "tr",
    "hu",
    "fi",
    "et",
    "lv",
    "lt",
    "sv",
    "da",
    "nb",
    "is",
    "ga",
    "cy",
    "ro",
    "sq",
    "mk",
    "ar",
    "he",
    "fa",
    "ur",
    "hi",
    "ja",
    "zh",
    "ko",
]
SCRIPTS = {
    "bg ru uk sr mk": "бвгдежзиклмнопрстуфхцчш аоеиуя",
    "el": "βγδζθκλμνξπρστφχψ αεηιουω",
    "ar fa ur": "بتثجحخدذرزسشصضطظعغفقكلمنه اوي",
    "he": "בגדהזחטיכלמנסעפצקרשת אוי",
    "hi": "कखगघचछजटडतथदधनपफबभमयरलवशसह ािीुूेो",
    "ja": "カキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモラリルレロ アイウエオン",
    "ko": "가나다라마바사아자차카타파하거너더러머버서어저 고노도로모보소오조",
    "zh": "鞋運動跑步網球靴子涼拖山登雪車路燈牌箱瓶罐果茶 大小紅白長短新",
}
LATIN = "bcdfghklmnprstvz aeiou"


def _syllables(tag: str, rng: random.Random) -> list[str]:
    letters = next((found for tags, found in SCRIPTS.items() if tag in tags.split()), LATIN)
    onsets, vowels = letters.split()
    return [rng.choice(onsets) + rng.choice(vowels) + rng.choice(["", "", rng.choice(onsets)]) for _ in range(160)]


def generated_release(concepts: int, languages: int, *, seed: int = 1) -> Release:
    """Return a release of a tree of concepts, ten below each, with one preferred label a language."""
    rng = random.Random(seed)
    sounds = {LanguageTag(tag): _syllables(tag, rng) for tag in TAGS[:languages]}
    words = {
        tag: ["".join(rng.choices(own, k=rng.randint(1, 3))) for _ in range(max(2_000, concepts // 6))]
        for tag, own in sounds.items()
    }
    made = {}
    for number in range(concepts):
        own = ConceptId(f"c{number}")
        above = (Relation(RelationKind.BROADER, Iri(f"urn:c{(number - 1) // 10}")),) if number else ()
        labels = tuple(
            Label(" ".join(rng.choices(words[tag], k=rng.choice((1, 2, 2, 3)))), tag, LabelKind.PREFERRED)
            for tag in words
        )
        made[own] = Concept(own, Iri(f"urn:{own}"), labels, relations=above)
    scheme = ConceptScheme(SchemeId("generated"), Iri("urn:generated"), concepts=made)
    entry = ReleaseEntry(SchemeId("generated"), 1, None, "0" * 64, datetime.now(UTC), concepts, concepts * languages)
    return Release(entry, scheme)


def misspelt(form: str, rng: random.Random) -> str:
    """Return a form with one slip of the hand: a letter left out, doubled, changed or swapped."""
    place = rng.randrange(len(form))
    slip = rng.randrange(4)
    if slip == 0:
        return form[:place] + form[place + 1 :] or form * 2
    if slip == 1:
        return form[:place] + form[place] + form[place:]
    if slip == 2:
        return form[:place] + rng.choice(form) + form[place + 1 :]
    return form[:place] + form[place : place + 2][::-1] + form[place + 2 :]


def write_thesaurus(path: Path, statements: int, *, languages: int = 14, seed: int = 1) -> int:
    """Write a thesaurus as Turtle and return how many statements it has: a little more than asked for.

    Of each concept: type, scheme, notation, broader concept, a preferred label in each language, an alternative one in
    every third, half of them with a definition, a fifth with a mapping: about 23.6 statements.
    """
    rng = random.Random(seed)
    words = {
        tag: ["".join(rng.choices(own, k=rng.randint(1, 3))) for _ in range(20_000)]
        for tag, own in ((tag, _syllables(tag, rng)) for tag in TAGS[:languages])
    }
    written = 3
    with path.open("w", encoding="utf-8") as file:
        file.write(_HEAD)
        number = 0
        while written < statements:
            lines = _concept_lines(number, words, rng)
            written += sum(count for count, _ in lines)
            file.write(" ;\n    ".join(line for _, line in lines) + " .\n")
            number += 1
    return written


_SCHEME = "<https://example.org/thesaurus>"
_HEAD = f"""@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <https://example.org/thesaurus/> .
{_SCHEME} a skos:ConceptScheme ; skos:prefLabel "Generated"@en ; skos:hasTopConcept :c0 .
"""


def _concept_lines(number: int, words: Mapping[str, list[str]], rng: random.Random) -> list[tuple[int, str]]:
    """Return the parts of a concept's Turtle, each with its number of statements."""

    def texts(tags: list[str], most: int = 3) -> tuple[int, str]:
        forms = [" ".join(rng.choices(words[tag], k=rng.randint(1, most))).capitalize() for tag in tags]
        return len(tags), ", ".join(f'"{form}"@{tag}' for form, tag in zip(forms, tags, strict=True))

    above = f"skos:broader :c{(number - 1) // 10}" if number else f"skos:topConceptOf {_SCHEME}"
    count, forms = texts([*words])
    lines = [(3, f":c{number} a skos:Concept ; skos:inScheme {_SCHEME} ; {above}")]
    lines += [(1, f'skos:notation "{number:07}"'), (count, f"skos:prefLabel {forms}")]
    count, forms = texts([tag for tag in words if rng.random() < 0.35])
    lines += [(count, f"skos:altLabel {forms}")] if count else []
    if rng.random() < 0.5:
        lines.append((1, f"skos:definition {texts(['en'], 20)[1]}"))
    if rng.random() < 0.2:
        lines.append((1, f"skos:exactMatch <https://example.com/other/{number}>"))
    return lines
