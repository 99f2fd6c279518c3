"""What the reports on vocabularies call their parts."""

from collections.abc import Callable, Mapping
from typing import Final

from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.messages import Message, message, tell
from taxonomy_service.integrity.statistics import Statistics

WORDS: Final[Mapping[str, Message]] = {
    "title": message("Integrity"),
    "clean": message("nothing found"),
    "numbers": message("Numbers"),
    "languages": message("Labels per language"),
    "language": message("language"),
    "untagged": message("none"),
    "preferred": message("preferred"),
    "alternative": message("alternative"),
    "hidden": message("hidden"),
    "labelled": message("concepts labelled"),
    "defined": message("concepts defined"),
    "coverage": message("Coverage: concepts with a preferred label"),
    "scheme": message("scheme"),
    "concepts": message("concepts"),
    "by_language": message("Findings per check and language"),
    "check": message("check"),
    "code": message("code"),
    "what": message("what"),
    "severity": message("severity"),
    "all": message("all"),
    "no_language": message("no language"),
    "findings": message("findings"),
    "findings_title": message("Findings"),
    "fingerprint": message("fingerprint"),
    "accepted": message("Accepted"),
    "let_stand": message("Looked at and let stand, on the evidence that they still have:"),
    "not_checked": message("Not checked"),
    "nothing_left_out": message("Nothing was left out."),
}
"""The words of a report, by the name under which it asks for them."""

SEVERITIES: Final[Mapping[Severity, Message]] = {
    Severity.ERROR: message("error"),
    Severity.WARNING: message("warning"),
    Severity.INFO: message("info"),
}


def told_words(translate: Callable[[str], str]) -> dict[str, str]:
    """Return the words of a report in a reader's language."""
    return {name: tell(word, translate) for name, word in WORDS.items()}


def counted(severity: Severity, count: str) -> Message:
    """Say how many findings of a severity there are; `count` is written as the reader's language wants it."""
    if severity is Severity.ERROR:
        return message("errors: {count}", count=count)
    if severity is Severity.WARNING:
        return message("warnings: {count}", count=count)
    return message("info: {count}", count=count)


def checked_sentence(date: str, version: str) -> Message:
    """Say when a vocabulary was checked, by what."""
    return message("Checked {date} by taxonomy-service {version}", date=date, version=version)


def more_sentence(count: str) -> Message:
    """Say how many findings a page does not list."""
    return message("… and {count} more, which {option} lists.", count=count, option="--format json")


def accepted_sentence(count: str) -> Message:
    """Say how many findings were accepted."""
    return message("accepted: {count}", count=count)


def numbers_of(numbers: Statistics) -> list[tuple[Message, int]]:
    """Return the numbers of a vocabulary, each with what it counts."""
    return [
        (message("statements"), numbers.statements),
        (message("concepts"), numbers.concepts),
        (message("concepts only mentioned"), numbers.mentioned),
        (message("concept schemes"), len(numbers.schemes)),
        (message("collections"), numbers.collections),
        (message("hierarchical relations"), numbers.hierarchical),
        (message("associative relations"), numbers.associative),
        (message("mappings"), numbers.mappings),
        (message("levels of the hierarchy"), numbers.depth),
    ]
