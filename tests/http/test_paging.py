import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.domain.errors import Malformed
from taxonomy_service.http.paging import decode_cursor, encode_cursor


@given(st.text(st.characters(codec="utf-8")))
def test_a_cursor_leads_back_to_its_id(own: str) -> None:
    assert decode_cursor(encode_cursor(own)) == own


@pytest.mark.parametrize("cursor", ["=", "%", "/w"])
def test_a_cursor_that_we_did_not_make_is_malformed(cursor: str) -> None:
    with pytest.raises(Malformed):
        decode_cursor(cursor)


def test_no_cursor_is_the_beginning() -> None:
    assert decode_cursor(None) is None
    assert encode_cursor(None) is None
