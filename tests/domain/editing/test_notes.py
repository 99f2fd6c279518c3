import pytest

from taxonomy_service.domain.concepts import NoteKind
from taxonomy_service.domain.drafts import Draft
from taxonomy_service.domain.errors import EditRefused
from taxonomy_service.domain.givens import GivenNote
from taxonomy_service.domain.operations import AddNote, Operation, RemoveNote, ReviseNote
from tests.domain.conftest import Do

MADE = GivenNote("made for a sport", "en")
RTL = GivenNote("حذاء\nللرياضة", "AR", NoteKind.SCOPE_NOTE)


def test_notes_come_change_and_go(do: Do, draft: Draft) -> None:
    do(AddNote("sports-shoe", RTL))
    assert [note.kind for note in draft.concept("sports-shoe").notes] == ["definition", "scopeNote"]
    do(ReviseNote("sports-shoe", MADE, GivenNote("worn in sport", "en")))
    do(RemoveNote("sports-shoe", RTL))
    (note,) = draft.concept("sports-shoe").notes
    assert note.content == ("worn in sport", "en", "")


@pytest.mark.parametrize(
    ("operation", "fault"),
    [
        (AddNote("sports-shoe", MADE), "present"),
        (RemoveNote("shoe", MADE), "absent"),
        (ReviseNote("shoe", MADE, RTL), "absent"),
    ],
)
def test_what_is_refused_and_why(do: Do, operation: Operation, fault: str) -> None:
    with pytest.raises(EditRefused) as refused:
        do(operation)
    assert refused.value.data["fault"] == fault
