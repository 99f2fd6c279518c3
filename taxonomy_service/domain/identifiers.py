"""Short identifiers for concepts, made from their IRIs."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.statements import Iri

_UNSAFE = re.compile(r"[^\w.~\-]+")


def local_name(iri: str) -> str:
    """Return what follows the last `#` or `/` of an IRI, made safe for a URL path; letters of all scripts stay.

    >>> local_name("https://example.org/footwear/running-shoe"), local_name("urn:x:y")
    ('running-shoe', 'urn-x-y')
    """
    tail = re.split(r"[#/]", iri.rstrip("#/"))[-1]
    return _UNSAFE.sub("-", unquote(tail)).strip("-") or "x"


def concept_ids(iris: Iterable[Iri], known: Mapping[Iri, ConceptId] | None = None) -> dict[Iri, ConceptId]:
    """Give every IRI an identifier that no other has, in the order given.

    An IRI in `known` keeps its identifier, and an identifier in it is never given away. A new one is the local name;
    where that is taken, or two new ones share it, a part of the IRI's hash is added.
    """
    known = known or {}
    taken = set(known.values())
    new = [iri for iri in iris if iri not in known]
    names = {iri: local_name(iri) for iri in new}
    shared = {name for name, count in Counter(names.values()).items() if count > 1}
    ids = {iri: known[iri] for iri in iris if iri in known}
    for iri, name in names.items():
        unique = name if name not in shared and name not in taken else f"{name}~{_digest(iri)}"
        ids[iri] = ConceptId(unique)
        taken.add(ConceptId(unique))
    return ids


def _digest(iri: str) -> str:
    return hashlib.sha256(iri.encode()).hexdigest()[:8]
