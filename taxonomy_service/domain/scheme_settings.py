"""Settings of a scheme: the languages it must have, where labels fall back to, what approval and a release ask for."""

from msgspec import Struct

from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.languages import LanguageTag, lookup_chain
from taxonomy_service.domain.release_gates import GateKind


class ApprovalPolicy(Struct, frozen=True, forbid_unknown_fields=True):
    """What approval asks for.

    `approved_only` are the languages (and their varieties) of which a release takes approved labels only; `own_changes`
    lets an actor approve a change of their own; `opinions` is how many independent ones a proposal needs.
    """

    approved_only: tuple[LanguageTag, ...] = ()
    own_changes: bool = False
    opinions: int = 1

    def asks_for(self, language: LanguageTag) -> bool:
        """Say whether a label in this language must be approved before it is released.

        >>> ApprovalPolicy(approved_only=(LanguageTag("fr"),)).asks_for(LanguageTag("fr-CA"))
        True
        """
        return not set(self.approved_only).isdisjoint(lookup_chain(language))


class SchemeSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """The settings of one scheme; the severity of a check code that is not named is the check's own.

    `parameters` are those of checks, by code and name. `gate` says how much each kind of thing weighs that a release
    looks for: an error, which is the default, blocks it. A severity of None switches a check, or a part of the gate,
    off.
    """

    required_languages: tuple[LanguageTag, ...] = ()
    fallbacks: tuple[LanguageTag, ...] = ()
    severities: dict[str, Severity | None] = {}
    parameters: dict[str, dict[str, bool | int | float | str | tuple[str, ...]]] = {}
    approval: ApprovalPolicy = ApprovalPolicy()
    gate: dict[GateKind, Severity | None] = {}

    def gate_severity(self, kind: GateKind) -> Severity | None:
        """Return how much a kind of gate item weighs here; None where it is not looked for."""
        return self.gate.get(kind, Severity.ERROR)
