import pytest
from starlette.testclient import TestClient

from taxonomy_service.exchange.translation_tables import MEDIA_TYPES, TableFormat

URL = "/admin/v1/schemes/shoes/translations"


@pytest.mark.parametrize("format", list(TableFormat))
def test_a_table_is_downloaded_in_either_format(client: TestClient, admin: dict[str, str], format: TableFormat) -> None:  # noqa: A002
    answer = client.get(URL, params={"language": "hi", "format": format}, headers=admin)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == MEDIA_TYPES[format]
    assert answer.headers["content-disposition"] == f'attachment; filename="translations.{format}"'
    again = client.post(URL, content=answer.content, headers={**admin, "If-Match": "*"})
    assert (again.status_code, "nothing is filled in" in again.json()["detail"]) == (400, True)


def test_a_filled_table_is_tried_and_taken(client: TestClient, admin: dict[str, str]) -> None:
    body = "concept,language,label\nshoe,BN,জুতো\n".encode()
    tried = client.post(URL + "?dry_run=true", content=body, headers=admin).json()
    done = client.post(URL, content=body, headers={**admin, "If-Match": "*"})
    assert done.status_code == 200, done.text
    assert done.json()["changes"] == tried["changes"]
    assert tried["changes"][0]["labels_added"][0] == {
        "form": "জুতো",
        "language": "bn",
        "direction": "ltr",
        "kind": "preferred",
    }


def test_what_is_no_table_is_400_and_no_if_match_428(client: TestClient, admin: dict[str, str]) -> None:
    assert client.post(URL, content=b"PK..", headers={**admin, "If-Match": "*"}).status_code == 400
    body = "concept,language,label\nshoe,bn,জুতো\n".encode()
    assert client.post(URL, content=body, headers=admin).status_code == 428
    assert client.get(URL, params={"language": "en_US"}, headers=admin).status_code == 400
