"""The type of language tags (BCP 47), apart from what is done with them, since errors and messages quote them."""

from typing import NewType

LanguageTag = NewType("LanguageTag", str)
"""A tag in canonical form, made only by `languages.parse_language_tag`."""

UNTAGGED = LanguageTag("")
"""Marks a literal without a tag."""
