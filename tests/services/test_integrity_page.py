import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.exchange.rdf import RdfFormat
from taxonomy_service.services.imports import VocabularyFile
from taxonomy_service.services.integrity import IntegrityReport, check_file
from taxonomy_service.services.integrity_page import MOST_LISTED, integrity_page

NOW = datetime(2026, 11, 25, 21, 0, tzinfo=UTC)
TEXT = """
@prefix : <http://x/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
:s a skos:ConceptScheme ; skos:prefLabel "<script>alert(1)</script>"@en .
:a a skos:Concept ; skos:inScheme :s ; skos:prefLabel "حذاء "@ar, "<b>shoe</b> "@en, "x\\u202Ey"@de, "z "@toolongsubtag .
"""


class Page(HTMLParser):
    """Collects the elements of a page and whether they are closed in order."""

    VOID = frozenset({"meta", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def report_on(text: str) -> IntegrityReport:
    return check_file(VocabularyFile(io.BytesIO(text.encode()), "x.ttl", RdfFormat.TURTLE))


def parsed(page: str) -> Page:
    reader = Page()
    reader.feed(page)
    assert reader.open == []
    return reader


def test_every_label_has_its_language_and_direction() -> None:
    page = integrity_page("x.ttl", report_on(TEXT), NOW)
    shown = [attributes for tag, attributes in parsed(page).seen if tag == "bdi"]
    assert {(one["lang"], one["dir"]) for one in shown} >= {
        ("ar", "rtl"),
        ("en", "ltr"),
        ("de", "ltr"),
        ("und", "auto"),
    }


def test_nothing_of_a_vocabulary_becomes_markup_or_reorders_the_page() -> None:
    page = integrity_page("<i>x</i>.ttl", report_on(TEXT), NOW)
    tags = {tag for tag, _ in parsed(page).seen}
    assert not tags & {"script", "b", "i"}
    assert "\u202e" not in page
    assert "⟨U+202E⟩" in page


def test_the_page_needs_nothing_from_elsewhere() -> None:
    page = integrity_page("x.ttl", report_on(TEXT), NOW)
    assert {tag for tag, _ in parsed(page).seen}.isdisjoint({"script", "link", "img", "iframe"})
    assert "default-src 'none'" in page
    assert not re.search(r"url\(|@import", page)


def test_severities_are_words_and_counts_stand_per_check_and_language() -> None:
    page = integrity_page("x.ttl", report_on(TEXT), NOW)
    assert "✖ error" in page
    assert "▲ warning" in page
    row = re.search(r'<tr><th scope="row"><a href="#Q074">.*?</tr>', page, re.DOTALL)
    assert row is not None
    assert re.findall(r'<td class="number">([^<]*)</td>', row[0])[0] == "3"


@pytest.mark.parametrize("count", [2, MOST_LISTED + 5])
def test_of_many_findings_some_are_listed_and_the_rest_is_counted(count: int) -> None:
    concepts = "".join(
        f':c{number} a skos:Concept ; skos:inScheme :s ; skos:prefLabel "靴{number} "@ja . ' for number in range(count)
    )
    page = integrity_page("x.ttl", report_on(TEXT.partition(":s a")[0] + concepts), NOW)
    shown = re.search(r'<details id="Q074".*?</details>', page, re.DOTALL)
    assert shown is not None
    assert shown[0].count("<li>") == min(count, MOST_LISTED)
    assert (f"and {count - MOST_LISTED} more" in shown[0]) == (count > MOST_LISTED)


def test_a_clean_vocabulary_says_so_and_what_was_accepted_is_counted_apart() -> None:
    report = report_on(TEXT)
    page = integrity_page("x.ttl", replace(report, findings=(), accepted=report.findings), NOW)
    assert "✓ nothing found" in page
    assert f"accepted: {len(report.findings)}" in page
    assert "Q074: 3" in page


def _quoted(marks: str) -> str:
    return f'{marks[:-1]}<bdi lang="ar" dir="rtl">حذاء </bdi>{marks[1:]}'


@pytest.mark.parametrize(
    ("language", "heading", "finding", "share", "marks"),
    [
        ("de", "Nicht geprüft", "hat Leerraum an falscher Stelle", "100,0\u00a0%", "„“"),
        ("es", "No comprobado", "tiene espacios fuera de lugar", "100,0\u00a0%", "«»"),
        ("fr", "Non vérifié", "a des espaces mal placés", "100,0\u00a0%", "«\u00a0»"),
        ("en", "Not checked", "has white space out of place", "100.0\u00a0%", "“”"),
    ],
)
def test_the_page_is_told_in_the_readers_language(
    language: str, heading: str, finding: str, share: str, marks: str
) -> None:
    page = integrity_page("x.ttl", report_on(TEXT), NOW, LanguageTag(language))
    ((_, attributes),) = [element for element in parsed(page).seen if element[0] == "html"]
    assert attributes == {"lang": language, "dir": "ltr"}
    for expected in (f">{heading}</h2>", finding, share, _quoted(marks)):
        assert expected in page
    assert ('<th scope="col">severity</th>' in page) == (language == "en")
