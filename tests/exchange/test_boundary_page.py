from html.parser import HTMLParser

import pytest

from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.pictures import BoundaryPicture
from taxonomy_service.exchange.boundary_page import boundary_page
from taxonomy_service.exchange.boundary_words import Teller


class Table(HTMLParser):
    """The rows of the table, each cell as its tag, attributes and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[tuple[str, dict[str, str | None], str]]] = []
        self._open: tuple[str, dict[str, str | None]] | None = None
        self._text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self._open, self._text = (tag, dict(attrs)), ""
        elif tag == "br":
            self._text += " / "

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if self._open and tag == self._open[0]:
            self.rows[-1].append((*self._open, self._text))
            self._open = None


@pytest.fixture(scope="module")
def page(picture: BoundaryPicture) -> str:
    return boundary_page(picture, Teller(LanguageTag("en")))


def test_the_table_says_what_the_drawing_shows(page: str) -> None:
    rows = [[text for _, _, text in row] for row in Table(page).rows]
    assert rows[0] == [
        "Language",
        "Label",
        "Covers",
        "running <shoe>",
        "tennis shoe",
        "sports shoe: 3 more",
        "elsewhere",
    ]
    assert rows[2] == [
        "French (fr)",
        "chaussure de sport",
        "⊃ broader 83%",
        "covered / chaussure de sport",
        "covered / chaussure de tennis",
        "covered",
        "",
    ]
    assert rows[4][3:6] == ["covered in part / जूता", "", "covered in part"]
    assert rows[-1] == ["Polish (pl)", "no label"]


def test_headers_and_languages_are_marked(page: str) -> None:
    head, *rows = Table(page).rows
    assert all(about["scope"] == "col" for _, about, _ in head)
    assert all(row[0][1]["scope"] == "row" for row in rows)
    labels = {text: (about["lang"], about["dir"]) for row in rows for _, about, text in row[1:2]}
    assert labels["حذاء"] == ("ar", "rtl")
    assert labels["जूता"] == ("hi", "ltr")


def test_the_page_needs_nothing_from_elsewhere(page: str) -> None:
    assert page.startswith("<!doctype html>")
    assert '<html lang="en" dir="ltr">' in page
    assert "<svg" in page
    assert "<script" not in page
    assert "running &lt;shoe&gt;" in page
    assert "<shoe>" not in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
