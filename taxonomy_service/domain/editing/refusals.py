"""Why an operation on a draft is refused."""

from enum import StrEnum

from taxonomy_service.domain.errors import EditRefused
from taxonomy_service.domain.messages import Message


class EditFault(StrEnum):
    """Why an operation is refused; each code is permanent."""

    CYCLE = "cycle"
    SECOND_PREFERRED_LABEL = "second-preferred-label"
    LABEL_KIND_CLASH = "label-kind-clash"
    RELATION_CLASH = "relation-clash"
    MAPPING_CLASH = "mapping-clash"
    SELF_REFERENCE = "self-reference"
    ID_USED = "id-used"
    IRI_USED = "iri-used"
    INVALID_ID = "invalid-id"
    INVALID_IRI = "invalid-iri"
    SAME_CONCEPT = "same-concept"
    ANCESTOR = "ancestor"
    RETIRED = "retired"
    NOT_RETIRED = "not-retired"
    NARROWER_UNDECIDED = "narrower-undecided"
    ABSENT = "absent"
    PRESENT = "present"
    STILL_REQUIRED = "still-required"
    POINTED_AT = "pointed-at"
    TOO_FEW = "too-few"
    NOT_STATED_SO = "not-stated-so"


def refusal(fault: EditFault, told: Message, **data: object) -> EditRefused:
    """Return the error that refuses an operation, to be raised; `data` names the place for a program."""
    return EditRefused(fault.value, told, **data)
