"""What a vocabulary's statements entail: indexed once, by property and by class."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

from taxonomy_service.domain import terms
from taxonomy_service.domain.statements import Statement
from taxonomy_service.integrity.schema import Declarations, Reading, Schema

Edges = Mapping[str, Mapping[str, Statement]]
"""Who stands to whom, each pair with a statement that says so."""


class Entailments:
    """The statements of a file or a draft, as they are written, and what SKOS entails from them.

    Nothing in it may be changed. All indices but the first are made when they are first asked for, in linear time. A
    statement that a file states twice comes twice. Language tags are the file's (as far as its parser keeps them:
    lower case), never our canonical ones.
    """

    def __init__(self, statements: Iterable[Statement]) -> None:
        by_predicate: dict[str, list[Statement]] = {}
        count = 0
        for statement in statements:
            count += 1
            rows = by_predicate.get(statement[1])
            if rows is None:
                by_predicate[statement[1]] = [statement]
            else:
                rows.append(statement)
        self.count = count
        """How many statements there are."""
        self.by_predicate: Mapping[str, Sequence[Statement]] = by_predicate
        """The statements by predicate, in the order of the file."""
        self._edges: dict[str, Edges] = {}
        self._instances: dict[str, Mapping[str, Statement]] = {}

    def __iter__(self) -> Iterator[Statement]:
        """Yield all statements, by predicate."""
        for rows in self.by_predicate.values():
            yield from rows

    @cached_property
    def schema(self) -> Schema:
        """What properties and classes entail here."""
        return Schema(self.by_predicate)

    @cached_property
    def by_subject(self) -> Mapping[str, Sequence[Statement]]:
        """The statements by subject."""
        rows: dict[str, list[Statement]] = defaultdict(list)
        for statement in self:
            rows[statement[0]].append(statement)
        return dict(rows)

    def stated(self, property: str) -> Iterator[Statement]:  # noqa: A002
        """Yield the statements with a property or one below it, read forward, literals as objects included."""
        forward = (reading.predicate for reading in self.schema.readings(property) if not reading.reversed)
        return chain.from_iterable(self.by_predicate.get(predicate, ()) for predicate in forward)

    def edges(self, property: str) -> Edges:  # noqa: A002
        """Return who stands in a property to whom, each pair with a statement that entails it.

        Sub-properties, inverses and symmetry are followed, transitivity is not; literals are left out.
        """
        if property not in self._edges:
            found: dict[str, dict[str, Statement]] = {}
            for reading in self.schema.readings(property):
                for row in self.by_predicate.get(reading.predicate, ()):
                    one, other = row[0], row[2]
                    if type(other) is str:
                        if reading.reversed:
                            one, other = other, one
                        found.setdefault(one, {}).setdefault(other, row)
            self._edges[property] = found
        return self._edges[property]

    def premises(self, statement: Statement, entailed: str) -> tuple[Statement, ...]:
        """Return what proves that a statement entails a property: what is stated, and the declarations used."""
        return (statement, *self.declarations(statement.predicate, entailed))

    def declarations(self, predicate: str, entailed: str) -> Declarations:
        """Return the vocabulary's own declarations by which a predicate entails a property."""
        readings = self.schema.readings(entailed)
        return readings.get(Reading(predicate, False)) or readings.get(Reading(predicate, True)) or ()

    def instances(self, wanted: str) -> Mapping[str, Statement]:
        """Return the resources of a class, each with a statement that says or entails so.

        By type, by the domain of a property they have and the range of one that leads to them.
        """
        if wanted not in self._instances:
            classes = self.schema.classes_below(wanted)
            found = {row[0]: row for row in self.by_predicate.get(terms.TYPE, ()) if row[2] in classes}
            for rows, place in ((self.schema.domains, False), (self.schema.ranges, True)):
                for axiom in rows:
                    if axiom.object in classes:
                        self._add_instances(found, axiom.subject, place)
            self._instances[wanted] = found
        return self._instances[wanted]

    def _add_instances(self, found: dict[str, Statement], property: str, of_range: bool) -> None:  # noqa: A002
        for reading in self.schema.readings(property):
            place = 0 if reading.reversed == of_range else 2
            for row in self.by_predicate.get(reading.predicate, ()):
                resource = row[place]
                if type(resource) is str and resource not in found:
                    found[resource] = row

    def why(self, resource: str, wanted: str) -> tuple[Statement, ...]:
        """Return what proves that a resource is of a class: a statement, and the vocabulary's declarations used."""
        row = self.instances(wanted)[resource]
        classes = self.schema.classes_below(wanted)
        if row.predicate == terms.TYPE:
            return (row, *classes[str(row.object)])
        for axioms, of_range in ((self.schema.domains, False), (self.schema.ranges, True)):
            for axiom in axioms:
                reading = Reading(row.predicate, (row.subject == resource) == of_range)
                if axiom.object in classes and reading in self.schema.readings(axiom.subject):
                    chain = self.schema.readings(axiom.subject)[reading]
                    return (row, *chain, *self.schema.declared(axiom), *classes[str(axiom.object)])
        return (row,)
