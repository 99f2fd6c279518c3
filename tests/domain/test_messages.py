from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import Amount, Given, Message, Reader, message, tell, verbatim
from taxonomy_service.domain.statements import Literal

FORM = Literal("chaussure de sport", LanguageTag("fr"))


def test_a_message_is_told_in_english_without_a_catalogue() -> None:
    assert str(message("in {language}, {form} is {count} levels up", language="fr", form=FORM, count=2)) == (
        "in fr, “chaussure de sport” is 2 levels up"
    )


def test_a_catalogue_may_order_the_parts_otherwise() -> None:
    said = tell(
        message("{form} in {language}", form=FORM, language="fr"),
        {"{form} in {language}": "{language}: {form}"}.__getitem__,
    )
    assert said == "fr: “chaussure de sport”"


def test_a_reader_says_how_values_stand() -> None:
    marked = Reader(str.upper, lambda name, value: f"<{name}>{value.value if isinstance(value, Literal) else value}")
    assert tell(message("{form} is short", form=FORM), Reader(str, marked.show)) == "<form>chaussure de sport is short"
    assert tell(message("so"), marked) == "SO"


def test_a_part_is_told_as_the_whole_is() -> None:
    french = {"no {kind}": "pas de {kind}", "label in {scheme}": "libellé dans {scheme}"}.__getitem__
    whole = message("no {kind}", kind=message("label in {scheme}", scheme="shoes"))
    assert tell(whole, french) == "pas de libellé dans shoes"
    assert str(whole) == "no label in shoes"


def test_a_text_that_is_told_as_it_is_may_hold_braces() -> None:
    assert str(verbatim("{x}: {")) == "{x}: {"
    assert tell(verbatim("{x}"), {"{text}": "{text}"}.__getitem__) == "{x}"


def test_what_somebody_gave_is_quoted_and_amounts_are_grouped() -> None:
    told = message("{name}: more than {limit}", name=Given("靴\x1b"), limit=Amount(10_000))
    assert str(told) == "'靴\\x1b': more than 10,000"


def test_equal_messages_are_one() -> None:
    assert message("a {b}", b=1) == Message("a {b}", (("b", 1),))
    assert len({message("a {b}", b=1), message("a {b}", b=1)}) == 1


def test_braces_in_what_is_quoted_stay() -> None:
    assert str(message("{form}", form="{x}")) == "{x}"
