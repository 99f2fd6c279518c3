from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def lexicons() -> Path:
    """Small files in every format that is read."""
    return Path(__file__).parents[2] / "data" / "lexicons"
