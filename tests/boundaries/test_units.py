from taxonomy_service.boundaries.units import build_units, stem, units_of


def test_a_compound_shares_its_units_with_the_words_it_is_made_of() -> None:
    units = build_units(["holz", "tische", "holztische"])
    assert set(units.rows[2].indices) == {units.numbers[stem("holz")], units.numbers[stem("tische")]}


def test_inflected_forms_are_one_unit() -> None:
    units = build_units(["stoły drewniane", "drewnianych"])
    assert units.rows[0].indices[1] == units.rows[1].indices[0]


def test_a_label_of_strange_words_has_no_units_and_a_missing_one_neither() -> None:
    units = build_units(["sac en cuir", ""])
    assert units_of(units, "zapatos").nnz == 0
    assert units.rows[1].nnz == 0
    assert units_of(units, "cuir").indices.tolist() == [units.numbers["cuir"]]


def test_no_labels_at_all_are_no_error() -> None:
    assert build_units(["", ""]).rows.shape == (2, 1)
    assert build_units([]).rows.shape == (0, 1)


def test_a_unit_is_shown_as_the_word_that_it_mostly_is_else_as_what_its_words_share() -> None:
    units = build_units(["lederlampen", "lederstühle", "schwinge", "schwimmen", "schwimmen", "schuhe", "schuhen"])
    shown = {key: units.shown[number] for key, number in units.numbers.items()}
    assert shown == {"leder": "leder…", "schwi": "schwimmen", "schuh": "schuhe"}
