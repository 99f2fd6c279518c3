"""The canonical N-Triples of a scheme, a subject at a time: sorted, each statement once, blank nodes by fixed names.

The text is that of `ntriples.canonical_text` over `scheme_statements`, made without a statement for each label and
without all lines in memory at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from taxonomy_service.domain import terms
from taxonomy_service.domain.concepts import Concept
from taxonomy_service.domain.labels import Label, LabelKind, label_nodes
from taxonomy_service.domain.languages import UNTAGGED
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.skos_terms import LABEL_PREDICATES, LABELS
from taxonomy_service.domain.statements import Iri, Statement
from taxonomy_service.domain.stating import beside_labels, concept_statements
from taxonomy_service.exchange.blank_nodes import renamed
from taxonomy_service.exchange.ntriples import iri_term, line, literal_text, term
from taxonomy_service.exchange.skos_writer import blank_names, statements_beside_concepts

_TYPE_LINE = f"{iri_term(terms.TYPE)} {iri_term(terms.CONCEPT)} .\n"
_VERBS = {kind: iri_term(predicate) for kind, predicate in LABEL_PREDICATES.items()}


def canonical_chunks(scheme: ConceptScheme) -> Iterator[bytes]:
    """Yield the canonical N-Triples of a scheme in UTF-8, all lines of one subject at a time, in order."""
    names = blank_names(scheme)
    plain = {concept.iri: concept for concept in scheme.concepts.values() if not label_nodes(concept.labels)}
    others = _lines_by_subject(_beside(scheme, plain), names)
    writer = _ConceptWriter(names)
    subjects = {f"{iri_term(iri)} ": iri for iri in plain}
    for subject in sorted([*subjects, *others]):
        if subject in subjects:
            yield writer.lines(subject, plain[subjects[subject]])
        else:
            yield _encoded("".join(sorted(set(others[subject]))))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")  # which only IRIs can need


def _beside(scheme: ConceptScheme, plain: Mapping[Iri, Concept]) -> Iterator[Statement]:
    odd = (concept for concept in scheme.concepts.values() if concept.iri not in plain)
    return chain(statements_beside_concepts(scheme), chain.from_iterable(map(concept_statements, odd)))


def _lines_by_subject(statements: Iterable[Statement], names: Mapping[str, str]) -> dict[str, list[str]]:
    lines: dict[str, list[str]] = defaultdict(list)
    for statement in statements:
        written = line(renamed(statement, names) if names else statement)
        lines[written[: written.index(" ") + 1]].append(f"{written}\n")
    return lines


class _ConceptWriter:
    """Writes concepts whose labels are no resources; what stands in many statements is written once."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._terms = _Terms()
        self._tags = _Tags()

    def lines(self, subject: str, concept: Concept) -> bytes:
        """Return the lines of a concept, in order; `subject` is its term with a space."""
        lines = self._beside_labels(subject, concept)
        mixed = any(stated.predicate in LABELS for stated in concept.properties)
        for kind, literals in self._literals(concept.labels).items():
            beginning = _encoded(f"{subject}{_VERBS[kind]} ")
            literals.sort()
            if mixed:
                lines += [b"%b%b .\n" % (beginning, _encoded(literal)) for literal in literals]
            else:  # nothing comes between these lines, which are sorted as one
                between = b" .\n" + beginning
                lines.append(b"%b%b .\n" % (beginning, "\n".join(literals).encode().replace(b"\n", between)))
        return b"".join(sorted(set(lines)))

    def _beside_labels(self, subject: str, concept: Concept) -> list[bytes]:
        terms_, names = self._terms, self._names
        lines = [_encoded(subject + _TYPE_LINE)]
        for predicate, node in beside_labels(concept):
            target = terms_[names.get(node, node)] if isinstance(node, str) else term(node)
            lines.append(_encoded(f"{subject}{terms_[predicate]} {target} .\n"))
        return lines

    def _literals(self, labels: tuple[Label, ...]) -> dict[LabelKind, list[str]]:
        """Return the terms of labels by kind."""
        found: dict[LabelKind, list[str]] = defaultdict(list)
        if not labels:
            return found
        forms, languages, kinds, _, _ = zip(*labels, strict=True)
        joined, tags = "".join(forms), map(self._tags.__getitem__, languages)
        if not joined.isprintable() or '"' in joined or "\\" in joined:
            forms = tuple([literal_text(form)[1:-1] for form in forms])
        for form, tag, kind in zip(forms, tags, kinds, strict=True):
            found[kind].append(f'"{form}{tag}')
        return found


class _Terms(dict[str, str]):
    """The terms of resources, each made once: the same few stand in most statements."""

    def __missing__(self, node: str) -> str:
        made = self[node] = term(node)
        return made


class _Tags(dict[str, str]):
    """What stands behind a text, by its language."""

    def __missing__(self, language: str) -> str:
        tag = self[language] = '"' if language == UNTAGGED else f'"@{language}'
        return tag
