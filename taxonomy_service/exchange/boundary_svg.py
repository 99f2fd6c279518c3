"""A boundary picture as SVG: a column for each neighbouring concept, a row for each language, bars for its labels."""

from collections.abc import Iterator
from itertools import groupby

from taxonomy_service.domain.languages import display_name
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.pictures import Band, BoundaryPicture, Column, ColumnKind, Reach
from taxonomy_service.domain.statements import Literal
from taxonomy_service.exchange.boundary_words import (
    Teller,
    band_sentence,
    column_label,
    picture_title,
    rest_word,
    told_apart,
    verdict_on,
)
from taxonomy_service.exchange.svg_text import text_element, text_width, wrapped, xml_text

_LEFT, _RIGHT, _COLUMN, _EDGE = 132, 132, 116, 14
_TITLE, _LEVEL, _LEAF, _BAND, _BAR = 40, 30, 58, 80, 34
_LINE, _LEGEND = 14, 40
_STYLE = """
text { font: 13px "Noto Sans", "Noto Naskh Arabic", "Noto Sans CJK JP", "DejaVu Sans", sans-serif; fill: #111 }
text.title { font-size: 17px; font-weight: bold } text.strong, text.label { font-weight: bold }
text.label { paint-order: stroke; stroke: #fff; stroke-width: 3px; stroke-linejoin: round }
text.small { font-size: 11px; fill: #444 } text.sign { font: 15px "DejaVu Sans", "Noto Sans Math", sans-serif }
.own { fill: #f0f0f0 } .rule { stroke: #999 } .grid { stroke: #bbb; stroke-dasharray: 2 4 }
.box { fill: none; stroke: #666 } .edge { stroke: #111; stroke-width: 1.5 }
.bar { fill: #dcebf7; stroke: #1b4b72; stroke-width: 1.5 }
.flagged { fill: #fbe3c8; stroke: #7a3b00; stroke-width: 3 }
.part { fill: url(#hatch) } .unknown { fill: #fff; stroke-dasharray: 7 4 }
.join { stroke: #7a3b00; stroke-width: 3; stroke-dasharray: 3 3 }
"""
_HATCH = (
    '<pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="7" height="7" fill="#fff"/><rect width="3" height="7" fill="#e9b782"/></pattern>'
)
_LEGEND_ENTRIES = (
    ("", message("covers the concept")),
    ("flagged", message("suspected to cover something else")),
    ("flagged part", message("covers a part of it")),
    ("flagged unknown", message("not translated")),
)
_SIZES = {"small": 11}
_ANCHORED = {"name": ("start", "strong"), "beside": ("end", "small")}


def boundary_svg(picture: BoundaryPicture, teller: Teller) -> str:
    """Return the picture as an SVG document that needs nothing else, with a title and a description in words."""
    drawing = _Drawing(picture, teller)
    title = teller.say(picture_title(picture, teller.reader)).value
    described = " ".join(teller.say(band_sentence(picture, band, teller)).value for band in picture.bands)
    size = f'viewBox="0 0 {drawing.width} {drawing.height}" width="{drawing.width}" height="{drawing.height}"'
    about = f'lang="{teller.told_in}" role="img" aria-labelledby="title desc"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} {about}>',
            f'<title id="title">{xml_text(title)}</title>',
            f'<desc id="desc">{xml_text(described)}</desc>',
            f"<style>{_STYLE}</style><defs>{_HATCH}</defs>",
            f'<rect width="{drawing.width}" height="{drawing.height}" fill="#fff"/>',
            *drawing.parts(),
            "</svg>\n",
        ]
    )


class _Drawing:
    """The picture with its measures in pixels."""

    def __init__(self, picture: BoundaryPicture, teller: Teller) -> None:
        self.picture = picture
        self.teller = teller
        levels = 1 + max((heading.level for heading in picture.headings), default=-1)
        self._top = _TITLE + levels * _LEVEL + _LEAF
        self._bottom = self._top + len(picture.bands) * _BAND
        self._entries: list[tuple[int, str, Literal]] = []
        end = _EDGE
        for kind, told in _LEGEND_ENTRIES:
            word = teller.say(told)
            self._entries.append((end, kind, word))
            end += 66 + round(text_width(word.value, _SIZES["small"]))
        self.width = max(self._x(len(picture.columns)) + max(_RIGHT, self._widest_verdict()), end)
        self.height = self._bottom + _LEGEND

    def parts(self) -> Iterator[str]:
        """Yield the elements, those behind first."""
        left, own = self._x(0), self.picture.own * _COLUMN
        top = self._top - _LEAF
        title = self.teller.say(picture_title(self.picture, self.teller.reader))
        yield text_element((_EDGE, 24), title, kind="title", anchor="start")
        yield f'<rect x="{left}" y="{top}" width="{own}" height="{self._bottom - top}" class="own"/>'
        yield from self._headings()
        for place, column in enumerate(self.picture.columns):
            yield from self._column(place, column)
        for edge in (left, left + own):
            yield f'<path d="M{edge} {top}V{self._bottom}" class="edge"/>'
        for row, band in enumerate(self.picture.bands):
            yield from self._band(self._top + row * _BAND, band)
        yield from self._legend()

    def _headings(self) -> Iterator[str]:
        for heading in self.picture.headings:
            x, y = self._x(heading.first), _TITLE + heading.level * _LEVEL
            width = (heading.last - heading.first + 1) * _COLUMN
            column = Column(ColumnKind.CONCEPT, heading.concept, heading.labels)
            yield f'<rect x="{x + 2}" y="{y}" width="{width - 4}" height="{_LEVEL - 4}" rx="5" class="box"/>'
            yield from self._name((x + width / 2, y + 18), column, (width - 16, 1))
            if other := self._other_name(column):
                yield from _lines((x + width - 10, y + 18), other, (width / 3, 1), "beside")

    def _column(self, place: int, column: Column) -> Iterator[str]:
        at = (self._x(place) + _COLUMN / 2, self._top - _LEAF + 16)
        if column.kind is ColumnKind.CONCEPT:
            name = list(self._name(at, column, (_COLUMN - 12, 3)))
            yield from name
            if other := self._other_name(column):
                yield from _lines((at[0], at[1] + len(name) * _LINE), other, (_COLUMN - 12, 1), "small")
        else:
            word = self.teller.say(rest_word(column))
            yield from _lines(at, word._replace(value=f"({word.value})"), (_COLUMN - 12, 2), "small")
        yield f'<path d="M{self._x(place + 1)} {self._top - _LEAF}V{self._bottom}" class="grid"/>'

    def _name(self, at: tuple[float, float], column: Column, fit: tuple[float, int]) -> Iterator[str]:
        kind = "strong" if column.concept == self.picture.concept else "plain"
        yield from _lines(at, column_label(column, self.teller.reader), fit, kind)

    def _other_name(self, column: Column) -> Literal | None:
        """Return what tells a concept from another one that is called the same for the reader."""
        if column.concept is None:
            return None
        other = told_apart(self.picture, column.concept, column.labels, self.teller.reader)
        return None if other is None else other._replace(value=f"({other.value})")

    def _band(self, y: int, band: Band) -> Iterator[str]:
        yield f'<path d="M{_EDGE} {y}H{self.width - _EDGE}" class="rule"/>'
        reader = self.teller.reader
        name = list(
            _lines((_EDGE, y + 24), Literal(display_name(band.language, reader), reader), (_LEFT - 8, 2), "name")
        )
        yield from name
        yield text_element((_EDGE, y + 26 + len(name) * _LINE), Literal(band.language), kind="small", anchor="start")
        if band.form is None:
            yield text_element((self._x(0) + _COLUMN / 2, y + 30), self.teller.say(message("no label")), kind="small")
        else:
            yield from self._bars(y + 8, band, Literal(band.form, band.language))
            yield from self._verdict(y + 24, band)
        yield from self._neighbours(y + 8 + _BAR + _LINE, band)

    def _bars(self, y: int, band: Band, label: Literal) -> Iterator[str]:
        runs = _runs(band)
        middle = y + _BAR / 2
        if len(runs) > 1:
            yield f'<path d="M{self._x(runs[0][0]) + 8} {middle}H{self._x(runs[-1][1] + 1) - 8}" class="join"/>'
        for first, last, reach in runs:
            kind = f"bar {'flagged' if band.relation else ''} {'' if reach is Reach.WHOLE else reach.value}"
            width = (last - first + 1) * _COLUMN - 10
            place = f'x="{self._x(first) + 5}" y="{y}" width="{width}" height="{_BAR}" rx="8"'
            yield f'<rect {place} class="{" ".join(kind.split())}"/>'
        first, last, _ = max(runs, key=lambda run: run[1] - run[0])
        width = (last - first + 1) * _COLUMN
        rows = len(wrapped(label.value, width - 22, 13, 2))
        at = (self._x(first) + width / 2, middle + 5 - (rows - 1) * _LINE / 2)
        yield from _lines(at, label, (width - 22, 2), "label")

    def _verdict(self, y: int, band: Band) -> Iterator[str]:
        x = self._x(len(self.picture.columns)) + 12
        sign, told = verdict_on(self.picture, band)
        yield text_element((x + 7, y), Literal(sign), kind="sign")
        word = self.teller.say(told)
        yield text_element((x + 20, y), word, kind="strong" if band.relation else "plain", anchor="start")
        if band.confidence is not None:
            yield text_element((x + 20, y + 16), Literal(f"{band.confidence:.0%}"), kind="small", anchor="start")

    def _widest_verdict(self) -> int:
        """Return how far verdicts reach beyond the columns, with their signs and the edge; bold is a tenth wider."""
        words = (self.teller.say(verdict_on(self.picture, band)[1]).value for band in self.picture.bands)
        return 32 + round(1.1 * max((text_width(word, 13) for word in words), default=0)) + _EDGE

    def _neighbours(self, y: int, band: Band) -> Iterator[str]:
        """Write under the bar what the language calls the other concepts."""
        for place, column in enumerate(self.picture.columns):
            form = column.labels.get(band.language)
            if column.kind is ColumnKind.CONCEPT and column.concept != self.picture.concept and form:
                at = (self._x(place) + _COLUMN / 2, y)
                yield from _lines(at, Literal(form, band.language), (_COLUMN - 10, 2), "small")

    def _legend(self) -> Iterator[str]:
        y = self._bottom
        yield f'<path d="M{_EDGE} {y}H{self.width - _EDGE}" class="rule"/>'
        for x, kind, word in self._entries:
            yield f'<rect x="{x}" y="{y + 12}" width="34" height="16" rx="5" class="{f"bar {kind}".strip()}"/>'
            yield text_element((x + 42, y + 25), word, kind="small", anchor="start")

    def _x(self, place: int) -> int:
        return _EDGE + _LEFT + place * _COLUMN


def _lines(at: tuple[float, float], literal: Literal, fit: tuple[float, int], kind: str) -> Iterator[str]:
    """Yield a text cut into lines; `fit` is how wide and how many they may be."""
    anchor, kind = _ANCHORED.get(kind, ("middle", kind))
    for row, line in enumerate(wrapped(literal.value, fit[0], _SIZES.get(kind, 13), fit[1])):
        yield text_element((at[0], at[1] + row * _LINE), literal._replace(value=line), kind=kind, anchor=anchor)


def _runs(band: Band) -> list[tuple[int, int, Reach]]:
    """Return neighbouring columns that are covered alike as one run: first, last, how far."""
    places = [(place - row, reach, place) for row, (place, reach) in enumerate(sorted(band.reach.items()))]
    grouped = (list(group) for _, group in groupby(places, key=lambda entry: entry[:2]))
    return [(group[0][2], group[-1][2], group[0][1]) for group in grouped]
