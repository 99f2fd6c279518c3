"""The profile of a scheme: what its settings say of the checks."""

import msgspec

from taxonomy_service.domain.errors import Malformed
from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.scheme_settings import SchemeSettings
from taxonomy_service.integrity.profiles import OFF, Profile, read_profile
from taxonomy_service.integrity.table import CHECKS
from taxonomy_service.store.scheme_settings import read_settings
from taxonomy_service.store.schemes import StoredScheme
from taxonomy_service.store.session import Store


def require_usable(settings: SchemeSettings) -> None:
    """Raise Malformed for settings that no check understands, before they are kept."""
    unknown = [code for code in _codes(settings) if code not in CHECKS]
    if unknown:
        raise Malformed(
            message("settings: no check has the code {unknown}", unknown=", ".join(code[:60] for code in unknown))
        )
    scheme_profile(settings)


def scheme_profile(settings: SchemeSettings) -> Profile:
    """Return the profile that settings make: required languages, severities and parameters of checks.

    Codes that this program does not know, as those of a later one, are passed over. Raises Malformed for a parameter
    that a check has not, and for a value that does not fit.
    """
    data: dict[str, object] = {code: _of_check(settings, code) for code in _codes(settings) if code in CHECKS}
    if settings.required_languages:
        data["languages"] = list(settings.required_languages)
    return read_profile(data, CHECKS)


def _codes(settings: SchemeSettings) -> list[str]:
    return list(dict.fromkeys([*settings.parameters, *settings.severities]))


def _of_check(settings: SchemeSettings, code: str) -> dict[str, object]:
    stated: dict[str, object] = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in settings.parameters.get(code, {}).items()
    }
    if code in settings.severities:
        severity: Severity | None = settings.severities[code]
        stated["severity"] = OFF if severity is None else severity.value
    return stated


def stored_profile(store: Store, scheme: StoredScheme) -> Profile:
    """Return the profile that the settings of a scheme in the store make; raises Malformed as `scheme_profile` does."""
    body = read_settings(store, scheme.key)
    return scheme_profile(SchemeSettings() if body is None else msgspec.json.decode(body, type=SchemeSettings))
