from collections.abc import Callable

import pytest

from taxonomy_service.integrity.fixes.fix import Choices
from taxonomy_service.integrity.fixes.mending import Mended, mend
from taxonomy_service.integrity.fixes.table import FIXES
from tests.integrity.conftest import MakeView

Mend = Callable[..., Mended]


@pytest.fixture(scope="session")
def mended(make_view: MakeView) -> Mend:
    """Mend a piece of Turtle by one fix."""

    def run(code: str, body: str, **choices: object) -> Mended:
        return mend(make_view(body), {code: FIXES[code]}, Choices(**choices))  # type: ignore[arg-type]

    return run
