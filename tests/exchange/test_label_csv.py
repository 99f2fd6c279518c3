import csv
import io
from pathlib import Path

from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.exchange.label_csv import COLUMNS, csv_chunks

DATA = Path(__file__).parents[1] / "data" / "skos"


def test_the_golden_file(rich: ConceptScheme) -> None:
    assert "".join(csv_chunks(rich)).encode() == (DATA / "golden" / "vocabulary.csv").read_bytes()


def test_every_label_is_a_row_and_no_cell_is_a_formula(rich: ConceptScheme) -> None:
    head, *rows = csv.reader(io.StringIO("".join(csv_chunks(rich)), newline=""))
    assert tuple(head) == COLUMNS
    assert len(rows) == sum(len(concept.labels) for concept in rich.concepts.values())
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert "'=SUM(A1)" in [row[7] for row in rows]
    assert 'say "a\\b"\nand go' in [row[7] for row in rows]
