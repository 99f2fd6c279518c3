"""The documentation of the checks, a page each, made of their rows and of their example files."""

import inspect
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Final, NamedTuple

from taxonomy_service.integrity.checks import Check, ParameterValue
from taxonomy_service.integrity.fixes.table import FIXES
from taxonomy_service.integrity.profiles import Profile
from taxonomy_service.integrity.running import run_checks
from taxonomy_service.integrity.table import CHECKS
from taxonomy_service.integrity.view import View

_MADE: Final = "<!-- made by `make docs` from the table of checks; edit the check, not this page -->"


class Example(NamedTuple):
    """A file that a check finds fault with and one that it does not, as text; `view` is the faulty one."""

    bad: str
    good: str
    view: View
    profile: Profile
    profile_text: str = ""


def check_page(check: Check, example: Example) -> str:
    """Return the page of a check in Markdown: what it finds, why it matters, an example, and what to do."""
    found = run_checks(example.view, CHECKS, example.profile, only={check.code}).findings
    told = [f"- {finding.severity}: {finding.message}" for finding in found]
    parts = [
        f"# {check.code}: {check.name}",
        _MADE,
        str(check.why),
        _facts(check),
        f"## What it finds\n\n{_says(check)}",
        f"## Example\n\n{_code('turtle', example.bad)}",
        *([f"With this profile:\n\n{_code('toml', example.profile_text)}"] if example.profile_text else []),
        "is told as\n\n" + "\n".join(told),
        f"Nothing is found in\n\n{_code('turtle', example.good)}",
        f"## What to do\n\n{_remedy(check)}",
    ]
    return "\n\n".join(parts) + "\n"


def index_page(checks: Iterable[Check]) -> str:
    """Return the page that lists all checks."""
    rows = [
        f"| [{check.code}]({check.code}.md) | {check.name} | {check.severity} | {check.qskos or ''} | "
        f"{'yes' if check.code in FIXES else ''} |"
        for check in checks
    ]
    head = "| code | finds | severity | qSKOS | fix |\n|---|---|---|---|---|"
    about = (
        "`S` codes test a numbered condition of the [SKOS Reference](https://www.w3.org/TR/skos-reference/), `Q` codes "
        "quality. How to run, tune and accept them: [integrity](../integrity.md)."
    )
    return f"# Checks\n\n{_MADE}\n\n{about}\n\n{head}\n" + "\n".join(rows) + "\n"


def _facts(check: Check) -> str:
    facts = {
        "severity": check.severity.value,
        "parameters": ", ".join(f"`{name} = {_toml(value)}`" for name, value in check.parameters.items()),
        "runs only where the profile states": ", ".join(f"`{name}`" for name in check.needs),
        "condition": check.skos or "",
        "qSKOS": f"`{check.qskos}`" if check.qskos else "",
    }
    return "\n".join(f"- {name}: {value}" for name, value in facts.items() if value)


def _toml(value: ParameterValue) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(f'"{one}"' for one in value) + "]"
    return str(value).lower() if isinstance(value, bool) else f'"{value}"' if isinstance(value, str) else str(value)


def _says(check: Check) -> str:
    """Return what the check's function says of itself."""
    function = check.examine.func if isinstance(check.examine, partial) else check.examine
    says = (inspect.getdoc(function) or "").strip().removeprefix("Find ")
    return says[:1].upper() + says[1:]


def _code(language: str, text: str) -> str:
    return f"```{language}\n{text.strip()}\n```"


def _remedy(check: Check) -> str:
    fix = FIXES.get(check.code)
    accept = (
        "Where it is meant so, accept it with a reason: "
        f"`taxonomy-service accept FILE --accepted REGISTER --only {check.code} --reason '…'`."
    )
    if fix is None:
        return f"No safe fix is known: somebody who knows the vocabulary decides. {accept}"
    needs = f" It needs {fix.needs}." if fix.needs else ""
    mends = f"`taxonomy-service fix FILE --only {check.code}` shows what would change: {fix.does}.{needs}"
    return f"{mends} With `--output FILE` it is written.\n\n{accept}"


def all_pages(examples: Mapping[str, Example]) -> dict[str, str]:
    """Return all pages by file name, the list of them as README.md."""
    pages = {f"{code}.md": check_page(CHECKS[code], example) for code, example in examples.items()}
    return {"README.md": index_page(CHECKS.values()), **pages}
