from taxonomy_service.integrity.fixes.fix import Choices


def test_without_a_choice_nothing_is_decided_for_a_person() -> None:
    assert Choices() == Choices(keep=None, cut=frozenset(), attach_to=None)
