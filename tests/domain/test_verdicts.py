import msgspec
import pytest

from taxonomy_service.domain.verdicts import ACCEPTED, NamedConcept, Question, ReleaseName, Verdict, VerdictCode


def test_a_verdict_is_written_as_json_and_read_back() -> None:
    concept = NamedConcept("shoe", "urn:shoe", {"ar": "حذاء", "hi": "जूता"})
    verdict = Verdict(VerdictCode.PREFERRED, "حذاء", "ar", ReleaseName("s", 1, None, "00"), concept)
    assert msgspec.json.decode(msgspec.json.encode(verdict), type=Verdict) == verdict


def test_the_codes_are_permanent() -> None:
    assert [code.value for code in VerdictCode] == [
        "preferred",
        "alternative",
        "hidden",
        "identifier",
        "other-language",
        "ambiguous",
        "mismatch",
        "retired",
        "unknown",
        "malformed",
    ]
    assert {code.value for code in ACCEPTED} == {"preferred", "alternative", "hidden", "identifier"}


def test_a_question_needs_only_its_label() -> None:
    assert msgspec.json.decode(b'{"label": "\xe9\x9d\xb4"}', type=Question) == Question("靴")


@pytest.mark.parametrize(
    "text",
    ["{}", '{"label": 7}', '{"label": null}', '{"label": "x", "language": []}', "[]", '{"label": "x", "lang": "de"}'],
)
def test_a_question_of_another_shape_is_refused(text: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(text, type=Question)
