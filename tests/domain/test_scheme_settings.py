import msgspec
import pytest

from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.release_gates import GateKind
from taxonomy_service.domain.scheme_settings import SchemeSettings


def test_nothing_stated_asks_for_nothing() -> None:
    settings = msgspec.convert({}, type=SchemeSettings)
    assert (settings.required_languages, settings.fallbacks, dict(settings.severities)) == ((), (), {})
    assert (settings.approval.own_changes, settings.approval.opinions) == (False, 1)


def test_a_word_that_is_no_setting_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"required_langauges": ["de"]}, type=SchemeSettings)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"severities": {"S14": "fatal"}}, type=SchemeSettings)


def test_every_kind_of_gate_item_is_an_error_unless_the_scheme_says_otherwise() -> None:
    settings = msgspec.convert({"gate": {"vanished-id": None, "confirmed-finding": "warning"}}, type=SchemeSettings)
    assert [settings.gate_severity(kind) for kind in GateKind] == [Severity.ERROR, Severity.WARNING, None]
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"gate": {"vanished": None}}, type=SchemeSettings)
