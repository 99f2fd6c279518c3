"""A boundary picture as a page: the drawing, followed by the same in a table."""

from collections.abc import Iterator
from html import escape

from taxonomy_service.domain.languages import direction, display_name
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.pictures import Band, BoundaryPicture, Column, ColumnKind, Reach
from taxonomy_service.domain.statements import Literal
from taxonomy_service.exchange.boundary_svg import boundary_svg
from taxonomy_service.exchange.boundary_words import (
    Teller,
    column_label,
    picture_title,
    rest_word,
    verdict_on,
)

_STYLE = """
body { font: 1rem/1.4 system-ui, sans-serif; margin: 1rem; color: #111; background: #fff }
figure { margin: 0; overflow-x: auto } svg { max-width: 100%; height: auto }
table { border-collapse: collapse; margin-top: 1rem } caption { text-align: start; font-weight: bold; padding: .4rem 0 }
th, td { border: 1px solid #999; padding: .25rem .5rem; text-align: start; vertical-align: top }
td.whole { border-width: 3px } td.part { border: 3px dashed } .scroll { overflow-x: auto }
"""
_REACHES = {
    Reach.WHOLE: message("covered"),
    Reach.PART: message("covered in part"),
    Reach.UNKNOWN: message("not translated"),
}


def boundary_page(picture: BoundaryPicture, teller: Teller) -> str:
    """Return an HTML page that needs nothing else: the drawing, then a table that says the same in words."""
    title = teller.say(picture_title(picture, teller.reader))
    caption = teller.say(message("What each label covers"))
    svg = boundary_svg(picture, teller)
    return (
        f'<!doctype html>\n<html lang="{title.language}" dir="{direction(title.language)}">\n<head>\n'
        f'<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title.value)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(title.value)}</h1>\n<figure>\n{svg}</figure>\n"
        f'<div class="scroll" tabindex="0" role="region" aria-labelledby="table">\n<table>\n'
        f'<caption id="table">{escape(caption.value)}</caption>\n'
        f"{''.join(_rows(picture, teller))}</table>\n</div>\n</main>\n</body>\n</html>\n"
    )


def _rows(picture: BoundaryPicture, teller: Teller) -> Iterator[str]:
    heads = [teller.say(told) for told in (message("Language"), message("Label"), message("Covers"))]
    names = [_column_name(column, teller) for column in picture.columns]
    yield "<thead><tr>" + "".join(_cell("th", head, ' scope="col"') for head in (*heads, *names)) + "</tr></thead>\n"
    yield "<tbody>\n"
    for band in picture.bands:
        yield _row(picture, band, teller)
    yield "</tbody>\n"


def _column_name(column: Column, teller: Teller) -> Literal:
    word = teller.say(rest_word(column))
    if column.kind is ColumnKind.CONCEPT:
        return column_label(column, teller.reader)
    if column.concept is None:
        return word
    return word._replace(value=f"{column_label(column, teller.reader).value}: {word.value}")


def _row(picture: BoundaryPicture, band: Band, teller: Teller) -> str:
    reader = teller.reader
    language = Literal(f"{display_name(band.language, reader)} ({band.language})", reader)
    cells = [_cell("th", language, ' scope="row"')]
    if band.form is None:
        missing = teller.say(message("no label"))
        return f"<tr>{cells[0]}{_cell('td', missing, f' colspan={2 + len(picture.columns)}')}</tr>\n"
    sign, told = verdict_on(picture, band)
    word = teller.say(told)
    sure = "" if band.confidence is None else f" {band.confidence:.0%}"
    cells.append(_cell("td", Literal(band.form, band.language)))
    cells.append(_cell("td", word._replace(value=f"{sign} {word.value}{sure}")))
    cells += [_reach(column, band.reach.get(place), band, teller) for place, column in enumerate(picture.columns)]
    return f"<tr>{''.join(cells)}</tr>\n"


def _reach(column: Column, reach: Reach | None, band: Band, teller: Teller) -> str:
    """Return what the language calls the column's concept, and whether the label judged covers it."""
    own = column.labels.get(band.language, "") if column.kind is ColumnKind.CONCEPT else ""
    called = f"<span{_about(Literal(own, band.language))}>{escape(own)}</span>" if own else ""
    if reach is None:
        return f"<td>{called}</td>"
    word = teller.say(_REACHES[reach])
    covered = f"<strong{_about(word)}>{escape(word.value)}</strong>"
    return f'<td class="{reach.value}">{"<br>".join(filter(None, (covered, called)))}</td>'


def _cell(tag: str, literal: Literal, extra: str = "") -> str:
    return f"<{tag}{extra}{_about(literal)}>{escape(literal.value)}</{tag}>"


def _about(literal: Literal) -> str:
    return f' lang="{escape(literal.language)}" dir="{direction(literal.language)}"' if literal.language else ""
