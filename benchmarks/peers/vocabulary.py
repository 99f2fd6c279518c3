"""The vocabulary that every server gets, written the way each of them reads it."""

import csv
import random
from pathlib import Path
from typing import NamedTuple

from benchmarks.generated import generated_release

LANGUAGES = 5


class Row(NamedTuple):
    """One preferred label: the concept's number and that of its broader concept, -1 for none."""

    concept: int
    broader: int
    language: str
    form: str


def rows(concepts: int) -> list[Row]:
    """The labels of a generated tree, each form on one concept of its language only, so that one answer is right."""
    found, taken = [], set()
    for number, concept in enumerate(generated_release(concepts, LANGUAGES).scheme.concepts.values()):
        for label in concept.labels:
            form = label.form if (label.language, label.form) not in taken else f"{label.form} {number}"
            taken.add((label.language, form))
            found.append(Row(number, (number - 1) // 10 if number else -1, str(label.language), form))
    return found


def iri(concept: int) -> str:
    return f"http://example.org/generated/c{concept}"


def write_turtle(path: Path, labels: list[Row]) -> None:
    skos, scheme = "http://www.w3.org/2004/02/skos/core#", "http://example.org/generated"
    with path.open("w", encoding="utf-8") as file:
        file.write(f"@prefix skos: <{skos}> .\n<{scheme}> a skos:ConceptScheme .\n")
        for number, broader in dict.fromkeys((row.concept, row.broader) for row in labels):
            above = f"skos:broader <{iri(broader)}>" if broader >= 0 else f"skos:topConceptOf <{scheme}>"
            file.write(f"<{iri(number)}> a skos:Concept ; skos:inScheme <{scheme}> ; {above} .\n")
        file.writelines(f'<{iri(row.concept)}> skos:prefLabel "{row.form}"@{row.language} .\n' for row in labels)


def write_table(path: Path, labels: list[Row]) -> None:
    """Tab-separated: an id of the label's own (a reconciler wants distinct ones), the form, then the row's rest."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t")
        writer.writerow(["id", "form", "concept", "broader", "language"])
        for row in labels:
            writer.writerow([f"c{row.concept}-{row.language}", row.form, row.concept, row.broader, row.language])


def asked(labels: list[Row], count: int) -> list[Row]:
    """The labels to ask for, the same for every server, in an order that no cache can guess."""
    return random.Random(6).sample(labels, min(count, len(labels)))
