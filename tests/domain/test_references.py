from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.references import Dictionary, ReferenceEntry, ReferenceKind, Sense


def test_kinds_are_those_that_the_command_takes() -> None:
    assert [kind.value for kind in ReferenceKind] == ["skos", "freedict", "ding", "wordnet"]


def test_what_a_file_does_not_say_is_empty() -> None:
    sense = Sense(((LanguageTag("pl"), "but do biegania"),))
    assert (sense.id, sense.broader) == ("", ())
    assert Dictionary([sense]).licence == ""
    assert ReferenceEntry("x", ReferenceKind.DING, "", "", (), 0, 0).checksum == ""
