"""Messages: sentences shown to people, in English here and through a catalogue in the reader's language.

A message is made once, where something is noticed, and told where it is shown: the sentence stays whole, so that a
translator can order its parts as her language wants, and the forms it quotes keep their language and direction.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from taxonomy_service.domain.statements import Literal

Quoted: TypeAlias = str | int | float | Literal
"""What a sentence may quote: a `Literal` is a form with its language."""


class Message(NamedTuple):
    """A sentence with `{named}` places, and what stands in them; `text` is the key of the catalogues."""

    text: str
    values: tuple[tuple[str, Quoted], ...] = ()

    def __str__(self) -> str:
        """Tell it in English."""
        return tell(self)


def message(text: str, **values: Quoted) -> Message:
    """Make a message; `text` must be a literal, since the catalogues are extracted from calls of this name.

    >>> str(message("{form} stands on {count} concepts", form=Literal("حذاء"), count=2))
    '“حذاء” stands on 2 concepts'
    """
    return Message(text, tuple(values.items()))


def tell(
    told: Message,
    translate: Callable[[str], str] = str,
    show: Mapping[type, Callable[..., str]] | None = None,
) -> str:
    """Return the sentence, `translate` leading from the English to the reader's; `show` writes values of a type.

    By default a `Literal` is put in quotation marks.
    """
    shown = {name: ((show or {}).get(type(value)) or _SHOW.get(type(value), str))(value) for name, value in told.values}
    return translate(told.text).format_map(shown)


def _quote(literal: Literal) -> str:
    return f"“{literal.value}”"


_SHOW: dict[type, Callable[..., str]] = {Literal: _quote}
