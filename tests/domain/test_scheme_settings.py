import msgspec
import pytest

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
