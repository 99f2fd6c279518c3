"""Generated annotation files: labels of a real vocabulary, repeated as labels are, one in a hundred misspelt."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.generated import misspelt
from taxonomy_service.matching.label_index import LabelIndex


class Annotation(NamedTuple):
    label: str
    language: str
    concept: str


def generated_annotations(index: LabelIndex, count: int, distinct: int, *, seed: int = 3) -> list[Annotation]:
    """Draw annotations from so many distinct labels; the n-th is drawn in proportion to 1/n."""
    rng = random.Random(seed)
    known = sorted({(str(tag), form) for tag, forms in index.by_form.items() for form in forms})
    labels = []
    for tag, form in rng.sample(known, distinct):
        concept = index.by_form[tag][form][0].concept  # type: ignore[index]
        labels.append(Annotation(misspelt(form, rng) if rng.random() < 0.01 else form, tag, str(concept)))
    return rng.choices(labels, [1 / (place + 1) for place in range(distinct)], k=count)


def write_ndjson(annotations: list[Annotation], path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        for number, own in enumerate(annotations):
            image = {"image": f"train/{number // 7:08}.jpg", "bbox": [number % 640, 12.5, 100.25, 80]}
            file.write(json.dumps(own._asdict() | image, ensure_ascii=False) + "\n")


def write_parquet(annotations: list[Annotation], path: Path) -> None:
    columns: dict[str, list[str]] = {"image": [f"train/{number // 7:08}.jpg" for number in range(len(annotations))]}
    columns |= {name: [getattr(own, name) for own in annotations] for name in Annotation._fields}
    pq.write_table(pa.table(columns), path, row_group_size=250_000)


def write_coco(annotations: list[Annotation], path: Path) -> None:
    """One category a label, as a label set of many languages exports it; polygons of eight corners."""
    names = list(dict.fromkeys(own.label for own in annotations))
    numbers = {name: number for number, name in enumerate(names, start=1)}
    rng = random.Random(5)

    def members() -> Iterator[str]:
        yield f'"images": {json.dumps([{"id": n, "file_name": f"{n:08}.jpg"} for n in range(len(annotations) // 7)])}'
        categories = [{"id": number, "name": name} for name, number in numbers.items()]
        yield f'"categories": {json.dumps(categories, ensure_ascii=False)}'
        yield '"annotations": ['

    with path.open("w", encoding="utf-8") as file:
        file.write("{" + ", ".join(members()))
        for number, own in enumerate(annotations):
            corners = [round(rng.random() * 640, 2) for _ in range(16)]
            annotation = {
                "id": number,
                "image_id": number // 7,
                "category_id": numbers[own.label],
                "segmentation": [corners],
                "bbox": [1.5, 2.25, 100.0, 30.5],
                "area": 3050.5,
                "iscrowd": 0,
            }
            file.write((", " if number else "") + json.dumps(annotation))
        file.write("]}")
