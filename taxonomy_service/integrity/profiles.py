"""Profiles: which checks run over a scheme, how grave each is there, and with which parameters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from taxonomy_service.domain.errors import InvalidLanguageTag, Malformed
from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.languages import parse_language_tag
from taxonomy_service.domain.messages import Given, Message, message
from taxonomy_service.integrity.checks import Check, Parameters, ParameterValue

OFF = "off"
_LANGUAGES: Final = "languages"
"""The parameter that holds language tags."""
_KINDS: dict[type, Message] = {
    bool: message("true or false"),
    str: message("a text"),
    tuple: message("a list of texts"),
}


@dataclass(frozen=True, slots=True)
class CheckSetting:
    """How one check runs: `severity` None is the check's own; `enabled` False leaves it out."""

    severity: Severity | None = None
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict)
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Profile:
    """The settings of the checks that differ from the table, by code; `common` parameters reach all that know them."""

    settings: Mapping[str, CheckSetting] = field(default_factory=dict)
    common: Mapping[str, ParameterValue] = field(default_factory=dict)

    def setting(self, check: Check) -> CheckSetting:
        """Return how a check runs."""
        return self.settings.get(check.code, _AS_IN_THE_TABLE)

    def parameters(self, check: Check) -> Parameters:
        """Return the parameters of a check: its own settings before the common ones before the table's."""
        common = {name: value for name, value in self.common.items() if name in check.parameters}
        return Parameters({**check.parameters, **common, **self.setting(check).parameters})


_AS_IN_THE_TABLE = CheckSetting()
DEFAULT_PROFILE = Profile()


def read_profile(data: Mapping[str, object], checks: Mapping[str, Check]) -> Profile:
    """Make a profile of what a TOML or JSON file holds: a table a code, and common parameters beside them.

    Raises Malformed for an unknown code, parameter or severity, and for a value of another type than the default's.

        languages = ["de", "en"]      # for every check that has this parameter
        [Q001]
        severity = "error"            # or "warning", "info", "off"
    """
    settings: dict[str, CheckSetting] = {}
    common: dict[str, ParameterValue] = {}
    for name, value in data.items():
        if name in checks:
            settings[name] = _setting(checks[name], value)
        else:
            common[name] = _common(name, value, checks)
    return Profile(settings, common)


def _common(name: str, value: object, checks: Mapping[str, Check]) -> ParameterValue:
    check = next((check for check in checks.values() if name in check.parameters), None)
    if check is None:
        raise Malformed(
            message("profile: {name} is neither the code of a check nor a parameter of any", name=Given(name[:60]))
        )
    return _value(name, value, check.parameters[name], check.allowed.get(name))


def _setting(check: Check, value: object) -> CheckSetting:
    if not isinstance(value, Mapping):
        raise Malformed(message("profile: {code} must hold a table of settings", code=check.code))
    severity = value.get("severity")
    known = [*Severity, OFF]
    if severity is not None and severity not in known:
        raise Malformed(
            message("profile: {code}.severity must be one of {known}", code=check.code, known=", ".join(known))
        )
    parameters = {}
    for name, given in value.items():
        if name in check.parameters:
            parameters[name] = _value(f"{check.code}.{name}", given, check.parameters[name], check.allowed.get(name))
        elif name != "severity":
            told = ", ".join(["severity", *check.parameters])
            raise Malformed(
                message(
                    "profile: {code} has no parameter {name}; it has {told}",
                    code=check.code,
                    name=Given(str(name)[:60]),
                    told=told,
                )
            )
    own = Severity(severity) if severity not in {None, OFF} else None
    return CheckSetting(own, parameters, severity != OFF)


def _value(name: str, value: object, default: ParameterValue, allowed: tuple[str, ...] | None = None) -> ParameterValue:
    """Return the value as a parameter; it must be of the default's type, and its texts among those allowed."""
    if isinstance(default, tuple) and isinstance(value, list) and all(isinstance(one, str) for one in value):
        strange = [one for one in value if allowed is not None and one not in allowed]
        if strange and allowed is not None:
            raise Malformed(
                message(
                    "profile: {name} must hold some of {allowed}, not {strange}",
                    name=name,
                    allowed=", ".join(allowed),
                    strange=Given(strange[0][:60]),
                )
            )
        return _languages(name, value) if name.endswith(_LANGUAGES) else tuple(value)
    if isinstance(default, bool) or isinstance(value, bool):
        fits = isinstance(default, bool) and isinstance(value, bool)
    else:
        fits = isinstance(value, int | float) if isinstance(default, int | float) else type(value) is type(default)
    if fits and isinstance(value, bool | int | float | str):
        return value
    kind = _KINDS.get(type(default), message("a number"))
    raise Malformed(message("profile: {name} must be {kind}", name=name, kind=kind))


def _languages(name: str, tags: list[str]) -> tuple[str, ...]:
    """Return tags in canonical form, each once: a misspelt one would only lead to findings that nobody can mend."""
    try:
        return tuple(dict.fromkeys(map(parse_language_tag, tags)))
    except InvalidLanguageTag as error:
        raise Malformed(message("profile: {name}: {fault}", name=name, fault=str(error))) from error
