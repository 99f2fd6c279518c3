"""Checks of the IRIs that a vocabulary uses."""

import re
from collections.abc import Iterator
from typing import Final

from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.statements import Statement
from taxonomy_service.integrity.checks import Check, Fault, Parameters
from taxonomy_service.integrity.view import View

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_WELL_FORMED: Final = re.compile(r"https?://[\w./#?=&:~-]*")  # what nearly all are
_FORBIDDEN: Final = re.compile(r'[\x00-\x20<>"{}|\\^`\x7f-\x9f\ufffd\ufffe\uffff\ud800-\udfff]|%(?![0-9A-Fa-f]{2})')


def other_than_http(view: View, parameters: Parameters) -> Iterator[Fault]:
    """Find the concepts, schemes and collections of the file whose IRIs are not of a wanted kind, or that have none."""
    wanted = tuple(f"{name}:" for name in parameters.strings("schemes"))
    for resource, row in {**view.described, **view.schemes, **view.collections}.items():
        if resource.startswith("_:"):
            told = message(
                "{resource} has no IRI, so that nothing outside the file can refer to it",
                resource=view.label_of(resource),
            )
            yield Fault(resource, told, (row,))
        elif _SCHEME.match(resource) and not resource.lower().startswith(wanted):
            told = message("the IRI {iri} cannot be opened in a browser", iri=resource)
            yield Fault(resource, told, (row,))


def malformed_iris(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the IRIs that are relative or hold characters that no IRI may hold (RFC 3987); one finding for each."""
    doubtful = [iri for iri in _all_iris(view) if not _WELL_FORMED.fullmatch(iri)]
    bad = {iri for iri in doubtful if _FORBIDDEN.search(iri) or not (_SCHEME.match(iri) or iri[:2] == "_:")}
    for iri, row in _uses(view, bad).items():
        forbidden = _FORBIDDEN.search(iri)
        if forbidden:
            code = f"U+{ord(forbidden[0][0]):04X}"
            told = message("the IRI {iri} holds {code}, which no IRI may hold there", iri=iri, code=code)
        else:
            told = message("the IRI {iri} is relative: it names nothing by itself", iri=iri)
        yield Fault(iri, told, (row,))


def _all_iris(view: View) -> set[str]:
    found = set(view.by_predicate)
    found.update(view.described, *(own for (kind, _), own in view.holders.items() if kind is not LabelKind.PREFERRED))
    found |= view.labelled
    found.update(row[2] for _, row in view.resource_labels if isinstance(row[2], str))
    for predicate, rows in view.by_predicate.items():
        if predicate not in view.label_kinds:
            found.update([row[0] for row in rows])
            found.update([row[2] for row in rows if type(row[2]) is str])
    found.update(row[0] for _, row in view.resource_labels)
    return found


def _uses(view: View, iris: set[str]) -> dict[str, Statement]:
    """Return a statement that uses each of the IRIs, in the order of the file."""
    found: dict[str, Statement] = {}
    for row in view if iris else ():
        for iri in iris.intersection(part for part in row if isinstance(part, str)):
            found.setdefault(iri, row)
    return found


# fmt: off
CHECKS = (
    Check(
        "Q021", message("IRI that is not on the web"), Severity.INFO,
        message("An IRI that people can open tells them what the concept is; one without any name cannot be cited."),
        other_than_http, {"schemes": ("http", "https")}, qskos="husv",
    ),
    Check(
        "Q022", message("Malformed IRI"), Severity.ERROR,
        message("Some tools refuse the whole file for it, others drop the statement or change the name."),
        malformed_iris,
    ),
)
