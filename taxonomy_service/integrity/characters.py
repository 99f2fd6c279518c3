"""Checks of the characters in labels."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final

from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import Message, message
from taxonomy_service.domain.statements import Literal, Statement
from taxonomy_service.integrity.checks import Check, Fault, Parameters
from taxonomy_service.integrity.derived import once_a_view
from taxonomy_service.integrity.labels import proof_of
from taxonomy_service.integrity.text.characters import CharacterFault, character_faults, may_be_at_fault
from taxonomy_service.integrity.text.look_alikes import look_alikes, slipped_in
from taxonomy_service.integrity.text.scripts import (
    ALPHABETS,
    foreign_words,
    script_of_letter,
    scripts_in,
    scripts_of_language,
)
from taxonomy_service.integrity.view import View

_MOST_NAMED: Final = 5  # characters or words that a message quotes
_FAULTS: Final = {
    CharacterFault.UNPRINTABLE: message("{label} holds characters that cannot be shown: {characters}"),
    CharacterFault.INVISIBLE: message("{label} holds characters that nobody sees: {characters}"),
    CharacterFault.BIDI_CONTROL: message("{label} holds characters that reorder the text: {characters}"),
    CharacterFault.WHITE_SPACE: message("{label} has white space out of place: {characters}"),
}


@once_a_view
def _faults(view: View) -> Mapping[CharacterFault, Mapping[tuple[LanguageTag, str], str]]:
    """Return the forms with faults of each kind, by language and form, each with the characters by number and name."""
    found: dict[CharacterFault, dict[tuple[LanguageTag, str], str]] = defaultdict(dict)
    for tag in view.tags:
        forms = view.forms(tag)
        for form in sorted(forms.holding(filter(may_be_at_fault, forms.alphabet))):
            faults = character_faults(form)
            for kind in {one.fault for one in faults}:
                found[kind][tag, form] = _named([one.char for one in faults if one.fault is kind])
    return found


def _named(chars: list[str]) -> str:
    distinct = list(dict.fromkeys(chars))
    names = [f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip() for char in distinct[:_MOST_NAMED]]
    return ", ".join(names) + (" …" if len(distinct) > _MOST_NAMED else "")


def faulty_characters(view: View, _: Parameters, *, fault: CharacterFault) -> Iterator[Fault]:
    """Find the labels with characters that have one kind of fault where they stand."""
    for (tag, form), characters in _faults(view).get(fault, {}).items():
        told = Message(_FAULTS[fault].text, (("label", Literal(form, tag)), ("characters", characters)))
        yield from faults_of(view, tag, form, told)


def faults_of(view: View, tag: LanguageTag, form: str, told: Message) -> Iterator[Fault]:
    """Yield a fault for every label with a form: a resource that has it as labels of two kinds comes once."""
    first: dict[str, Statement] = {}
    for row in view.with_form(form, tag):
        first.setdefault(row.subject, row)
    for subject, row in first.items():
        yield Fault(subject, told, proof_of(view, row), language=tag, label=form)


def mixed_scripts(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the labels in whose words a letter of one script stands for a look-alike of another."""
    for tag in view.tags:
        forms = view.forms(tag)
        if len(scripts_in("".join(forms.alphabet)) & ALPHABETS) < 2:
            continue
        for form in forms.distinct():
            words = look_alikes(form)
            if words:
                told = message(
                    "{words} in {label} mixes look-alike letters of several scripts: {letters}",
                    words=Literal(", ".join(words[:_MOST_NAMED]), tag),
                    label=Literal(form, tag),
                    letters=_named([char for word in words for char in slipped_in(word)]),
                )
                yield from faults_of(view, tag, form, told)


def foreign_scripts(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the labels with words in a script that their language is not written in."""
    for tag in view.tags:
        forms = view.forms(tag)
        usual = scripts_of_language(tag)
        strange = [char for char in forms.alphabet if script_of_letter(char) not in {"", *usual}]
        for form in sorted(forms.holding(strange)) if usual and strange else ():
            words = foreign_words(form, tag)
            if words:
                told = message(
                    "{words} in {label} is not in a script of the language {language} ({scripts})",
                    words=Literal(" ".join(words[:_MOST_NAMED]), tag),
                    label=Literal(form, tag),
                    language=tag,
                    scripts=", ".join(sorted(usual)),
                )
                yield from faults_of(view, tag, form, told)


def not_composed(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the labels whose letters are not in the composed form (NFC) that other labels and searches have."""
    for tag in view.tags:
        forms = view.forms(tag)
        if not any(_may_compose(char) for char in forms.alphabet):
            continue
        for form in forms.distinct():
            if not unicodedata.is_normalized("NFC", form):
                told = message("{label} is not in Unicode normal form NFC", label=Literal(form, tag))
                yield from faults_of(view, tag, form, told)


def _may_compose(char: str) -> bool:
    return not char.isascii() and (
        unicodedata.category(char)[0] == "M"
        or "\u1100" <= char <= "\u11ff"  # the parts of Hangul syllables
        or not unicodedata.is_normalized("NFC", char)
    )


CHECKS: Final = (
    Check(
        "Q070",
        message("Unprintable characters"),
        Severity.ERROR,
        message(
            "Control characters and broken text cannot be shown, typed or searched, and break other people's files."
        ),
        partial(faulty_characters, fault=CharacterFault.UNPRINTABLE),
        qskos="ucil",
    ),
    Check(
        "Q071",
        message("Invisible characters"),
        Severity.WARNING,
        message("Two labels that look the same differ in them, so that a label typed by hand does not match."),
        partial(faulty_characters, fault=CharacterFault.INVISIBLE),
    ),
    Check(
        "Q072",
        message("Characters that reorder text"),
        Severity.ERROR,
        message("They make a label show one thing and be another (Unicode TR 36); no label needs them."),
        partial(faulty_characters, fault=CharacterFault.BIDI_CONTROL),
    ),
    Check(
        "Q073",
        message("Look-alike letters of another script"),
        Severity.ERROR,
        message("A Cyrillic с in a Latin word cannot be seen, and no search for the word will ever find the label."),
        mixed_scripts,
    ),
    Check(
        "Q074",
        message("White space out of place"),
        Severity.WARNING,
        message("Spaces at the edges, doubled or of an unusual kind make equal labels different for a machine."),
        partial(faulty_characters, fault=CharacterFault.WHITE_SPACE),
    ),
    Check(
        "Q075",
        message("Letters not composed (NFC)"),
        Severity.INFO,
        message("The same letter in two encodings: programs that compare bytes hold the label for another one."),
        not_composed,
    ),
    Check(
        "Q076",
        message("Script does not fit the language"),
        Severity.WARNING,
        message("The label stands under the wrong language tag, or was never translated."),
        foreign_scripts,
    ),
)
