from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.integrity.text.words import Wording, are_foreign, joining_words, words_of_form

EN = Wording(["running shoes", "tennis shoes", "walking shoes", "court shoes", "golf bags"])


def test_a_form_is_foreign_where_the_other_language_uses_its_words_and_the_own_knows_none() -> None:
    polish = Wording(["buty do biegania", "buty tenisowe", "court shoes"])
    assert are_foreign(words_of_form("Court Shoes"), "Court Shoes", polish, EN)


def test_a_loanword_is_known_by_its_compounds() -> None:
    german = Wording(["courtbelag", "court shoes"])
    assert not are_foreign(words_of_form("Court Shoes"), "Court Shoes", german, EN)


def test_one_word_and_rare_words_say_too_little() -> None:
    polish = Wording(["shoes", "golf bags"])
    assert not are_foreign(words_of_form("Shoes"), "Shoes", polish, EN)
    assert not are_foreign(words_of_form("Golf Bags"), "Golf Bags", polish, EN)


def test_joining_words_tell_a_language_unless_the_other_has_them_too() -> None:
    assert joining_words("Schuhe für Kinder", LanguageTag("de-AT"), LanguageTag("pl")) == ["für"]
    assert joining_words("zapatos para niños", LanguageTag("es"), LanguageTag("pt-BR")) == []
    assert joining_words("للأطفال", LanguageTag("ar"), LanguageTag("en")) == []
