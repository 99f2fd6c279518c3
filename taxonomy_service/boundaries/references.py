"""References, compiled: forms to senses, senses to forms and to broader senses, from arrays that load at once."""

import hashlib
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple, NewType

import msgspec
import numpy as np
from numpy.typing import NDArray

from taxonomy_service.boundaries.stems import SNOWBALL, stem_key
from taxonomy_service.domain.errors import TooLarge, UnreadableFile
from taxonomy_service.domain.forms import comparison_key, form_fault
from taxonomy_service.domain.languages import LanguageTag, language_ladder
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.references import Dictionary, ReferenceEntry, Sense

SenseNumber = NewType("SenseNumber", int)
"""A sense of one reference: its place in it, from 0."""
MOST_SENSES = 5_000_000
LAYOUT = f"3, Snowball {SNOWBALL}"
"""Of the compiled form; another one when it changes, so that nothing reads an old one."""
_BETWEEN = "\n"
_Numbers = NDArray[np.int32]


class Rows:
    """Rows of whole numbers: row `n` is `values[starts[n]:starts[n + 1]]`."""

    __slots__ = ("starts", "values")

    def __init__(self, starts: _Numbers, values: _Numbers) -> None:
        self.starts = starts
        self.values = values

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, row: int) -> list[int]:
        found: list[int] = self.values[self.starts[row] : self.starts[row + 1]].tolist()
        return found

    def inverted(self, count: int) -> "Rows":
        """Return the rows that say for each of `count` values in which rows it stands, in ascending order."""
        order = np.argsort(self.values, kind="stable")
        rows = np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.starts))
        starts = np.zeros(count + 1, dtype=np.int32)
        np.cumsum(np.bincount(self.values, minlength=count), out=starts[1:])
        return Rows(starts, rows[order])


class FormTable:
    """The forms of one language, one for each comparison key, in order of their stems, with their senses."""

    def __init__(self, language: LanguageTag, texts: "_Texts", senses: Rows) -> None:
        self.language = language
        self.of_sense = senses
        self._texts = texts

    @cached_property
    def forms(self) -> list[str]:
        """The forms in order of their numbers."""
        return _split(self._texts.forms)

    @cached_property
    def keys(self) -> list[str]:
        """The forms' comparison keys, in the same order."""
        return _split(self._texts.keys)

    @cached_property
    def stems(self) -> list[str]:
        """The keys' stems (`boundaries.stems`), in the same order, which is code point order."""
        return _split(self._texts.stems)

    @cached_property
    def senses(self) -> Rows:
        """The senses of each form."""
        return self.of_sense.inverted(len(self.keys))

    def alike(self, key: str) -> range:
        """Return the numbers of the forms with the stems of a key: that form, and those inflected otherwise."""
        stem = stem_key(key, self.language)
        first = bisect_left(self.stems, stem)
        return range(first, bisect_right(self.stems, stem, first))

    def number(self, key: str) -> int | None:
        """Return the number of the form that has a comparison key."""
        return next((number for number in self.alike(key) if self.keys[number] == key), None)


class _Texts(NamedTuple):
    """The keys, forms and stems of a table, each with line ends between."""

    keys: str
    forms: str
    stems: str


def _split(text: str) -> list[str]:
    return text.split(_BETWEEN) if text else []


class Reference:
    """A compiled reference; forms are looked up by their comparison keys (`domain.forms`)."""

    def __init__(self, entry: ReferenceEntry, tables: Mapping[LanguageTag, FormTable], broader: Rows) -> None:
        self.entry = entry
        self._tables = tables
        self._broader = broader

    def table(self, language: LanguageTag) -> FormTable | None:
        """Return the forms of the language or of its nearest variety (RFC 4647 §3.4); None where there are none."""
        for step in language_ladder(language, frozenset(self._tables)):
            return self._tables[step.language]
        return None

    def senses(self, form: str, language: LanguageTag) -> list[SenseNumber]:
        """Return the senses of a form, in ascending order; none where it is not known."""
        table = self.table(language)
        number = table.number(comparison_key(form, language)) if table else None
        return [SenseNumber(sense) for sense in table.senses[number]] if table and number is not None else []

    def forms(self, sense: SenseNumber, language: LanguageTag) -> list[str]:
        """Return the forms that a sense has in a language, in the order of the file."""
        table = self.table(language)
        return [table.forms[number] for number in table.of_sense[sense]] if table else []

    def broader(self, sense: SenseNumber) -> list[SenseNumber]:
        """Return the senses directly broader than this one."""
        return [SenseNumber(other) for other in self._broader[sense]]


class _Packed(msgspec.Struct, frozen=True):
    """A form table as bytes; numbers are little-endian, of four bytes."""

    language: str
    texts: _Texts
    starts: bytes
    values: bytes


class _Whole(msgspec.Struct, frozen=True):
    """A compiled reference as it is kept."""

    layout: str
    entry: ReferenceEntry
    tables: list[_Packed]
    starts: bytes
    values: bytes


class _Building:
    """The forms of one language while they are collected."""

    def __init__(self, language: LanguageTag) -> None:
        self.language = language
        self.number: dict[str, int] = {}
        self.seen: dict[str, int] = {}
        self.forms: list[str] = []
        self.rows: dict[int, dict[int, None]] = defaultdict(dict)

    def add(self, sense: int, form: str) -> None:
        """Note that a sense has a form; of several forms with one key the first is kept."""
        number = self.seen.get(form)
        if number is None:
            if form_fault(form) is not None:
                return
            number = self.number.setdefault(comparison_key(form, self.language), len(self.forms))
            if number == len(self.forms):
                self.forms.append(" ".join(form.split()))
            self.seen[form] = number
        self.rows[sense][number] = None

    def packed(self, senses: int) -> _Packed:
        """Return the table as bytes."""
        keys = list(self.number)
        stems = [stem_key(key, self.language) for key in keys]
        order = sorted(range(len(keys)), key=lambda number: (stems[number], keys[number]))
        place = {number: row for row, number in enumerate(order)}
        starts, values = _pack({sense: [place[n] for n in numbers] for sense, numbers in self.rows.items()}, senses)
        texts = _Texts(*(_BETWEEN.join(some[number] for number in order) for some in (keys, self.forms, stems)))
        return _Packed(self.language, texts, starts, values)


def compile_reference(entry: ReferenceEntry, dictionary: Dictionary | Iterable[Sense]) -> bytes:
    """Compile senses to the form in which a reference is kept; languages and counts of `entry` are filled in.

    Senses with the same id are one, wherever their forms come from; broader ids that no sense has are left out. Forms
    that cannot be labels (`form_fault`) are left out too. Raises TooLarge for more than five million senses.
    """
    numbers: dict[str, int] = {}
    tables: dict[LanguageTag, _Building] = {}
    broader: dict[int, dict[str, None]] = defaultdict(dict)
    count = 0
    for sense in dictionary.senses if isinstance(dictionary, Dictionary) else dictionary:
        number = numbers.setdefault(sense.id, count) if sense.id else count
        count += number == count
        if count > MOST_SENSES:
            raise TooLarge(entry.name, MOST_SENSES, message("senses"))
        broader[number] |= dict.fromkeys(sense.broader)
        for language, form in sense.forms:
            if language not in tables:
                tables[language] = _Building(language)
            tables[language].add(number, form)
    known = {own: {numbers[other]: None for other in others if other in numbers} for own, others in broader.items()}
    packed = [tables[language].packed(count) for language in sorted(tables)]
    counted = replace(
        entry, languages=tuple(sorted(tables)), senses=count, forms=sum(len(table.forms) for table in tables.values())
    )
    return zlib.compress(msgspec.msgpack.encode(_Whole(LAYOUT, counted, packed, *_pack(known, count))), 1)


def _pack(rows: Mapping[int, Iterable[int]], count: int) -> tuple[bytes, bytes]:
    starts, values = array("i", [0]), array("i")
    for row in range(count):
        values.extend(rows.get(row, ()))
        starts.append(len(values))
    return _little(starts), _little(values)


def _little(numbers: "array[int]") -> bytes:
    return np.asarray(numbers, dtype="<i4").tobytes()


def load_reference(data: bytes, name: str) -> Reference:
    """Load what `compile_reference` made; raises UnreadableFile where it is damaged or of another version."""
    try:
        whole = msgspec.msgpack.decode(zlib.decompress(data), type=_Whole)
    except (zlib.error, msgspec.DecodeError) as error:
        raise UnreadableFile(name, message("the compiled reference is damaged ({fault})", fault=str(error))) from error
    if whole.layout != LAYOUT:
        raise UnreadableFile(
            name, message("the reference was compiled by another version of this program; add it again")
        )
    tables = {
        LanguageTag(part.language): FormTable(LanguageTag(part.language), part.texts, _rows(part.starts, part.values))
        for part in whole.tables
    }
    entry = replace(whole.entry, checksum=hashlib.sha256(data).hexdigest())
    return Reference(entry, tables, _rows(whole.starts, whole.values))


def _rows(starts: bytes, values: bytes) -> Rows:
    return Rows(np.frombuffer(starts, dtype="<i4"), np.frombuffer(values, dtype="<i4"))
