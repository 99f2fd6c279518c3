"""Stable names for blank nodes, so that the same graph gives the same text.

Partition refinement (Hopcroft; Paige and Tarjan): nodes of which the same is said stand in one cell; a cell splits
where its nodes are linked differently to another cell, until none does. What is still tied is singled out one by one.
All choices follow from the graph, not from its names, so the result is exact for trees, lists and whatever else holds
only ties that are true symmetries, which is what vocabularies hold. It takes O(n log n) for any graph; RDFC-1.0 is not
used because a hostile graph of nine nodes holds it for a minute (docs/decisions/0006).
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence

from taxonomy_service.domain.statements import Statement, is_blank
from taxonomy_service.exchange.ntriples import term

_Links = Mapping[str, Sequence[tuple[int, str]]]


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
    links = _links(rows)
    cells = _Cells(_first_groups(rows))
    cells.refine(links)
    cells.single_out_ties(links)
    return {node: f"_:c{number}" for number, node in enumerate(cells.in_order())}


def _first_groups(rows: Iterable[Statement]) -> list[list[str]]:
    """Return the nodes by what is said of them, other blank nodes being all alike."""
    said: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for subject, predicate, target in rows:
        if is_blank(subject):
            said[subject].append((">", predicate, "_" if is_blank(target) else term(target)))
        if isinstance(target, str) and is_blank(target):
            said[target].append(("<", predicate, "_" if is_blank(subject) else term(subject)))
    groups: dict[tuple[tuple[str, str, str], ...], list[str]] = defaultdict(list)
    for node in sorted(said):
        groups[tuple(sorted(said[node]))].append(node)
    return [groups[signature] for signature in sorted(groups)]


def _links(rows: Iterable[Statement]) -> _Links:
    """Return, for each blank node, the blank nodes that are linked with it: by which predicate and which way."""
    between = [row for row in rows if is_blank(row.subject) and is_blank(row.object)]
    ranks = {predicate: 2 * rank for rank, predicate in enumerate(sorted({row.predicate for row in between}))}
    links: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for subject, predicate, target in between:
        links[str(target)].append((ranks[predicate], subject))
        links[subject].append((ranks[predicate] + 1, str(target)))
    return links


class _Cells:
    """An ordered partition of the nodes; a cell is known by how many nodes stand before it."""

    def __init__(self, groups: Iterable[list[str]]) -> None:
        self._members: dict[int, dict[str, None]] = {}
        self._cell_of: dict[str, int] = {}
        place = 0
        for group in groups:
            self._put(place, group)
            place += len(group)
        self._count = place
        self._waiting = deque(self._members)
        self._is_waiting = set(self._waiting)

    def in_order(self) -> list[str]:
        """Return all nodes in the order of their cells."""
        return [node for place in sorted(self._members) for node in self._members[place]]

    def refine(self, links: _Links) -> None:
        """Split cells until all nodes of each are linked alike to each other cell."""
        while self._waiting:
            splitter = self._waiting.popleft()
            self._is_waiting.discard(splitter)
            seen: dict[str, list[int]] = defaultdict(list)
            for node in self._members[splitter]:
                for label, other in links.get(node, ()):
                    seen[other].append(label)
            touched: dict[int, list[tuple[tuple[int, ...], str]]] = defaultdict(list)
            for node, labels in seen.items():
                cell = self._cell_of[node]
                if len(self._members[cell]) > 1:
                    touched[cell].append((tuple(sorted(labels)), node))
            for cell in sorted(touched):
                self._split(cell, touched[cell])

    def single_out_ties(self, links: _Links) -> None:
        """Order the nodes of a cell where their order matters to other blank nodes."""
        place = 0
        while place < self._count:
            while len(self._members[place]) > 1 and next(iter(self._members[place])) in links:
                node, _ = self._members[place].popitem()
                last = place + len(self._members[place])
                self._put(last, [node])
                self._let_wait([last])
                self.refine(links)
            place += len(self._members[place])

    def _put(self, place: int, nodes: Iterable[str]) -> None:
        self._members[place] = dict.fromkeys(nodes)
        self._cell_of.update(dict.fromkeys(nodes, place))

    def _split(self, cell: int, touched: list[tuple[tuple[int, ...], str]]) -> None:
        """Split a cell by the links of the nodes touched; the untouched come first."""
        groups: dict[tuple[int, ...], list[str]] = defaultdict(list)
        for links, node in touched:
            groups[links].append(node)
        rest = self._members[cell]
        if len(groups) == 1 and len(touched) == len(rest):
            return
        for _, node in touched:
            del rest[node]
        places = [cell] if rest else []
        place = cell + len(rest)
        for links in sorted(groups):
            self._put(place, groups[links])
            places.append(place)
            place += len(groups[links])
        if cell in self._is_waiting:
            self._let_wait(places[1:])
        else:  # the largest need not: what is linked alike to the whole and to all other parts is to it too
            largest = max(places, key=lambda start: len(self._members[start]))
            self._let_wait(start for start in places if start != largest)

    def _let_wait(self, places: Iterable[int]) -> None:
        for place in places:
            self._waiting.append(place)
            self._is_waiting.add(place)
