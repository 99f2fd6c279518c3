"""Pictures of boundaries on the command line."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from taxonomy_service.cli.console import output
from taxonomy_service.cli.reader import ReaderOption, wanted_languages
from taxonomy_service.cli.vocabularies import named_schemes, named_witnesses
from taxonomy_service.domain.errors import Malformed, NotFound, TaxonomyError
from taxonomy_service.domain.messages import Given, message
from taxonomy_service.domain.pictures import BoundaryPicture
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.exchange.boundary_words import Teller, band_sentence, picture_title, verdict_on
from taxonomy_service.services.boundaries import detect
from taxonomy_service.services.catalogues import SOURCE_LANGUAGE
from taxonomy_service.services.pictures import PictureFormat, picture_from_findings, teller_for, write_picture

_HEADS = (message("language"), message("label"), message("covers"), message("sure"), message("in words"))


def draw(
    vocabulary: Annotated[
        str, typer.Argument(metavar="FILE_OR_SCHEME", help="a SKOS file, or the id of a scheme in the database")
    ],
    concept: Annotated[str, typer.Argument(help="the concept's id or IRI", show_default=False)],
    to: Annotated[
        Path | None,
        typer.Option("--output", help="an .svg file, or an .html file with a table; by default the terminal"),
    ] = None,
    reader: ReaderOption = None,
) -> None:
    """Draw what each language's label of a concept covers, over the neighbouring concepts."""
    format_ = _format(to) if to else None
    language = next(iter(wanted_languages(reader)), SOURCE_LANGUAGE)
    scheme = _scheme_with(vocabulary, concept)
    picture = picture_from_findings(scheme, concept, detect(scheme, witnesses=named_witnesses(vocabulary)))
    if to is None or format_ is None:
        _print_picture(picture, teller_for(language))
        return
    try:
        to.write_text(write_picture(picture, format_, language), encoding="utf-8")
    except OSError as error:
        raise TaxonomyError(
            message("{file} cannot be written: {fault}", file=str(to), fault=error.strerror or str(error))
        ) from error
    output.print(f"the boundaries of {concept} are drawn in {to}")


def _format(path: Path) -> PictureFormat:
    try:
        return PictureFormat(path.suffix.removeprefix(".").lower())
    except ValueError as error:
        raise TaxonomyError(
            message("{file} must end in .svg or .html, which says how to draw", file=str(path))
        ) from error


def _scheme_with(vocabulary: str, concept: str) -> ConceptScheme:
    schemes = named_schemes(vocabulary)
    having = [
        scheme
        for scheme in schemes
        if concept in scheme.concepts or any(other.iri == concept for other in scheme.concepts.values())
    ]
    if not having:
        raise NotFound(message("concept in {vocabulary}", vocabulary=vocabulary), concept)
    if len(having) > 1:
        raise Malformed(
            message(
                "{concept} stands in {count} schemes of {vocabulary}; give its IRI",
                concept=Given(concept),
                count=len(having),
                vocabulary=vocabulary,
            )
        )
    return having[0]


def _print_picture(picture: BoundaryPicture, teller: Teller) -> None:
    output.print(teller.say(picture_title(picture, teller.reader)).value)
    table = Table(*(teller.say(head).value for head in _HEADS))
    for band in picture.bands:
        sign, told = verdict_on(picture, band)
        covers = f"{sign} {teller.say(told).value}" if band.form else ""
        sure = "" if band.confidence is None else f"{band.confidence:.0%}"
        words = teller.say(band_sentence(picture, band, teller)).value
        table.add_row(band.language, band.form or "", covers, sure, words)
    output.print(table)
