"""The table of all checks."""

from typing import Final

from taxonomy_service.integrity import (
    cardinality,
    characters,
    clusters,
    disjointness,
    documentation,
    duplicates,
    hierarchy,
    iris,
    labels,
    languages,
    leftovers,
    literals,
    mappings,
    membership,
    notations,
    terms,
)
from taxonomy_service.integrity.checks import Check

_STRUCTURE: Final = (membership, clusters, hierarchy, mappings, notations, terms, iris, documentation, literals)
_TEXT: Final = (labels, duplicates, languages, characters, leftovers)
_MODULES: Final = (disjointness, cardinality, *_STRUCTURE, *_TEXT)

CHECKS: Final[dict[str, Check]] = {
    check.code: check
    for check in sorted(
        (check for module in _MODULES for check in module.CHECKS),
        key=lambda check: (check.code[0] == "Q", int(check.code[1:])),
    )
}
"""The checks by code. `S` codes test a numbered condition of the SKOS Reference; Q001 to Q049 structure, hierarchy,
mappings and terms, Q050 to Q099 labels, languages and text. A code is never given to another check."""
