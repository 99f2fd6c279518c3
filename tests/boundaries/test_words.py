from taxonomy_service.boundaries.words import is_unspaced, runs, words


def test_vowel_signs_stay_with_their_letters() -> None:
    assert runs("हिन्दी किताबें") == ["हिन्दी", "किताबें"]


def test_scripts_without_spaces_are_read_by_pairs_of_letters() -> None:
    assert words("革靴") == ["革靴"]
    assert words("運動靴 large") == ["運動", "動靴", "large"]
    assert is_unspaced("รองเท้า")
    assert not is_unspaced("кроссовки")


def test_a_label_of_one_letter_is_a_word_and_signs_alone_are_none() -> None:
    assert words("靴") == ["靴"]
    assert words("x") == ["x"]
    assert words("& – !") == []
