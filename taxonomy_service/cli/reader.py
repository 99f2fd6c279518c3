"""The language of whoever reads what the command prints."""

import os
from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated

import typer

from taxonomy_service.domain.errors import InvalidLanguageTag, TaxonomyError
from taxonomy_service.domain.languages import LanguageTag, parse_language_tag
from taxonomy_service.domain.messages import Message, tell
from taxonomy_service.services.catalogues import reader_language, translator
from taxonomy_service.services.locales import locale_languages

ReaderOption = Annotated[
    str | None,
    typer.Option("--reader", metavar="TAG", help="language that you read; by default that of your locale (LANG …)"),
]


def stated_language(text: str) -> LanguageTag:
    """Return a language stated on the command line; raises TaxonomyError, for misuse: no input is unreadable."""
    try:
        return parse_language_tag(text)
    except InvalidLanguageTag as error:
        raise TaxonomyError(error.said) from error


def wanted_languages(stated: str | None) -> list[LanguageTag]:
    """Return the languages that the reader wants, best first: the one stated, else those of the locale.

    Raises TaxonomyError for what was stated.
    """
    return [stated_language(stated)] if stated else list(locale_languages(os.environ))


def told_in(stated: str | None, *, machine: bool = False) -> LanguageTag:
    """Return the language in which sentences are told; for a machine it is English unless another one was stated."""
    return reader_language([] if machine and not stated else wanted_languages(stated))


def said(told: Message) -> str:
    """Return a sentence in the language of the reader's locale."""
    return tell(told, translator(told_in(None)))


def stated_reader(arguments: Sequence[str]) -> str | None:
    """Return what the command line states as --reader, where it is a language tag: for errors, told after all else.

    >>> stated_reader(["work", "--reader", "fr"]), stated_reader(["work", "--reader=de"]), stated_reader(["--reader"])
    ('fr', 'de', None)
    """
    for place, argument in enumerate(arguments):
        name, has_value, value = argument.partition("=")
        stated = value if has_value else "".join(arguments[place + 1 : place + 2])
        if name == "--reader":
            with suppress(InvalidLanguageTag):
                return parse_language_tag(stated)
    return None
