"""The errors a person can meet. They carry data; `http` and `cli` decide how to tell them.

TaxonomyError
├── Malformed               the input cannot be read at all
│   ├── InvalidLanguageTag  not well-formed under RFC 5646
│   ├── UnusableForm        a text that cannot be a label or a note
│   ├── UnreadableFile      wrong format, encoding, or cut off
│   └── NothingToImport     well-formed, but no SKOS in it
├── TooLarge                a stated limit is exceeded
├── NotFound                no such scheme, concept, release …
├── Gone                    it was there, and is kept no longer
├── Conflict                the state forbids it
│   ├── EditRefused         the draft as it is forbids the operation
│   ├── ReleaseBlocked      the release gate is closed
│   ├── DatabaseOutOfStep   the database is behind or ahead of this program
│   └── DatabaseUnusable    the database cannot be reached under its URL
├── NotInstalled            an optional package is missing
├── Stale                   the state is no longer the one the client has seen
├── PreconditionMissing     the client does not say which state it has seen
├── KeyReused               an idempotency key that stood for another request
├── Forbidden               whoever asks is not allowed it
│   └── Unauthenticated     and did not say who they are, or with a key we do not know
├── Overloaded              too much is at work at this moment
└── Unreachable             another server that we need does not answer as it should
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from taxonomy_service.domain.messages import Amount, Given, Message, message, verbatim


class TaxonomyError(Exception):
    """Anything that a caller can mend; `data` holds what a program needs, `said` what a person reads.

    `str()` is that in English. A plain `said` is not translated.
    """

    def __init__(self, said: str | Message, **data: object) -> None:
        super().__init__(str(said))
        self.said = said if isinstance(said, Message) else verbatim(said)
        self.data: Mapping[str, object] = MappingProxyType(data)

    def __reduce__(self) -> tuple[object, ...]:
        """Let another process that raised it hand it over."""
        return _handed_over, (type(self), str(self), self.__dict__ | {"data": dict(self.data)})


def _handed_over(kind: type[TaxonomyError], message: str, state: dict[str, object]) -> TaxonomyError:
    error = kind.__new__(kind, message)
    error.args = (message,)
    error.__dict__.update(state)
    return error


class Malformed(TaxonomyError):
    """The input cannot be read at all."""


class InvalidLanguageTag(Malformed):
    """A language tag that is not well-formed (RFC 5646 §2.1)."""

    def __init__(self, tag: str) -> None:
        super().__init__(message("{tag} is not a well-formed language tag (BCP 47)", tag=Given(tag[:60])), tag=tag[:60])


class UnusableForm(Malformed):
    """A text that cannot be a label or a note; `fault` is a `domain.forms.FormFault`."""

    def __init__(self, form: str, fault: str) -> None:
        told = message("{form} cannot be used ({fault})", form=Given(form[:60]), fault=fault)
        super().__init__(told, form=form[:60], fault=fault)


class UnreadableFile(Malformed):
    """A file in another format than stated, in another encoding than UTF-8, or cut off."""

    def __init__(self, name: str | Message, reason: str | Message, line: int | None = None) -> None:
        told = (
            message("{file}, line {line}: {reason}", file=name, line=line, reason=reason)
            if line
            else message("{file}: {reason}", file=name, reason=reason)
        )
        super().__init__(told, file=str(name), line=line, reason=str(reason))


class NothingToImport(Malformed):
    """A readable file that holds nothing of what was expected."""

    def __init__(self, name: str, reason: str | Message) -> None:
        super().__init__(message("{file}: {reason}", file=name, reason=reason), file=name, reason=str(reason))


class TooLarge(TaxonomyError):
    """A stated limit is exceeded."""

    def __init__(self, what: str | Message, limit: int, unit: str | Message, setting: str | None = None) -> None:
        found = {"what": what, "limit": Amount(limit), "unit": unit}
        told = (
            message("{what}: more than {limit} {unit} (setting {setting})", **found, setting=setting)
            if setting
            else message("{what}: more than {limit} {unit}", **found)
        )
        super().__init__(told, what=str(what), limit=limit, unit=str(unit))


class NotFound(TaxonomyError):
    """Nothing of this kind has this name."""

    def __init__(self, kind: str | Message, name: str) -> None:
        told = message("no {kind} {name}", kind=kind, name=Given(name[:200]))
        super().__init__(told, kind=str(kind), name=name[:200])


class Gone(TaxonomyError):
    """It was there, and is kept no longer."""


class Conflict(TaxonomyError):
    """The present state forbids it."""


class EditRefused(Conflict):
    """The draft as it is forbids the operation; `fault` is an `EditFault`."""

    def __init__(self, fault: str, told: Message, **data: object) -> None:
        super().__init__(told, fault=fault, **data)


class ReleaseBlocked(Conflict):
    """The release gate is closed; `counts` says by what, and `told` are the first sentences about it."""

    def __init__(self, counts: Mapping[str, int], told: Sequence[str]) -> None:
        found = ", ".join(f"{count:,} × {kind}" for kind, count in counts.items())
        said = message(
            "the release gate is closed: {found}; first: {first}. Mend it, or state a reason to override it",
            found=found,
            first=told[0],
        )
        super().__init__(said, counts=dict(counts), told=list(told))


class DatabaseOutOfStep(Conflict):
    """The database's schema is not the one this program was written for."""


class DatabaseUnusable(Conflict):
    """The database cannot be reached under the URL given."""


class NotInstalled(TaxonomyError):
    """What was asked for needs a package that is not installed here."""

    def __init__(self, what: Message, package: str) -> None:
        told = message(
            "{what} needs a package that is not installed: pip install '{package}'", what=what, package=package
        )
        super().__init__(told, package=package)


class Stale(TaxonomyError):
    """The state is no longer the one the client has seen; `etag` is that of the present one."""

    def __init__(self, what: str | Message, etag: str) -> None:
        told = message("{what} has changed since it was read; look at its present state and decide again", what=what)
        super().__init__(told, etag=etag)


class PreconditionMissing(TaxonomyError):
    """The client does not say which state it has seen, so that it could undo another's change unseen."""


class KeyReused(TaxonomyError):
    """An idempotency key that stood for another request."""


class Forbidden(TaxonomyError):
    """Whoever asks is not allowed it."""


class Unauthenticated(Forbidden):
    """Nobody said who they are, or with credentials that we do not know: others might help."""


class Overloaded(TaxonomyError):
    """Too much is at work at this moment; the same may well do a little later."""


class Unreachable(TaxonomyError):
    """Another server that we need does not answer, or answers with what we cannot use."""
