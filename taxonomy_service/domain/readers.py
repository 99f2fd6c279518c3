"""Readers: how values stand in a sentence of a reader's language, be they forms, languages or numbers."""

import unicodedata
from collections.abc import Callable
from functools import partial

from taxonomy_service.domain.forms import visible
from taxonomy_service.domain.languages import LanguageTag, direction, display_name, primary_subtag, shown_amount
from taxonomy_service.domain.messages import Amount, Given, Quoted, Reader
from taxonomy_service.domain.statements import Literal

_MARKS = {"de": ("„", "“"), "es": ("«", "»"), "fr": ("«\u00a0", "\u00a0»")}
_ENGLISH_MARKS = ("“", "”")
_ISOLATE, _END = "\u2068", "\u2069"  # first strong isolate, pop directional isolate (UAX #9 §2.4.2)
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


def quotation_marks(reader: LanguageTag) -> tuple[str, str]:
    """Return what stands before and after a form that is quoted in a sentence of this language.

    >>> quotation_marks(LanguageTag("de-AT")), quotation_marks(LanguageTag("en"))
    (('„', '“'), ('“', '”'))
    """
    return _MARKS.get(primary_subtag(reader), _ENGLISH_MARKS)


def isolated(form: str, reader: LanguageTag) -> str:
    """Return a form as it stands among words of the reader's language: one of the other direction by itself.

    Without that, what follows it would be drawn on its wrong side.
    """
    if direction(reader) == "ltr" and not any(unicodedata.bidirectional(own) in _RIGHT_TO_LEFT for own in form):
        return form
    return f"{_ISOLATE}{form}{_END}"


def reader_of(language: LanguageTag, translate: Callable[[str], str] = str) -> Reader:
    """Return a reader of a language; `translate` leads from English to it."""
    return Reader(translate, partial(_show, language))


def _show(reader: LanguageTag, name: str, value: Quoted) -> str:
    if isinstance(value, Literal):
        return _quoted(value.value, reader)
    if isinstance(value, Given):
        return repr(str(value)) if primary_subtag(reader) == "en" else _quoted(value, reader)
    if isinstance(value, Amount):
        return shown_amount(value, reader)
    if isinstance(value, str):
        return _shown_text(reader, name, value)
    return str(value)


def _quoted(form: str, reader: LanguageTag) -> str:
    before, after = quotation_marks(reader)
    return f"{before}{isolated(visible(form), reader)}{after}"


def _shown_text(reader: LanguageTag, name: str, text: str) -> str:
    if name == "language":
        return visible(display_name(LanguageTag(text), reader))
    if name == "language_tag":
        named = display_name(LanguageTag(text), reader)
        return visible(text if named == text else f"{named} ({text})")
    if name == "languages":
        return visible(", ".join(display_name(LanguageTag(tag), reader) for tag in text.split(", ")))
    return isolated(visible(text), reader)
