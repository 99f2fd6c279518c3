"""How a finding is recognised from run to run."""

import hashlib
from collections.abc import Iterable

from taxonomy_service.domain.statements import Literal, Node, Statement

_BETWEEN = "\x1f"


def fingerprint(code: str, subject: str, related: Iterable[str], language: str, label: str) -> str:
    """Return the name of a finding: 32 hexadecimal digits of what it is about, whatever is said of it.

    The case of language tags does not count: a file's parser loses it, and a draft has it.
    """
    return _digest([code, subject, *related, language.lower(), label])


def evidence(proof: Iterable[Statement]) -> str:
    """Return a digest of a proof, 32 hexadecimal digits; the order of its statements does not count."""
    return _digest(sorted({_BETWEEN.join((row.subject, row.predicate, _text(row.object))) for row in proof}))


def _text(node: Node) -> str:
    return f'"{node.value}"@{node.language.lower()}^^{node.datatype}' if isinstance(node, Literal) else node


def _digest(parts: Iterable[str]) -> str:
    joined = (_BETWEEN * 2).join(parts)
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
