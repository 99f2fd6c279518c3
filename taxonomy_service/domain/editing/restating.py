"""Statements removed and added as they are: how fixes and undoing change a draft."""

from collections import defaultdict
from collections.abc import Iterable

from taxonomy_service.domain import terms
from taxonomy_service.domain.drafts import Draft
from taxonomy_service.domain.editing.naming import require_iri
from taxonomy_service.domain.editing.refusals import EditFault, refusal
from taxonomy_service.domain.gathering import state_of
from taxonomy_service.domain.givens import GivenNode, GivenStatement
from taxonomy_service.domain.identifiers import local_name
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.operations import Restate
from taxonomy_service.domain.skos_terms import XL_LABELS
from taxonomy_service.domain.statements import Literal, Node, Statement, is_blank
from taxonomy_service.domain.stating import SETTINGS, ResourceKey, ResourceRole, statements_of

_MAIN_ROLES = (ResourceRole.CONCEPT, ResourceRole.COLLECTION, ResourceRole.SCHEME)


def restate(draft: Draft, operation: Restate) -> None:
    """Take statements away and add others. Raises EditRefused where one is not there, or is there already."""
    removed = [statement_of(given) for given in operation.removed]
    added = [statement_of(given) for given in operation.added]
    owners = _Owners(draft, [*removed, *added])
    changes: dict[ResourceKey, tuple[set[Statement], set[Statement]]] = defaultdict(lambda: (set(), set()))
    for place, statements in enumerate((removed, added)):
        for statement in statements:
            changes[owners.of(statement)][place].add(statement)
    for key, (gone, new) in sorted(changes.items()):
        _restate(draft, key, gone, new)


def _restate(draft: Draft, key: ResourceKey, removed: set[Statement], added: set[Statement]) -> None:
    before = draft.state(key)
    stated = set(statements_of(before))
    for statement in sorted(removed - stated, key=str):
        told = message("the draft does not state {statement} (any more)", statement=_shown(statement))
        raise refusal(EditFault.ABSENT, told, subject=statement.subject)
    for statement in sorted(added & (stated - removed), key=str):
        told = message("the draft states {statement} already", statement=_shown(statement))
        raise refusal(EditFault.PRESENT, told, subject=statement.subject)
    wanted = (stated - removed) | added
    after = state_of(key, _own_id(draft, key), wanted)
    if statements_of(after) != wanted:
        told = message("what is left of {resource} is no whole resource", resource=key.iri)
        raise refusal(EditFault.NOT_STATED_SO, told, subject=key.iri)
    if after is None:
        draft.remove(key)
    else:
        draft.put(after)


def _own_id(draft: Draft, key: ResourceKey) -> str:
    """Return the id of a resource; a concept or collection that was never there gets one from its IRI."""
    if key.role is ResourceRole.SCHEME:
        return draft.about.id
    if key.role not in _MAIN_ROLES:
        return ""
    known = draft.known_id(key)
    if known is not None:
        return known
    own_id = local_name(key.iri)
    if draft.find(own_id) is not None:
        told = message("the id {id} was used before; an id is never used again", id=own_id)
        raise refusal(EditFault.ID_USED, told, id=own_id)
    return own_id


class _Owners:
    """Which resource a statement is part of: mostly its subject, for the form of a label node the label's resource."""

    def __init__(self, draft: Draft, statements: Iterable[Statement]) -> None:
        self._draft = draft
        statements = list(statements)
        self._types = {(row.subject, row.object) for row in statements if row.predicate == terms.TYPE}
        self._nodes = {
            row.object: self._main(row.subject)
            for row in statements
            if row.predicate in XL_LABELS and isinstance(row.object, str)
        }

    def of(self, statement: Statement) -> ResourceKey:
        """Return the key of the resource that makes a statement."""
        subject = statement.subject
        if statement.predicate == SETTINGS:
            return ResourceKey(ResourceRole.SETTINGS, subject)
        if statement[1:] == (terms.TYPE, terms.XL_LABEL) or statement.predicate == terms.LITERAL_FORM:
            owner = self._nodes.get(subject) or self._draft.label_owner(subject)
            if owner is not None:
                return owner
        return self._main(subject)

    def _main(self, subject: str) -> ResourceKey:
        if subject == self._draft.about.iri:
            return ResourceKey(ResourceRole.SCHEME, subject)
        for role in (ResourceRole.CONCEPT, ResourceRole.COLLECTION):
            if self._draft.state(ResourceKey(role, subject)) is not None:
                return ResourceKey(role, subject)
        if (subject, terms.CONCEPT) in self._types:
            return ResourceKey(ResourceRole.CONCEPT, subject)
        if not {(subject, terms.COLLECTION), (subject, terms.ORDERED_COLLECTION)}.isdisjoint(self._types):
            return ResourceKey(ResourceRole.COLLECTION, subject)
        return ResourceKey(ResourceRole.OTHER, subject)


def statement_of(given: GivenStatement) -> Statement:
    """Return the statement that was given. Raises EditRefused for what is no IRI."""
    for iri in (given.subject, given.predicate, given.object.value):
        if not is_blank(iri) and not (given.object.literal and iri is given.object.value):
            require_iri(iri)
    return Statement(given.subject, given.predicate, _node(given.object))


def _node(given: GivenNode) -> Node:
    return Literal(given.value, LanguageTag(given.language), given.datatype) if given.literal else given.value


def given_statement(statement: Statement) -> GivenStatement:
    """Return a statement as an operation gives it: the way back from `statement_of`."""
    node = statement.object
    given = GivenNode(*_parts(node)) if isinstance(node, Literal) else GivenNode(node)
    return GivenStatement(statement.subject, statement.predicate, given)


def _parts(literal: Literal) -> tuple[str, bool, LanguageTag, str]:
    return (literal.value, True, literal.language, literal.datatype)


def _shown(statement: Statement) -> str:
    node = statement.object
    text = (
        f'"{node.value[:100]}"' + (f"@{node.language}" if node.language else "") if isinstance(node, Literal) else node
    )
    return f"{statement.subject} {statement.predicate} {text}"
