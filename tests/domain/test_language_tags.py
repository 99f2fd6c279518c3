from taxonomy_service.domain.language_tags import UNTAGGED, LanguageTag
from taxonomy_service.domain.languages import parse_language_tag


def test_what_parsing_makes_is_a_tag_and_never_the_empty_one() -> None:
    tag: LanguageTag = parse_language_tag("PT-br")
    assert (tag, UNTAGGED) == ("pt-BR", "")
