"""Checks of labels: empty ones, and the same form on several concepts."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Final, NamedTuple

from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.messages import Message, message
from taxonomy_service.domain.statements import Literal, Statement
from taxonomy_service.integrity.checks import Check, Fault, Parameters
from taxonomy_service.integrity.derived import once_a_view
from taxonomy_service.integrity.view import LABEL_PROPERTIES, View

_RANK: Final = {kind: place for place, kind in enumerate(LabelKind)}


class Shared(NamedTuple):
    """A label on a concept whose form, by its comparison key, `holder` names another concept with."""

    label: Statement
    holder: Statement
    kinds: tuple[LabelKind, LabelKind]


def proof_of(view: View, *rows: Statement) -> tuple[Statement, ...]:
    """Return what proves labels and notes as the file has them: those of SKOS-XL by their nodes, too."""
    return tuple(premise for row in rows for premise in _premises(view, row))


def _premises(view: View, row: Statement) -> tuple[Statement, ...]:
    kind = view.label_kinds.get(row.predicate)
    return view.premises(row, LABEL_PROPERTIES[kind]) if kind else (row,)


def empty_labels(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the labels without a visible character."""
    for tag in view.tags:
        for form in sorted(view.forms(tag).empty()):
            for row in view.with_form(form, tag):
                told = message("{resource} has an empty label", resource=row.subject)
                yield Fault(row.subject, told, proof_of(view, row), language=tag, label=form)


@once_a_view
def shared_forms(view: View) -> tuple[Shared, ...]:
    """Return the labels whose form stands on another concept of the same scheme and language.

    Of all that share a form one is the holder, the first of the strongest kind (preferred, alternative, hidden) in
    order of IRI; each other concept is reported once, with its own strongest kind. So n concepts give n - 1 findings,
    not a number that grows with their square.
    """
    found: list[Shared] = []
    for tag in view.tags:
        for rows in view.keys(tag).several():
            for group in _by_scheme(view, rows):
                found += _against_holder(view, group)
    return tuple(found)


def _by_scheme(view: View, rows: Iterable[Statement]) -> list[list[Statement]]:
    """Group labels by the schemes of their concepts: nothing is ambiguous across schemes, nor with what is retired."""
    groups: dict[str, list[Statement]] = {}
    concepts, retired, schemes_of = view.concepts, view.retired, view.schemes_of
    for row in rows:
        subject = row[0]
        if subject in concepts and subject not in retired:
            for scheme in schemes_of.get(subject, ("",)):
                groups.setdefault(scheme, []).append(row)
    return list(groups.values())


def _against_holder(view: View, rows: Iterable[Statement]) -> Iterator[Shared]:
    strongest: dict[str, Statement] = {}
    for row in sorted(rows, key=lambda row: (_RANK[view.label_kinds[row.predicate]], row.subject, row.object)):
        strongest.setdefault(row.subject, row)
    holder, *others = strongest.values()
    for row in others:
        yield Shared(row, holder, (view.label_kinds[holder.predicate], view.label_kinds[row.predicate]))


def same_form(view: View, _: Parameters, *, kinds: frozenset[tuple[LabelKind, LabelKind]]) -> Iterator[Fault]:
    """Find the labels of one pair of kinds that several concepts share."""
    for shared in shared_forms(view):
        if shared.kinds in kinds:
            label, holder = shared.label, shared.holder
            assert isinstance(label.object, Literal)
            told = _told(shared)
            yield Fault(
                label.subject, told, (label, holder), (holder.subject,), label.object.language, label.object.value
            )


def _told(shared: Shared) -> Message:
    label, other = shared.label.object, shared.holder.subject
    assert isinstance(label, Literal)
    holders, own = shared.kinds
    if LabelKind.HIDDEN in shared.kinds:
        return message("{label}, a hidden label here or there, also names {other}", label=label, other=other)
    if holders is not own:
        return message(
            "{label} is an alternative label here and the preferred one of {other}", label=label, other=other
        )
    if own is LabelKind.PREFERRED:
        return message("{label} is the preferred label here and of {other}", label=label, other=other)
    return message("{label} is an alternative label here and of {other}", label=label, other=other)


_P, _A, _H = LabelKind
CHECKS: Final = (
    Check(
        "Q050",
        message("Empty label"),
        Severity.ERROR,
        message("A label without a visible character names nothing; lists and searches show a gap."),
        empty_labels,
        qskos="el",
    ),
    Check(
        "Q060",
        message("Same preferred label on several concepts"),
        Severity.WARNING,
        message("An annotator who writes the label, or reads it in a list, cannot tell which concept is meant."),
        partial(same_form, kinds=frozenset({(_P, _P)})),
        qskos="ol",
    ),
    Check(
        "Q061",
        message("Alternative label that is another concept's preferred label"),
        Severity.WARNING,
        message("A search finds two concepts for one word, and the alternative label hides the better match."),
        partial(same_form, kinds=frozenset({(_P, _A)})),
        qskos="ol",
    ),
    Check(
        "Q062",
        message("Same alternative label on several concepts"),
        Severity.INFO,
        message("The word leads to several concepts; where it is meant so, accept it, else one of them is wrong."),
        partial(same_form, kinds=frozenset({(_A, _A)})),
        qskos="ol",
    ),
    Check(
        "Q063",
        message("Hidden label that also names another concept"),
        Severity.INFO,
        message("Nobody sees a hidden label, so nobody sees why a search for it answers with two concepts."),
        partial(same_form, kinds=frozenset({(_P, _H), (_A, _H), (_H, _H)})),
        qskos="ol",
    ),
)
