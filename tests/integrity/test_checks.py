import pytest

from taxonomy_service.integrity.checks import Parameters


def test_parameters_are_read_as_what_they_are() -> None:
    parameters = Parameters({"languages": ("de", "ja"), "share": 0.5, "policy": "first", "strict": True})
    assert parameters.strings("languages") == ("de", "ja")
    assert parameters.number("share") == 0.5
    assert parameters.text("policy") == "first"
    assert parameters.flag("strict") is True


def test_a_parameter_read_as_something_else_is_a_fault_of_the_check() -> None:
    with pytest.raises(AssertionError):
        Parameters({"languages": ("de",)}).text("languages")
