"""Stable names for blank nodes, so that the same graph gives the same text.

Colour refinement: a node's colour is the hash of what is said of it and by it, taken again with the colours of its
neighbours until no colour splits; remaining ties are split one at a time. Exact for trees and lists, which is what
vocabularies hold; bounded for anything else. RDFC-1.0 is not used because a hostile graph of nine nodes holds it for a
minute (docs/decisions/0006).
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from taxonomy_service.domain.statements import Node, Statement, is_blank

_MOST_WORK = 3_000_000  # edges coloured, all rounds together
_FEWEST_ROUNDS = 8


def renamed(statement: Statement, names: Mapping[str, str]) -> Statement:
    """Return the statement with its blank nodes renamed."""
    subject, predicate, target = statement
    if isinstance(target, str):
        target = names.get(target, target)
    return Statement(names.get(subject, subject), predicate, target)


def blank_node_names(statements: Iterable[Statement]) -> dict[str, str]:
    """Return the new name, `_:c0`, `_:c1` …, of every blank node in the statements."""
    rows = {row for row in statements if row.subject[:2] == "_:" or is_blank(row.object)}
    if not rows:
        return {}
    neighbours: dict[str, list[tuple[str, str, Node]]] = defaultdict(list)
    for subject, predicate, target in rows:
        if is_blank(subject):
            neighbours[subject].append((">", predicate, target))
        if isinstance(target, str) and is_blank(target):
            neighbours[target].append(("<", predicate, subject))
    rounds = max(_FEWEST_ROUNDS, _MOST_WORK // len(rows))
    colours, rounds = _refined(dict.fromkeys(neighbours, ""), neighbours, rounds)
    while rounds > 0 and (tied := _tied_node(colours, neighbours)):
        colours, rounds = _refined(colours | {tied: colours[tied] + "!"}, neighbours, rounds)
    ordered = sorted(neighbours, key=lambda node: (colours[node], node))
    return {node: f"_:c{number}" for number, node in enumerate(ordered)}


def _refined(
    colours: dict[str, str], neighbours: Mapping[str, list[tuple[str, str, Node]]], rounds: int
) -> tuple[dict[str, str], int]:
    """Return the colours once no more split, and how many rounds are left."""
    count = 0
    while rounds > 0 and len(set(colours.values())) > count:
        count = len(set(colours.values()))
        colours = {node: _colour(node, colours, neighbours[node]) for node in neighbours}
        rounds -= 1
    return colours, rounds


def _colour(node: str, colours: Mapping[str, str], edges: Iterable[tuple[str, str, Node]]) -> str:
    parts = sorted(
        repr(
            (arrow, predicate, colours[other] if isinstance(other, str) and is_blank(other) else other, is_blank(other))
        )
        for arrow, predicate, other in edges
    )
    return hashlib.sha256("\n".join([colours[node], *parts]).encode("utf-8", "backslashreplace")).hexdigest()


def _tied_node(colours: Mapping[str, str], neighbours: Mapping[str, list[tuple[str, str, Node]]]) -> str | None:
    """Return a node that shares its colour and whose choice can matter, since it touches another blank node."""
    shared = {colour for colour, count in Counter(colours.values()).items() if count > 1}
    tied = (
        (colour, node)
        for node, colour in colours.items()
        if colour in shared and any(is_blank(other) for _, _, other in neighbours[node])
    )
    return min(tied, default=(None, None))[1]
