"""Settings of a scheme: which languages it must have, where labels fall back to, and what approval asks for."""

from msgspec import Struct

from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.languages import LanguageTag


class ApprovalPolicy(Struct, frozen=True, forbid_unknown_fields=True):
    """What approval asks for.

    `approved_only` are the languages (and their varieties) of which a release takes approved labels only; `own_changes`
    lets an actor approve a change of their own; `opinions` is how many independent ones a proposal needs.
    """

    approved_only: tuple[LanguageTag, ...] = ()
    own_changes: bool = False
    opinions: int = 1


class SchemeSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """The settings of one scheme; the severity of a check code that is not named is the check's own.

    A severity of None switches the check off; `parameters` are those of checks, by code and name.
    """

    required_languages: tuple[LanguageTag, ...] = ()
    fallbacks: tuple[LanguageTag, ...] = ()
    severities: dict[str, Severity | None] = {}
    parameters: dict[str, dict[str, bool | int | float | str | tuple[str, ...]]] = {}
    approval: ApprovalPolicy = ApprovalPolicy()
