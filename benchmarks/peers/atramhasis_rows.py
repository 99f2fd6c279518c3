"""Fill an Atramhasis database; run by the Python of its own environment: `atramhasis_rows.py TABLE DATABASE`.

Its own import holds the whole vocabulary as objects and had not finished 100,000 concepts when it was tried, so the
rows go straight into the tables of its models; what it then serves is the same.
"""

import csv
import sys

from atramhasis.data.models import Base as OwnTables
from atramhasis.data.models import Provider
from skosprovider_sqlalchemy import models
from sqlalchemy import create_engine, insert
from sqlalchemy.orm import Session

_IRI = "http://example.org/generated/c%s"


def main(table: str, database: str) -> None:
    with open(table, encoding="utf-8", newline="") as file:  # noqa: PTH123
        labels = list(csv.DictReader(file, delimiter="\t"))
    engine = create_engine(f"sqlite:///{database}")
    models.Base.metadata.create_all(engine)
    OwnTables.metadata.create_all(engine)
    with Session(engine) as session:
        models.Initialiser(session).init_all()
        known = {one.id for one in session.query(models.Language)}
        session.add_all(models.Language(one, one) for one in {row["language"] for row in labels} - known)
        scheme = models.ConceptScheme(id=1, uri="http://example.org/generated")
        session.add(scheme)
        session.flush()
        meta = {"id": "GENERATED", "atramhasis.id_generation_strategy": "NUMERIC"}
        session.add(
            Provider(id="GENERATED", conceptscheme=scheme, uri_pattern=_IRI, meta=meta, expand_strategy="RECURSE")
        )
        session.flush()
        _fill(session, labels)
        session.commit()


def _fill(session: Session, labels: list[dict[str, str]]) -> None:
    above = {int(row["concept"]): int(row["broader"]) for row in labels}
    shared = {"type": "concept", "conceptscheme_id": 1}
    concepts = [{"id": one + 1, "concept_id": str(one), "uri": _IRI % one, **shared} for one in above]
    session.execute(insert(models.Thing.__table__), concepts)
    pairs = [
        {"concept_id_broader": broader + 1, "concept_id_narrower": one + 1}
        for one, broader in above.items()
        if broader >= 0
    ]
    session.execute(insert(models.concept_hierarchy_concept), pairs)
    kept = [
        {"id": place, "label": row["form"], "labeltype_id": "prefLabel", "language_id": row["language"]}
        for place, row in enumerate(labels, 1)
    ]
    session.execute(insert(models.Label.__table__), kept)
    links = [{"concept_id": int(row["concept"]) + 1, "label_id": place} for place, row in enumerate(labels, 1)]
    session.execute(insert(models.concept_label), links)


if __name__ == "__main__":
    main(*sys.argv[1:])
