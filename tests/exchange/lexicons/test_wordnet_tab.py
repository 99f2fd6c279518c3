import io
from pathlib import Path

import pytest

from taxonomy_service.domain.errors import NothingToImport, UnreadableFile
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.references import Dictionary, Sense
from taxonomy_service.exchange.lexicons.wordnet_tab import read_wordnet_tab

PL, JA = LanguageTag("pl"), LanguageTag("ja")


def read(text: str, language: LanguageTag | None = None) -> Dictionary:
    return read_wordnet_tab(io.BytesIO(text.encode()), "wn-data-x.tab", language)


def test_lemmas_are_read_in_the_language_of_the_first_line(lexicons: Path) -> None:
    found = read((lexicons / "wordnet" / "wn-data-pol.tab").read_text("utf-8"))
    assert list(found.senses) == [
        Sense(((PL, "but"),), "04199027-n"),
        Sense(((PL, "pantofel"),), "04199027-n"),
        Sense(((PL, "but do biegania"),), "04120093-n"),
    ]
    assert (found.licence, found.source) == ("CC0 1.0", "https://example.org/pol")


def test_a_gap_is_no_lemma() -> None:
    with pytest.raises(NothingToImport, match="without lemmas"):
        read("# x\tpol\tu\tl\n09500000-n\tlemma\tGAP!\n00001740-n\tpol:lemma\tPSEUDOGAP!\n")


def test_without_a_first_line_the_row_or_the_reader_says_the_language() -> None:
    assert list(read("04199027-n\tjpn:lemma\t靴\n").senses) == [Sense(((JA, "靴"),), "04199027-n")]
    assert list(read("04199027-n\tlemma\t靴\n", JA).senses) == [Sense(((JA, "靴"),), "04199027-n")]
    with pytest.raises(UnreadableFile, match="line 1: neither the first line nor this one says in which language"):
        read("04199027-n\tlemma\t靴\n")


@pytest.mark.parametrize("row", ["04199027-n\tlemma", "4199027-n\tlemma\tbut", "04199027 n lemma but"])
def test_a_broken_row_is_told_with_its_line(row: str) -> None:
    with pytest.raises(UnreadableFile, match=r"wn-data-x\.tab, line 2: a synset's id"):
        read(f"# x\tpol\tu\tl\n{row}\n")
