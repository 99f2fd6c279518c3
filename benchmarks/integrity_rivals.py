"""Our checks beside Skosify and pySHACL: the same files, one run; what each finds, what it misses, how long it takes.

Skosify runs as its command does; pySHACL with the SKOS conditions written as SHACL shapes (`skos_shapes.ttl`). A faulty
file is found where a tool says something of it that it does not say of the file's faultless twin; an example of the
SKOS Reference, which has no twin, where it says something that it says of none of the consistent examples. Since the
two do not infer what is a concept, a scheme or a collection, they get the faulty files with that written out. The times
are without our search for near-duplicates, which the two have nothing to set against.
"""

import contextlib
import io
import logging
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.figures import Figure, Unavailable, shared_vocabulary
from benchmarks.integrity_cost import fast_checks
from taxonomy_service.domain import terms
from taxonomy_service.exchange.rdf import RdfFormat, read_statements
from taxonomy_service.integrity.view import View
from taxonomy_service.services.imports import VocabularyFile
from taxonomy_service.services.integrity import check_file

DATA = Path(__file__).parents[1] / "tests" / "data"
EXAMPLES = "http://example.org/ns/"
SHAPES = Path(__file__).parent / "skos_shapes.ttl"
_PATH = re.compile(r"\S*/\S+\.ttl")
Finder = Callable[[Path], list[str]]
"""What a tool says of a file, without the file's own name."""


def ours(path: Path, only: list[str] | None = None) -> list[str]:
    with path.open("rb") as stream:
        report = check_file(VocabularyFile(stream, path.name, RdfFormat.TURTLE), only=only)
    return [one.code for one in report.findings]


def skosify_says(path: Path) -> list[str]:
    import skosify

    told: list[str] = []
    listener = logging.Handler(logging.WARNING)
    listener.emit = lambda record: told.append(_PATH.sub("…", record.getMessage()))  # type: ignore[method-assign]
    logging.getLogger().addHandler(listener)
    try:
        namespace = EXAMPLES if EXAMPLES in path.read_text() else None  # it gives up where it cannot tell
        options = {"break_cycles": True, "eliminate_redundancy": True, "infer": True, "namespace": namespace}
        skosify.skosify(str(path), label="benchmark", **options)
    except (Exception, SystemExit) as error:
        told.append(f"ended with {type(error).__name__}")
    finally:
        logging.getLogger().removeHandler(listener)
    return told


def pyshacl_says(path: Path) -> list[str]:
    import pyshacl
    import rdflib

    data = rdflib.Graph().parse(path, format="turtle")
    _, results, _ = pyshacl.validate(data, shacl_graph=rdflib.Graph().parse(SHAPES, format="turtle"))
    component = rdflib.SH.sourceConstraintComponent
    return [str(results.value(one, component)) for one in results.subjects(rdflib.RDF.type, rdflib.SH.ValidationResult)]


TOOLS: dict[str, Finder] = {"our checks": ours, "Skosify": skosify_says, "pySHACL": pyshacl_says}


def _quietly(tool: Finder, path: Path) -> list[str]:
    with contextlib.redirect_stderr(io.StringIO()):
        return tool(path)


def _says(tool: Finder, path: Path) -> set[str]:
    """What a tool says of a faulty file or a twin; the rivals get it with the types written out."""
    if tool is ours:
        return set(ours(path))
    with path.open("rb") as stream:
        view = View(read_statements(stream, path.name, RdfFormat.TURTLE, limit=1 << 20))
    classes = (terms.CONCEPT, terms.CONCEPT_SCHEME, terms.COLLECTION, terms.XL_LABEL)
    types = [f"<{one}> a <{kind}> .\n" for kind in classes for one in view.instances(kind) if ":" in one[2:]]
    with tempfile.TemporaryDirectory() as folder:
        typed = Path(folder) / "typed.ttl"
        typed.write_text(path.read_text() + "\n" + "".join(one for one in types if " " not in one.partition(">")[0]))
        return set(_quietly(tool, typed))


def _hits(tool: Finder) -> dict[str, list[str]]:
    """The faulty files that a tool misses, by kind of fault, with how many there are as the last entry."""
    examples = DATA / "skos-reference"
    usual = {kind for path in examples.glob("*-consistent.ttl") for kind in _says(tool, path)}
    missed: dict[str, list[str]] = {"numbered examples of SKOS": [], "SKOS conditions": [], "quality checks": []}
    counts = dict.fromkeys(missed, 0)

    def judge(kind: str, name: str, told: set[str]) -> None:
        counts[kind] += 1
        if not told:
            missed[kind].append(name)

    for path in sorted(examples.glob("*-inconsistent-*.ttl")):
        judge("numbered examples of SKOS", path.stem[:2], _says(tool, path) - usual)
    for folder in sorted((DATA / "integrity").iterdir()):
        if folder.is_dir() and not (folder / "profile.toml").exists():
            kind = "SKOS conditions" if folder.name.startswith("S") else "quality checks"
            judge(kind, folder.name, _says(tool, folder / "bad.ttl") - _says(tool, folder / "good.ttl"))
    return {kind: [*names, str(counts[kind])] for kind, names in missed.items()}


def run() -> list[Figure]:
    try:
        import pyshacl  # noqa: F401
        import skosify  # noqa: F401
    except ModuleNotFoundError as error:
        raise Unavailable(f"{error.name} is not installed (pip install -e '.[bench]')") from error
    figures = []
    for name, tool in TOOLS.items():
        shares, details = [], []
        for kind, (*missed, count) in _hits(tool).items():
            shares.append((int(count) - len(missed), int(count)))
            told = f" (misses {', '.join(missed)})" if missed else ""
            details.append(f"{kind} {shares[-1][0]} of {count}{told}")
        share = sum(found for found, _ in shares) / sum(count for _, count in shares)
        bound = 1.0 if tool is ours else None
        figures.append(Figure(f"faulty files found by {name}", share, "", "; ".join(details), at_least=bound))
    return [*figures, *_times("gemet-2017.ttl", "Skosify", "pySHACL"), *_times("shopify-2024-07.ttl", "Skosify")]


def _times(file: str, *rivals: str) -> list[Figure]:
    path = shared_vocabulary(file)
    costs: dict[str, float] = {}
    told: dict[str, int] = {}
    for name in ("our checks", *rivals):
        start = time.process_time()
        told[name] = len(_quietly(TOOLS[name], path) if name in rivals else ours(path, fast_checks()))
        costs[name] = time.process_time() - start
    own = f"{costs['our checks']:.2f} s and {told['our checks']:,} findings"
    return [
        Figure(
            f"{rival} on {file} / our checks",
            costs[rival] / costs["our checks"],
            "×",
            f"{costs[rival]:.1f} s and {told[rival]:,} messages against {own}",
            at_least=1,
        )
        for rival in rivals
    ]
