"""A vocabulary as it is named on the command line: a file, or a scheme in the database."""

from collections.abc import Sequence
from pathlib import Path

from taxonomy_service.cli.console import current_engine, open_input
from taxonomy_service.domain.errors import Malformed, NotFound
from taxonomy_service.domain.messages import Given, message
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.exchange.rdf import rdf_format
from taxonomy_service.services.boundaries import read_schemes
from taxonomy_service.services.releases import load_release
from taxonomy_service.store.session import transaction


def named_schemes(wanted: str) -> Sequence[ConceptScheme]:
    """Read a file where there is one of this name, else the newest release of the scheme of this id.

    Raises Malformed where it is neither.
    """
    path = Path(wanted)
    if path.exists():
        with open_input(path) as stream:
            return read_schemes(stream, path.name, rdf_format(path.name))
    try:
        with transaction(current_engine(), writing=False) as store:
            return [load_release(store, wanted).scheme]
    except NotFound as error:
        raise Malformed(
            message("{wanted} is neither a file nor a scheme in the database", wanted=Given(wanted))
        ) from error
