import msgspec
import pytest

from taxonomy_service.domain.errors import InvalidLanguageTag, UnusableForm
from taxonomy_service.domain.givens import LONGEST_NOTE, GivenLabel, GivenNode, GivenNote


def test_tags_are_made_canonical_as_they_are_read() -> None:
    label = msgspec.json.decode('{"form":"鞋","language":"ZH-hant-tw","kind":"hidden"}', type=GivenLabel)
    assert (label.language, label.kind, label.equivalence) == ("zh-Hant-TW", "hidden", None)
    assert GivenNote("a", "iw").language == "he"
    assert GivenNote("a").language == ""


@pytest.mark.parametrize("form", ["", " ", "a\u202eb", "x" * 1001, "\ufffd"])
def test_what_cannot_be_a_label_is_refused_as_it_is_read(form: str) -> None:
    with pytest.raises(UnusableForm):
        msgspec.convert({"form": form, "language": "ar"}, type=GivenLabel)


def test_a_tag_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidLanguageTag):
        GivenLabel("x", "en_US")


def test_a_note_may_have_paragraphs_but_not_be_empty_or_endless() -> None:
    assert GivenNote("eins\n\nzwei", "de").text == "eins\n\nzwei"
    for text in (" \n", "x" * (LONGEST_NOTE + 1)):
        with pytest.raises(UnusableForm):
            GivenNote(text, "de")


def test_what_is_not_said_is_not_written() -> None:
    assert msgspec.to_builtins(GivenNode("urn:a")) == {"value": "urn:a"}
