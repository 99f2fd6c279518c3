import gzip
import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

URL = "/v1/schemes/shoes/validate"


def ask(client: TestClient, **question: Any) -> dict[str, Any]:
    answer = client.post(URL, json=question)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_label_of_a_broader_concept_is_a_mismatch_that_names_it(client: TestClient) -> None:
    verdict = ask(client, label="chaussure de sport", language="fr", concept="running-shoe")
    assert verdict["verdict"] == "mismatch"
    assert verdict["relation"] == "broader"
    assert verdict["concept"] == {
        "id": "sports-shoe",
        "iri": "https://example.org/shoes/sports-shoe",
        "preferred_labels": {"fr": "chaussure de sport", "en": "sports shoe"},
    }
    assert verdict["matched"] == {
        "form": "chaussure de sport",
        "language": "fr",
        "kind": "preferred",
        "rung": "exact",
        "language_rung": "exact",
    }
    (suggestion,) = verdict["suggestions"]
    assert (suggestion["concept"]["id"], suggestion["label"], suggestion["language"]) == (
        "running-shoe",
        "chaussure de course",
        "fr",
    )
    assert 0 < suggestion["score"] < 1
    assert verdict["warnings"] == []
    assert verdict["release"]["number"] == 1
    assert verdict["release"]["version"] == "2026-11"


def test_a_label_of_the_claimed_concept_is_preferred(client: TestClient) -> None:
    assert ask(client, label="Laufschuh", language="de", concept="running-shoe")["verdict"] == "preferred"


@pytest.mark.parametrize(
    ("label", "language", "verdict"),
    [
        ("ランニングシューズ", "ja", "preferred"),
        ("حِذَاء جَرْي", "ar", "preferred"),
        ("KOŞU AYAKKABISI", "tr", "preferred"),
        ("जूता", "hi", "preferred"),
        ("jogging shoe", "en", "alternative"),
        ("runing shoe", "en", "hidden"),
        ("S1", "en", "identifier"),
        ("Laufschuh", "fr", "other-language"),
        ("plimsoll", "en", "retired"),
        ("Laufshcuh", "de", "unknown"),
        ("   ", "de", "malformed"),
        ("ab\u202ecd", "en", "malformed"),
        ("shoe", "not a tag", "malformed"),
    ],
)
def test_every_verdict_comes_over_http(client: TestClient, label: str, language: str, verdict: str) -> None:
    assert ask(client, label=label, language=language)["verdict"] == verdict


def test_attributes_that_are_required_higher_up_are_missed(client: TestClient) -> None:
    missing = ask(client, label="Laufschuh", language="de", attributes={})["warnings"]
    assert [(w["code"], w["attribute"], w["allowed"]) for w in missing] == [
        ("missing-attribute", "occlusion", ["none", "partial"])
    ]
    assert ask(client, label="Laufschuh", language="de", attributes={"occlusion": "none"})["warnings"] == []
    (wrong,) = ask(client, label="Laufschuh", language="de", attributes={"occlusion": "half"})["warnings"]
    assert wrong["code"] == "invalid-attribute"


@pytest.mark.parametrize("pin", ["1", "2026-11"])
def test_a_release_can_be_pinned(client: TestClient, pin: str) -> None:
    assert client.post(URL, params={"release": pin}, json={"label": "shoe"}).json()["release"]["number"] == 1


@pytest.mark.parametrize("path", ["validate", "validate/batch", "validate/stream"])
@pytest.mark.parametrize("place", ["/v1/schemes/nix/{}", "/v1/schemes/shoes/{}?release=77"])
def test_an_unknown_scheme_or_release_is_a_problem(client: TestClient, path: str, place: str) -> None:
    answer = client.post(place.format(path), json={"label": "shoe"})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:taxonomy-service:problem:not-found"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"not json", 400),
        (b"{", 400),
        (b"[" * 50_000, 422),
        (b"{}", 422),
        (b'{"label": 5}', 422),
        (b'{"label": null}', 422),
        (b'["shoe"]', 422),
    ],
)
@pytest.mark.parametrize("path", ["", "/batch"])
def test_a_body_of_another_shape_is_a_problem(client: TestClient, body: bytes, status: int, path: str) -> None:
    answer = client.post(URL + path, content=body)
    assert answer.status_code == status, answer.text
    assert answer.json()["detail"]


def test_a_body_that_is_not_utf8_is_a_problem(client: TestClient) -> None:
    assert client.post(URL, content=b'{"label": "\xff"}').status_code == 400


def test_a_body_over_the_limit_is_refused(client: TestClient) -> None:
    answer = client.post(URL, json={"label": "x" * 200_000})
    assert answer.status_code == 413
    assert "100,000 bytes" in answer.json()["detail"]


def test_a_body_over_the_limit_is_refused_though_its_length_is_not_stated(client: TestClient) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(300):
            yield b"x" * 1000

    assert client.post(URL, content=chunks()).status_code == 413


def test_a_batch_is_answered_in_order_with_counts(client: TestClient) -> None:
    items = [
        {"label": "Laufschuh"},
        {"label": "Laufshcuh"},
        {"label": "sock", "language": "en"},
        {"label": "Laufschuh"},
    ]
    answer = client.post(f"{URL}/batch", json={"language": "de", "items": items}).json()
    assert [verdict["verdict"] for verdict in answer["verdicts"]] == ["preferred", "unknown", "preferred", "preferred"]
    assert answer["counts"] == {"preferred": 3, "unknown": 1}
    assert answer["release"]["scheme"] == "shoes"


def test_a_batch_suggests_only_when_asked(client: TestClient) -> None:
    body: dict[str, Any] = {"items": [{"label": "Laufshcuh", "language": "de"}]}
    assert client.post(f"{URL}/batch", json=body).json()["verdicts"][0]["suggestions"] == []
    (found, *_) = client.post(f"{URL}/batch", json=body | {"suggestions": 3}).json()["verdicts"][0]["suggestions"]
    assert found["label"] == "Laufschuh"


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("", {"label": "chaussure de sport", "language": "fr", "concept_id": "running-shoe"}, "concept_id"),
        ("/batch", {"items": [{"label": "Laufschuh"}], "lang": "de"}, "lang"),
        ("/batch", {"items": [{"label": "Laufschuh", "lang": "de"}]}, "lang"),
    ],
)
def test_a_misspelt_field_is_told_and_not_passed_over(
    client: TestClient, path: str, body: dict[str, Any], field: str
) -> None:
    answer = client.post(URL + path, json=body)
    assert answer.status_code == 422
    assert f"there is no field '{field}' here" in answer.json()["detail"]


def test_a_misspelt_field_of_a_line_is_told_with_its_place(client: TestClient) -> None:
    lines = b'{"label": "shoe"}\n{"label": "shoe", "claim": "sock"}\n'
    first, second = (json.loads(line) for line in client.post(f"{URL}/stream", content=lines).text.splitlines())
    assert first["verdict"] == "preferred"
    assert second == {"line": 2, "error": "there is no field 'claim' here"}


@pytest.mark.parametrize("path", ["", "/batch", "/stream"])
def test_a_misspelt_pin_is_told_and_not_passed_over(client: TestClient, path: str) -> None:
    answer = client.post(URL + path, params={"relase": "1"}, json={"label": "shoe", "items": []})
    assert answer.status_code == 400
    assert "no parameter 'relase' here, but release" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["", "/batch", "/stream"])
def test_a_compressed_body_is_refused_as_such(client: TestClient, path: str) -> None:
    body = gzip.compress(b'{"label": "shoe"}')
    answer = client.post(URL + path, content=body, headers={"Content-Encoding": "gzip"})
    assert (answer.status_code, answer.headers["Accept-Encoding"]) == (415, "identity")


@pytest.mark.parametrize(("count", "status"), [(0, 422), (50, 200), (51, 413)])
def test_a_batch_has_at_least_one_and_at_most_the_stated_number(client: TestClient, count: int, status: int) -> None:
    assert client.post(f"{URL}/batch", json={"items": [{"label": "shoe"}] * count}).status_code == status


def test_a_stream_is_answered_line_by_line_and_survives_bad_lines(client: TestClient) -> None:
    lines = ['{"label": "Laufschuh", "language": "de"}', "oops", "", '{"label": 3}', '{"label": "靴"}']
    answer = client.post(f"{URL}/stream", params={"language": "ja"}, content="\n".join(lines).encode())
    got = [json.loads(line) for line in answer.text.splitlines()]
    assert [line.get("verdict") or line["line"] for line in got] == ["preferred", 2, 4, "preferred"]
    assert answer.headers["content-type"] == "application/x-ndjson"


def test_a_stream_may_be_longer_than_any_body_and_be_cut_anywhere(client: TestClient) -> None:
    text = ('{"label": "ランニングシューズ", "language": "ja"}\n' * 5_000).encode()

    def chunks() -> Iterator[bytes]:
        for start in range(0, len(text), 977):
            yield text[start : start + 977]

    answer = client.post(f"{URL}/stream", content=chunks())
    verdicts = answer.text.splitlines()
    assert len(verdicts) == 5_000
    assert {json.loads(verdict)["verdict"] for verdict in verdicts} == {"preferred"}


def test_a_line_without_end_stops_the_stream_with_its_place(client: TestClient) -> None:
    answer = client.post(f"{URL}/stream", content=b'{"label": "shoe"}\n' + b"x" * 2_000_000)
    first, last = (json.loads(line) for line in answer.text.splitlines())
    assert first["verdict"] == "preferred"
    assert last["line"] == 2
    assert "stopped" in last["error"]


def test_a_question_may_come_in_pieces(client: TestClient) -> None:
    def pieces() -> Iterator[bytes]:
        yield from (b'{"label": "Lauf', b"sch", b'uh", "language": "de"}')

    answer = client.post("/v1/schemes/shoes/validate", content=pieces())
    assert (answer.status_code, answer.json()["verdict"]) == (200, "preferred")
    assert answer.headers["content-type"] == "application/json"
    assert int(answer.headers["content-length"]) == len(answer.content)


def test_another_method_is_refused(client: TestClient) -> None:
    answer = client.get("/v1/schemes/shoes/validate")
    assert (answer.status_code, answer.json()["title"]) == (405, "Method not allowed")
