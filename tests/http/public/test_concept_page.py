import re
from html import unescape
from urllib.parse import urljoin

import pyoxigraph
import pytest
from starlette.testclient import TestClient

from taxonomy_service.http.public.concept_page import preferred_media_type

URL = "/v1/schemes/shoes/concepts/running-shoe"


@pytest.mark.parametrize(
    ("accept", "format_"),
    [("text/turtle", pyoxigraph.RdfFormat.TURTLE), ("application/ld+json", pyoxigraph.RdfFormat.JSON_LD)],
)
def test_a_concept_comes_as_rdf(client: TestClient, accept: str, format_: pyoxigraph.RdfFormat) -> None:
    answer = client.get(URL, headers={"Accept": accept})
    assert answer.headers["content-type"].startswith(accept)
    objects = {str(quad.object) for quad in pyoxigraph.parse(answer.content, format=format_)}
    assert '"ランニングシューズ"@ja' in objects
    assert "<https://example.org/shoes/sports-shoe>" in objects


def test_a_browser_gets_a_page_in_which_every_text_has_its_language_and_direction(client: TestClient) -> None:
    page = client.get(URL, params={"language": "ar"}, headers={"Accept": "text/html,*/*;q=0.8"})
    assert page.headers["content-type"].startswith("text/html")
    assert '<span lang="ar" dir="rtl">حذاء جري</span>' in page.text
    assert '<span lang="ja" dir="ltr">ランニングシューズ</span>' in page.text
    assert "built for running &lt;fast&gt; &amp; far" in page.text


def test_the_page_is_told_in_the_readers_language(client: TestClient) -> None:
    headers = {"Accept": "text/html", "Accept-Language": "de-CH, ar;q=0.5"}
    page = client.get(URL, params={"language": "ja"}, headers=headers).text
    assert '<html lang="de" dir="ltr">' in page
    assert '<th scope="row">Japanisch</th>' in page
    assert '<th scope="col">Sprache</th>' in page


def test_labels_and_notes_in_the_language_asked_for_come_first(client: TestClient) -> None:
    page = client.get(URL, params={"language": "ja"}, headers={"Accept": "text/html"}).text
    rows = re.findall(r'<th scope="row">(.+?)</th>', page)
    assert rows == ["Japanese", "Arabic", "German", "English", "French", "Turkish"]


def test_a_page_leads_to_what_each_label_covers(client: TestClient) -> None:
    page = client.get(URL, headers={"Accept": "text/html"}).text
    (target,) = re.findall(r'href="([^"]+boundary.html)"', page)
    assert client.get(urljoin(URL, target)).status_code == 200


def test_links_keep_the_release_and_the_language_that_were_asked_for(client: TestClient) -> None:
    page = client.get(URL, params={"release": "1", "language": "ja"}, headers={"Accept": "text/html"}).text
    own = [target for target in re.findall(r'href="([^"]+)"', page) if not target.startswith("http")]
    assert len(own) >= 3
    for target in own:
        assert target.endswith("?release=1&amp;language=ja")
        assert client.get(urljoin(URL, unescape(target))).status_code == 200


def test_a_retired_concept_leads_to_its_successor(client: TestClient) -> None:
    page = client.get("/v1/schemes/shoes/concepts/plimsoll", headers={"Accept": "text/html"}).text
    assert "Retired." in page
    assert 'href="tennis-shoe"' in page


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("*/*", "application/json"),
        ("", "application/json"),
        ("text/*", "text/turtle"),
        ("text/turtle;q=0.1, application/ld+json;q=0.9", "application/ld+json"),
        ("text/html;q=oops", "application/json"),
        ("image/png", "application/json"),
    ],
)
def test_the_type_that_is_liked_best_is_chosen(accept: str, chosen: str) -> None:
    assert preferred_media_type(accept) == chosen
