"""Reasons from outside the vocabulary: what references and a sentence encoder say against a label."""

from collections.abc import Iterator

from taxonomy_service.boundaries.candidates import FITTING
from taxonomy_service.boundaries.cases import Case
from taxonomy_service.boundaries.lexical import cover
from taxonomy_service.boundaries.lexicon import Lexicon
from taxonomy_service.boundaries.nearness import Usual, nearest_around
from taxonomy_service.boundaries.senses import Asked, denying, wider_meaning
from taxonomy_service.boundaries.standing import nearest_standing
from taxonomy_service.boundaries.vocabulary import place_of
from taxonomy_service.domain.messages import Message, message
from taxonomy_service.domain.statements import Literal


def reference_reason(case: Case) -> Message:
    """Say which word the references render otherwise."""
    if case.outside.lexicon is None:
        return _not_given(case)
    return next(_said_by_references(case, case.outside.lexicon), None) or _not_given(case)


def _said_by_references(case: Case, lexicon: Lexicon) -> Iterator[Message]:
    yield from _wider(case, lexicon)
    yield from _rendered_otherwise(case, lexicon)
    yield from _denied(case, lexicon)


def _wider(case: Case, lexicon: Lexicon) -> Iterator[Message]:
    """Yield what the label means, where that is wider than the source's label."""
    if _told(case, "sense-wider"):
        vocabulary = case.prepared.vocabulary
        yield message(
            "the references render {form} by {wider}, which is wider than {own}",
            form=case.quoted,
            wider=Literal(wider_meaning(lexicon, vocabulary, _asked(case)), vocabulary.source),
            own=case.told(case.concept),
        )


def _rendered_otherwise(case: Case, lexicon: Lexicon) -> Iterator[Message]:
    """Yield a word of the label, and one of the source's, that have no counterpart on the other side."""
    source = case.prepared.vocabulary.source
    there = case.prepared.vocabulary.forms[source][case.concept]
    if (forth := cover(lexicon, case.form, case.language, there, source)).odd:
        yield message(
            "the references render {word} by {renderings}; {own} is none of these",
            word=Literal(forth.odd, case.language),
            renderings=Literal(", ".join(forth.instead), source),
            own=case.told(case.concept),
        )
    if (back := cover(lexicon, there, source, case.form, case.language)).odd:
        yield message(
            "the references render {word} by {renderings}; {form} has none of these",
            word=Literal(back.odd, source),
            renderings=Literal(", ".join(back.instead), case.language),
            form=case.quoted,
        )


def _denied(case: Case, lexicon: Lexicon) -> Iterator[Message]:
    """Yield in which languages the dictionaries know one of the labels, but not as a translation of the other."""
    if _told(case, "sense-denied"):
        yield message(
            "dictionaries do not give {form} as a translation of the labels in {languages}",
            form=case.quoted,
            languages=", ".join(denying(lexicon, case.prepared.vocabulary, _asked(case))),
        )


def _told(case: Case, name: str) -> float:
    """Return a signal of the label, 0 where the witness was not asked."""
    return float(case.signals.values[name][case.row]) if name in case.signals.values else 0.0


def _asked(case: Case) -> Asked:
    return Asked(case.language, case.concept, case.signals.labels.keys[case.row])


def _not_given(case: Case) -> Message:
    return message(
        "the references do not give {form} as a translation of {own}", form=case.quoted, own=case.told(case.concept)
    )


def embedding_reason(case: Case) -> Message:
    """Say which concept's labels the sentence encoder puts nearer, else how near it finds the label to its own."""
    known = case.outside.nearness
    encoder, usual = (known.provider.name, known.usual) if known is not None else ("", Usual(0.0, 1.0))
    nearer, told = _nearer(case), float(case.signals.values["near-source"][case.row])
    if nearer is not None:
        return message(
            "the sentence encoder {encoder} puts {form} nearer to {other} than to {own}",
            encoder=encoder,
            form=case.quoted,
            other=case.told(nearer),
            own=case.told(case.concept),
        )
    if told < 0:
        return message(
            "the sentence encoder {encoder} finds {form} and {own} only {share} % alike",
            encoder=encoder,
            form=case.quoted,
            own=case.told(case.concept),
            share=round(100 * usual.cosine(told)),
        )
    return message(
        "the sentence encoder {encoder} puts {form} apart from the labels of {own} in the other languages",
        encoder=encoder,
        form=case.quoted,
        own=case.told(case.concept),
    )


def _nearer(case: Case) -> int | None:
    """Return the concept next to this one that lies nearer to the label; of all, where nothing stands next to it.

    None where it does not stand where the relation has it: a reason must not speak against what it is given for.
    """
    known, standing, labels = case.outside.nearness, case.outside.standing, case.signals.labels
    nearer = None
    if known is not None and not labels.changed:
        nearer = nearest_around(known, case.prepared.vocabulary, case.language, case.concept)
    if nearer is None and standing is not None and _told(case, "standing-gap") > 0:
        nearer = nearest_standing(standing, labels, case.row)
    return nearer if nearer is not None and _fits(case, nearer) else None


def _fits(case: Case, other: int) -> bool:
    place = place_of(case.prepared.vocabulary, other, case.concept)
    return case.relation is None or place in FITTING[case.relation]
