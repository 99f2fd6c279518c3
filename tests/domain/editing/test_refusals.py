from taxonomy_service.domain.editing.refusals import EditFault, refusal
from taxonomy_service.domain.messages import message


def test_a_refusal_carries_its_code_its_message_and_its_data() -> None:
    told = message("{concept} is retired", concept="clog")
    error = refusal(EditFault.RETIRED, told, concept="clog")
    assert (str(error), error.said) == ("clog is retired", told)
    assert dict(error.data) == {"fault": "retired", "concept": "clog"}


def test_codes_are_words_with_hyphens() -> None:
    assert all(code.value == code.name.lower().replace("_", "-") for code in EditFault)
