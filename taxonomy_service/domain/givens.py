"""What a client gives within an operation: texts, labels, notes, statements, checked as they are read."""

from msgspec import Struct
from msgspec.structs import force_setattr

from taxonomy_service.domain.concepts import NoteKind
from taxonomy_service.domain.errors import UnusableForm
from taxonomy_service.domain.forms import form_fault
from taxonomy_service.domain.labels import Equivalence, LabelKind
from taxonomy_service.domain.languages import UNTAGGED, LanguageTag, parse_language_tag

LONGEST_NOTE = 100_000  # characters


class Given(Struct, frozen=True, forbid_unknown_fields=True):
    """A text in a language, "" for none; the tag is made canonical."""

    form: str
    language: str

    def __post_init__(self) -> None:
        """Refuse what cannot be a text. Raises UnusableForm, InvalidLanguageTag."""
        fault = form_fault(self.form)
        if fault is not None:
            raise UnusableForm(self.form, fault.value)
        tag = parse_language_tag(self.language) if self.language else UNTAGGED
        force_setattr(self, "language", tag)


class GivenLabel(Given, frozen=True, forbid_unknown_fields=True):
    """A label; `equivalence` is what it covers seen from its concept, `note` a remark on it in its own language."""

    kind: LabelKind = LabelKind.PREFERRED
    equivalence: Equivalence | None = None
    note: str | None = None


class LabelName(Struct, frozen=True, forbid_unknown_fields=True):
    """Which label of a resource."""

    form: str
    language: LanguageTag
    kind: LabelKind = LabelKind.PREFERRED


class GivenNote(Struct, frozen=True, forbid_unknown_fields=True):
    """A note; unlike a label it may have several paragraphs."""

    text: str
    language: str = ""
    kind: NoteKind = NoteKind.DEFINITION

    def __post_init__(self) -> None:
        """Make the tag canonical. Raises UnusableForm, InvalidLanguageTag."""
        if not self.text.strip() or len(self.text) > LONGEST_NOTE:
            raise UnusableForm(self.text, "too-long" if self.text.strip() else "empty")
        tag = parse_language_tag(self.language) if self.language else UNTAGGED
        force_setattr(self, "language", tag)


class GivenValue(Struct, frozen=True, forbid_unknown_fields=True):
    """A value that an attribute may take, with a name a language."""

    id: str
    names: tuple[Given, ...] = ()


class GivenNode(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The object of a statement: a resource (IRI or `_:name`), or with `literal` a text."""

    value: str
    literal: bool = False
    language: LanguageTag = UNTAGGED
    datatype: str = ""


class GivenStatement(Struct, frozen=True, forbid_unknown_fields=True):
    """A statement; subject and predicate are IRIs (the subject may be `_:name`)."""

    subject: str
    predicate: str
    object: GivenNode
