"""Labels as annotation files carry them, and what in a file could not be checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class AnnotatedLabel:
    """A label that an annotation carries.

    `place` names where in the file it stands ("line 7", "annotation 42 of image 139", "task 3, result x1"); `count` how
    many annotations this item stands for; `language` and `concept` are what the file itself states, if it does.
    """

    label: str
    place: str
    count: int = 1
    language: str | None = None
    concept: str | None = None
    attributes: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotChecked:
    """Something in the file that carries no label we can judge, and why."""

    place: str
    reason: str
    count: int = 1


AnnotationItem = AnnotatedLabel | NotChecked
