"""Short identifiers for concepts, made from their IRIs."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from urllib.parse import unquote

from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.statements import Iri

_SAFE = re.compile(r"[\w.~\-]+")


def local_name(iri: str) -> str:
    """Return what follows the last `#` or `/` of an IRI, made safe for a URL path.

    Letters, digits and combining marks of all scripts stay, runs of anything else become one hyphen. Never empty, and
    never only dots, which a browser reads as a path.

    >>> local_name("https://example.org/footwear/running-shoe"), local_name("urn:x:y")
    ('running-shoe', 'urn-x-y')
    """
    whole = iri.rstrip("#/")
    last = whole[max(whole.rfind("#"), whole.rfind("/")) + 1 :]
    if last.isalnum():
        return last
    tail = unquote(last)
    name = tail if _SAFE.fullmatch(tail) else _safe(tail)
    return name.strip("-") if name.strip("-.") else "x"


def _safe(text: str) -> str:
    # `\w` leaves out the vowel signs of Devanagari and Thai, without which a word is another one.
    kept = (char if _SAFE.match(char) or unicodedata.category(char)[0] == "M" else " " for char in text)
    return "-".join("".join(kept).split())


def concept_ids(iris: Iterable[Iri], known: Mapping[Iri, ConceptId] | None = None) -> dict[Iri, ConceptId]:
    """Give every IRI an identifier that no other has; the IRIs known come first, then the new ones in the order given.

    An IRI in `known` keeps its identifier, and an identifier in it is never given away. A new one is the local name;
    where that is taken, or two new ones share it, a part of the IRI's hash is added.
    """
    known = known or {}
    distinct = dict.fromkeys(iris)
    ids = {iri: known[iri] for iri in distinct if iri in known}
    names = {iri: local_name(iri) for iri in distinct if iri not in known}
    shared = {name for name, count in Counter(names.values()).items() if count > 1}
    taken = set(known.values())
    for iri, name in names.items():
        own = ConceptId(name)
        if name in shared or own in taken:
            own = _with_hash(name, iri, taken)
        ids[iri] = own
        taken.add(own)
    return ids


def _with_hash(name: str, iri: str, taken: Collection[ConceptId]) -> ConceptId:
    """Add as much of the IRI's hash as makes the name unique: a hostile file may hold a local name that ends in one."""
    digest = hashlib.sha256(iri.encode(errors="surrogatepass")).hexdigest()
    candidates = (ConceptId(f"{name}~{digest[:length]}") for length in range(8, len(digest) + 1))
    return next(own for own in candidates if own not in taken)
