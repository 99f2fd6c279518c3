"""Messages: sentences shown to people, in English here and through a catalogue in the reader's language.

A message is made once, where something is noticed, and told where it is shown: the sentence stays whole, so that a
translator can order its parts as her language wants, and the forms it quotes keep their language and direction.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from taxonomy_service.domain.statements import Literal


class Given(str):
    """A text that somebody gave and that a sentence repeats: shown in quotation marks."""

    __slots__ = ()


class Amount(int):
    """A number of things, whose digits are grouped as the reader's language does."""

    __slots__ = ()


class Message(NamedTuple):
    """A sentence with `{named}` places, and what stands in them; `text` is the key of the catalogues."""

    text: str
    values: "tuple[tuple[str, Quoted], ...]" = ()

    def __str__(self) -> str:
        """Tell it in English."""
        return tell(self)


@dataclass(frozen=True, slots=True)
class Part:
    """A message that stands in a place of another, and is told with it."""

    said: Message


Quoted: TypeAlias = str | int | float | Literal | Part
"""What a sentence may quote: a `Literal` is a form with its language.

What stands in a place called `language` or `languages` is a tag, or several between `", "`, and a reader is shown the
names; one called `language_tag` shows her the tag, too.
"""


@dataclass(frozen=True, slots=True)
class Reader:
    """How somebody is told: what leads from an English sentence to hers, and how a value stands in a place of it."""

    translate: Callable[[str], str]
    show: Callable[[str, Quoted], str]

    def __call__(self, text: str) -> str:
        """Return the sentence in the reader's language."""
        return self.translate(text)


def message(text: str, **values: Quoted | Message) -> Message:
    """Make a message; `text` must be a literal, since the catalogues are extracted from calls of this name.

    A message as a value is a part of the sentence.

    >>> str(message("{form} stands on {count} concepts", form=Literal("حذاء"), count=2))
    '“حذاء” stands on 2 concepts'
    """
    parts = {name: Part(value) if isinstance(value, Message) else value for name, value in values.items()}
    return Message(text, tuple(parts.items()))


def verbatim(text: str) -> Message:
    """Make a message of a text that is told as it is, in whatever language."""
    return Message("{text}", (("text", text),))


def tell(told: Message, translate: Callable[[str], str] = str) -> str:
    """Return the sentence, `translate` leading from the English to the reader's.

    A `Reader` also says how values stand in it. Without one a `Literal` is put in English quotation marks, and a
    language stays a tag.
    """
    show = translate.show if isinstance(translate, Reader) else _show
    values = {
        name: tell(value.said, translate) if isinstance(value, Part) else show(name, value)
        for name, value in told.values
    }
    return translate(told.text).format_map(values)


def _show(_name: str, value: Quoted) -> str:
    if isinstance(value, Literal):
        return f"“{value.value}”"
    if isinstance(value, Given):
        return repr(str(value))
    return f"{value:,}" if isinstance(value, Amount) else str(value)
