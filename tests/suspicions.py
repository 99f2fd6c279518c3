"""Findings for tests: what a detector or a check could have said of the shoes."""

from collections.abc import Iterable

from taxonomy_service.domain.boundaries import BoundaryFinding, BoundaryRelation, Evidence, EvidenceKind
from taxonomy_service.domain.findings import IntegrityFinding, Severity
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.statements import Iri, Literal, Statement

SHOES = "https://example.org/shoes/"


def suspicion(
    form: str = "chaussure de course",
    language: str = "fr",
    concept: str = "running-shoe",
    *,
    relation: BoundaryRelation = BoundaryRelation.BROADER,
    confidence: float = 0.8,
    candidate: str | None = "sports-shoe",
    why: Iterable[EvidenceKind] = (EvidenceKind.STRUCTURE,),
) -> BoundaryFinding:
    """A boundary finding on a label of the shoes."""
    tag = LanguageTag(language)
    reason = message("{form} stands on {count} concepts", form=Literal(form, tag), count=2)
    return BoundaryFinding(
        Iri(SHOES + concept),
        tag,
        form,
        relation,
        confidence,
        True,
        None if candidate is None else Iri(SHOES + candidate),
        tuple(Evidence(kind, 2.0, reason) for kind in why),
        ("chaussure pour courir",),
    )


def fault(
    code: str = "Q001", concept: str = "sandal", severity: Severity = Severity.ERROR, evidence: str = "e1"
) -> IntegrityFinding:
    """An integrity finding on a concept of the shoes."""
    subject = SHOES + concept
    return IntegrityFinding(
        code,
        severity,
        subject,
        message("{concept} is alone", concept=concept),
        f"{code}-{concept}".encode().hex().ljust(32, "0")[:32],
        evidence,
        related=(SHOES + "shoe", "urn:elsewhere"),
        language=LanguageTag("tr"),
        label="İskarpin",
        proof=(Statement(subject, "urn:p", Literal("İskarpin", LanguageTag("tr"))),),
    )
