import pytest

from taxonomy_service.domain.access import Grant, Role
from taxonomy_service.domain.errors import InvalidLanguageTag, Malformed
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.http.actor_shapes import GrantShape, grant_shapes

GRANTS = [
    Grant(Role.ADMIN),
    Grant(Role.READER, SchemeId("shoes")),
    Grant(Role.LINGUIST, SchemeId("shoes"), (LanguageTag("de"), LanguageTag("pt-BR"))),
]


def test_grants_are_read_as_they_are_shown() -> None:
    assert [shape.grant() for shape in grant_shapes(GRANTS)] == GRANTS


def test_tags_are_written_the_usual_way() -> None:
    assert GrantShape(role=Role.REVIEWER, languages=["PT-br", "pt-BR"]).grant().languages == ("pt-BR",)


@pytest.mark.parametrize(
    ("shape", "refusal"),
    [
        (GrantShape(role=Role.ADMIN, languages=["de"]), Malformed),
        (GrantShape(role=Role.READER, languages=[]), Malformed),
        (GrantShape(role=Role.READER, languages=["de_AT"]), InvalidLanguageTag),
    ],
)
def test_a_grant_that_makes_no_sense_is_refused(shape: GrantShape, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        shape.grant()
