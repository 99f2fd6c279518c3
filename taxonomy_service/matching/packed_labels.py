"""A label as three numbers of a compiled release, which stand in the record of a text that leads to it.

`which` is the language by its place and what the text is to the label; `label` where the label's concept begins, its
kind and what makes it plain; `form` where the record of the label's own form begins.
"""

from enum import IntEnum

from taxonomy_service.domain.labels import LabelKind

KINDS = (LabelKind.PREFERRED, LabelKind.ALTERNATIVE, LabelKind.HIDDEN)
"""A kind is known by its place here."""
CONCEPTS_BEGIN_AT = 16
"""Concepts begin at multiples of this, so that the lower bits of where one begins are free."""
CONCEPT = 2**32 - CONCEPTS_BEGIN_AT
ALONE = 1
"""The form names in its language this one concept, which is in use."""
SHOWN = 2
"""The form is the preferred one by which the concept is shown in its language."""


class Lead(IntEnum):
    """What a text is to the labels it leads to."""

    FORM = 0
    KEY = 1
    VARIANT = 2


def encoded(text: str) -> bytes:
    """Return a text as the tables hold it; text that is no Unicode is in none of them, but is asked for."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def decoded(content: bytes) -> str:
    """Return the text that a table holds."""
    return content.decode("utf-8", "surrogatepass")


def which_of(language: int, lead: Lead) -> int:
    """Return the number for a language and a lead."""
    return language << 2 | lead


def packed(concept: int, kind: LabelKind, flags: int = 0) -> int:
    """Return the number for a label of the concept that begins at a place; flags are ALONE and SHOWN."""
    return concept | KINDS.index(kind) << 2 | flags


def kind_of(label: int) -> LabelKind:
    """Return the kind of a packed label.

    >>> kind_of(packed(16, LabelKind.HIDDEN, ALONE))
    <LabelKind.HIDDEN: 'hidden'>
    """
    return KINDS[label >> 2 & 3]
