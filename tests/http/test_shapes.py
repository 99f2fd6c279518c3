import pytest
from pydantic import ValidationError

from taxonomy_service.http.shapes import TextShape


def test_a_shape_does_not_change() -> None:
    shape = TextShape(text="जूता", language="hi", direction="ltr")
    with pytest.raises(ValidationError):
        shape.text = "x"
