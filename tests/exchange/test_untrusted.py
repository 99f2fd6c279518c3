import gzip
import io

import pytest

from taxonomy_service.domain.errors import TooLarge
from taxonomy_service.exchange.untrusted import LimitedStream, plain_stream


@pytest.mark.parametrize("data", [b"plain", gzip.compress(b"plain")])
def test_a_stream_is_unpacked_where_it_is_packed(data: bytes) -> None:
    assert plain_stream(io.BytesIO(data)).read() == b"plain"


def test_a_stream_may_be_as_long_as_its_limit_and_no_longer() -> None:
    assert LimitedStream(plain_stream(io.BytesIO(b"12345")), "x", 5).read() == b"12345"
    longer = LimitedStream(plain_stream(io.BytesIO(b"12345")), "x", 4)
    assert longer.read(3) == b"123"
    with pytest.raises(TooLarge, match="x: more than 4 bytes"):
        longer.read(3)
