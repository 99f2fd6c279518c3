from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import Message, message, tell
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


def test_a_page_marks_language_and_direction() -> None:
    said = tell(
        message("{form} is short", form=FORM),
        show={Literal: lambda form: f'<q lang="{form.language}">{form.value}</q>'},
    )
    assert said == '<q lang="fr">chaussure de sport</q> is short'


def test_equal_messages_are_one() -> None:
    assert message("a {b}", b=1) == Message("a {b}", (("b", 1),))
    assert len({message("a {b}", b=1), message("a {b}", b=1)}) == 1


def test_braces_in_what_is_quoted_stay() -> None:
    assert str(message("{form}", form="{x}")) == "{x}"
