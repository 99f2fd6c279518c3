from hypothesis import example, given
from hypothesis import strategies as st

from taxonomy_service.domain.forms import FormFault, comparison_key, form_fault
from taxonomy_service.domain.joined_forms import JoinedForms
from taxonomy_service.domain.languages import LanguageTag

FORMS = st.lists(
    st.one_of(
        st.text(max_size=6), st.text("靴ぅظé a\n\ud800\u05d0", max_size=4), st.text(" \n\u200b\u0640", max_size=3)
    ),
    max_size=8,
)


def _is_held(form: str, characters: str) -> bool:
    return any(char in form for char in characters) or form != form.strip(" ") or "  " in form


@given(FORMS.filter(lambda forms: not any("\n" in form for form in forms)), st.text("靴é\u05d0z", max_size=2))
@example(["", "靴", "靴 ", "", " 靴", "é"], "靴")
def test_the_forms_that_hold_characters_are_found(forms: list[str], characters: str) -> None:
    assert JoinedForms(forms).holding(characters) == {form for form in forms if _is_held(form, characters)}


def test_forms_of_several_lines_are_all_suspects() -> None:
    assert JoinedForms(["zwei\nZeilen", "eine"]).holding("") == {"zwei\nZeilen", "eine"}


@given(FORMS)
@example(["", "靴", " ", "\u200b ", "ـ", "\n"])
@example(["", "靴", "", " ", "\u200b "])
def test_the_empty_forms_are_those_without_a_visible_character(forms: list[str]) -> None:
    assert JoinedForms(forms).empty() == {form for form in forms if form_fault(form) is FormFault.EMPTY}


@given(FORMS)
@example(["a" * 5000, "zß\ud800"])
def test_the_alphabet_is_every_character(forms: list[str]) -> None:
    assert JoinedForms(forms).alphabet == set("".join(forms))


@given(
    st.lists(
        st.one_of(
            st.text(max_size=6), st.text("aßİıΐŉǰﬁＡ ’\u0301\u0640\u05b4각\u1100\u1161\t\u200b\u00a0", max_size=6)
        ),
        max_size=6,
    ),
    st.sampled_from([LanguageTag("de"), LanguageTag("tr"), LanguageTag("")]),
)
def test_the_keys_of_many_forms_are_those_of_each(forms: list[str], language: LanguageTag) -> None:
    assert JoinedForms(forms).keys(language) == [comparison_key(form, language) for form in forms]


def test_no_character_folds_differently_among_many() -> None:
    language = LanguageTag("de")
    for code in (*range(0x3200), *range(0xF900, 0x10000)):
        form = f"a{chr(code)}b"
        assert JoinedForms([form]).keys(language) == [comparison_key(form, language)]
