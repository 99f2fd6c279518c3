"""The settings of a scheme, replaced."""

import msgspec

from taxonomy_service.domain.drafts import Draft
from taxonomy_service.domain.languages import parse_language_tag
from taxonomy_service.domain.operations import Operation, Restate, ReviseSettings
from taxonomy_service.domain.scheme_settings import ApprovalPolicy, SchemeSettings
from taxonomy_service.domain.stating import SETTINGS, ResourceKey, ResourceRole, StatedSettings


def revise_settings(draft: Draft, operation: ReviseSettings) -> None:
    """Replace the settings; language tags are made canonical."""
    text = msgspec.json.encode(_canonical(operation.settings), order="sorted").decode()
    draft.put(StatedSettings(draft.about.iri, text))


def changes_settings(operation: Operation) -> bool:
    """Say whether an operation changes the settings, which is for an administrator to decide."""
    if isinstance(operation, Restate):
        return any(row.predicate == SETTINGS for row in (*operation.removed, *operation.added))
    return isinstance(operation, ReviseSettings)


def _canonical(given: SchemeSettings) -> SchemeSettings:
    approval = given.approval
    return SchemeSettings(
        required_languages=tuple(dict.fromkeys(map(parse_language_tag, given.required_languages))),
        fallbacks=tuple(dict.fromkeys(map(parse_language_tag, given.fallbacks))),
        severities=given.severities,
        parameters=given.parameters,
        approval=ApprovalPolicy(
            tuple(dict.fromkeys(map(parse_language_tag, approval.approved_only))),
            approval.own_changes,
            max(1, approval.opinions),
        ),
        gate=given.gate,
    )


def settings_of(draft: Draft) -> SchemeSettings:
    """Return the settings of the scheme; the defaults where nobody stated any."""
    state = draft.state(ResourceKey(ResourceRole.SETTINGS, draft.about.iri))
    if not isinstance(state, StatedSettings):
        return SchemeSettings()
    return msgspec.json.decode(state.text, type=SchemeSettings)
