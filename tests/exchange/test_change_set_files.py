import io

import pytest

from taxonomy_service.domain.change_sets import ChangeSet
from taxonomy_service.domain.errors import InvalidLanguageTag, TooLarge, UnreadableFile, UnusableForm
from taxonomy_service.domain.givens import GivenLabel
from taxonomy_service.domain.operations import AddLabel, Restore
from taxonomy_service.exchange.change_set_files import LARGEST, read_change_set

YAML = """
comment: le mot juste
operations:
  - operation: add-label
    concept: running-shoe
    label: {form: chaussure de course, language: FR}
  - {operation: restore, concept: clog}
"""
JSON = """{"comment": "le mot juste", "operations": [
  {"operation": "add-label", "concept": "running-shoe", "label": {"form": "chaussure de course", "language": "FR"}},
  {"operation": "restore", "concept": "clog"}]}"""


def _read(text: str | bytes) -> ChangeSet:
    return read_change_set(io.BytesIO(text if isinstance(text, bytes) else text.encode()), "changes.yaml")


@pytest.mark.parametrize("text", [YAML, JSON, "\ufeff" + YAML], ids=["yaml", "json", "bom"])
def test_yaml_and_json_say_the_same(text: str) -> None:
    label = AddLabel("running-shoe", GivenLabel("chaussure de course", "fr"))
    assert _read(text) == ChangeSet((label, Restore("clog")), "le mot juste")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "object"),
        ("{", "neither JSON nor YAML"),
        ("operations: [{operation: rename}]", r"operations\[0\]"),
        ("operations: [{operation: add-lable}]", r"operations\[0\].operation: 'add-lable' .* are create, .*add-label"),
        (YAML.replace("FR", "fr, kind: prefered"), "'prefered' .*; known are preferred, alternative, hidden"),
        ("operations:\n  - [", "changes.yaml, line 2: neither JSON nor YAML: [^\n]+$"),
        ("operations: [{operation: restore}]", "concept"),
        ("operations: [{operation: restore, concept: a, more: 1}]", "more"),
        ("a: &a [x]\noperations: *a", "line 2: aliases"),
        ("operations: !!python/object:os.system []", "neither JSON nor YAML"),
        (b"\xff\xfe", "neither JSON nor YAML"),
        ("[" * 10_000, "neither JSON nor YAML"),
    ],
)
def test_what_is_no_change_set_is_refused_with_its_place(text: str | bytes, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        _read(text)


def test_labels_are_looked_at_as_they_are_read() -> None:
    with pytest.raises(InvalidLanguageTag):
        _read(YAML.replace("FR", "fr_FR"))
    with pytest.raises(UnusableForm):
        _read(YAML.replace("chaussure de course", '" "'))


def test_a_file_has_an_end() -> None:
    with pytest.raises(TooLarge):
        _read(b"#" * (LARGEST + 1))
