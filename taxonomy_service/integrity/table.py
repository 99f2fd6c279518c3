"""The table of all checks."""

from typing import Final

from taxonomy_service.integrity import (
    cardinality,
    characters,
    disjointness,
    duplicates,
    labels,
    languages,
    leftovers,
    membership,
)
from taxonomy_service.integrity.checks import Check

_MODULES: Final = (disjointness, cardinality, membership, labels, duplicates, languages, characters, leftovers)

CHECKS: Final[dict[str, Check]] = {check.code: check for module in _MODULES for check in module.CHECKS}
"""The checks by code. `S` codes test a numbered condition of the SKOS Reference; Q001 to Q049 structure, hierarchy,
mappings and terms, Q050 to Q099 labels, languages and text. A code is never given to another check."""
