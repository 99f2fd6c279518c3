from taxonomy_service.integrity.leftovers import _repeated
from tests.integrity.conftest import Find, MakeView

SHOES = "".join(
    f':{name} a skos:Concept ; skos:prefLabel "{en}"@en, "{de}"@de, "{pl}"@pl, "{ja}"@ja . '
    for name, en, de, pl, ja in [
        ("a", "Running Shoes", "Laufschuhe", "buty do biegania", "ランニングシューズ"),
        ("b", "Tennis Shoes", "Tennisschuhe", "buty tenisowe", "テニスシューズ"),
        ("c", "Walking Shoes", "Wanderschuhe", "buty trekkingowe", "ウォーキングシューズ"),
        ("d", "Shoes", "Schuhe", "buty", "靴"),
    ]
)


def test_a_label_whose_words_only_the_other_language_knows_was_left_there(find: Find) -> None:
    body = SHOES + ':e a skos:Concept ; skos:prefLabel "Court Shoes"@en, "Court Shoes"@pl, "Pumps"@de, "パンプス"@ja .'
    (found,) = find("Q080", body)
    assert (found.language, found.label) == ("pl", "Court Shoes")
    assert [row.object.language for row in found.proof if not isinstance(row.object, str)] == ["pl", "en"]


def test_names_and_loanwords_that_most_languages_share_are_left_alone(find: Find) -> None:
    body = SHOES + ':e a skos:Concept ; skos:prefLabel "Nike Shoes"@en, "Nike Shoes"@pl, "Nike Shoes"@de, "ナイキ"@ja .'
    assert find("Q080", body) == []
    assert find("Q080", SHOES + ':e a skos:Concept ; skos:prefLabel "Golf"@en, "Golf"@de, "golf"@pl .') == []


def test_a_joining_word_is_enough_in_a_small_vocabulary(find: Find) -> None:
    found = find("Q080", ':e a skos:Concept ; skos:prefLabel "Schuhe für Kinder"@de, "Schuhe für Kinder"@tr .')
    assert [one.language for one in found] == ["tr"]


def test_varieties_of_a_language_may_share_a_form(find: Find) -> None:
    body = ':e a skos:Concept ; skos:prefLabel "Sapatos para crianças"@pt-BR, "Sapatos para crianças"@pt-PT .'
    assert find("Q080", body) == []


def test_a_form_with_a_capital_i_is_the_same_in_turkish(make_view: MakeView) -> None:
    view = make_view(':a a skos:Concept ; skos:prefLabel "Irons for Ironing"@en, "Irons for Ironing"@tr .')
    assert [(one.form, set(one.labels)) for one in _repeated(view)] == [("Irons for Ironing", {"en", "tr"})]
