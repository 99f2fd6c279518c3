"""An empty FastAPI route with the request and response models of our validation, to measure against."""

import sys
from typing import Any

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel


class Question(BaseModel):
    label: str
    language: str | None = None
    concept: str | None = None
    attributes: dict[str, Any] | None = None


class NamedConcept(BaseModel):
    id: str
    iri: str
    preferred_labels: dict[str, str]


class MatchedLabel(BaseModel):
    form: str
    language: str
    kind: str
    rung: str
    language_rung: str


class Candidate(BaseModel):
    concept: NamedConcept
    matched: MatchedLabel
    relation: str | None = None


class VerdictWarning(BaseModel):
    code: str
    message: str
    attribute: str | None = None
    allowed: list[str] = []


class Suggestion(BaseModel):
    concept: NamedConcept
    label: str
    language: str
    kind: str
    score: float


class ReleaseName(BaseModel):
    scheme: str
    number: int
    version: str | None
    content_hash: str


class Verdict(BaseModel):
    verdict: str
    label: str
    language: str
    release: ReleaseName
    concept: NamedConcept | None = None
    claimed: NamedConcept | None = None
    relation: str | None = None
    matched: MatchedLabel | None = None
    successor: NamedConcept | None = None
    fault: str | None = None
    candidates: list[Candidate] = []
    warnings: list[VerdictWarning] = []
    suggestions: list[Suggestion] = []


def _concept(name: str, fr: str, en: str) -> NamedConcept:
    iri = f"https://w3id.org/taxonomy-service/vocabularies/footwear/{name}"
    return NamedConcept(id=name, iri=iri, preferred_labels={"fr": fr, "en": en})


SPORTS, RUNNING = (
    _concept("sports-shoe", "chaussure de sport", "sports shoe"),
    _concept("running-shoe", "chaussure de course", "running shoe"),
)
ANSWER = Verdict(
    verdict="mismatch",
    label="chaussure de sport",
    language="fr",
    release=ReleaseName(scheme="footwear", number=1, version="1.0.0", content_hash="0" * 64),
    concept=SPORTS,
    claimed=RUNNING,
    relation="broader",
    matched=MatchedLabel(
        form="chaussure de sport", language="fr", kind="preferred", rung="exact", language_rung="exact"
    ),
    suggestions=[
        Suggestion(concept=RUNNING, label="chaussure de course", language="fr", kind="preferred", score=0.811)
    ],
)
app = FastAPI()


@app.post("/validate")
async def validate(question: Question) -> Verdict:  # noqa: ARG001
    return ANSWER


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="info", access_log=False)
