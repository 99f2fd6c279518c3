"""Ids and IRIs of new resources."""

import re

from taxonomy_service.domain.drafts import Draft
from taxonomy_service.domain.editing.refusals import EditFault, refusal
from taxonomy_service.domain.identifiers import local_name
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.statements import Iri

LONGEST_ID = 200  # characters
_ABSOLUTE_IRI = re.compile(r'[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>"{}|^`\\]+')


def new_iri(draft: Draft, own_id: str, wanted: str | None) -> Iri:
    """Return the IRI of a new concept or collection: the one wanted, else one in the manner of the scheme.

    Raises EditRefused where id or IRI cannot be one, or stood for something before: neither is ever used again.
    """
    require_id(own_id)
    if draft.find(own_id) is not None:
        told = message("the id {id} was used before; an id is never used again", id=own_id)
        raise refusal(EditFault.ID_USED, told, id=own_id)
    iri = wanted if wanted is not None else namespace_of(draft) + own_id
    require_iri(iri)
    if draft.is_used(iri) or iri == draft.about.iri:
        told = message("the IRI {iri} was used before; an IRI is never used again", iri=iri)
        raise refusal(EditFault.IRI_USED, told, iri=iri)
    return Iri(iri)


def require_id(own_id: str) -> None:
    """Raise EditRefused for what cannot stand in a URL as it is."""
    if len(own_id) > LONGEST_ID or local_name(own_id) != own_id:
        told = message("{id} cannot be an id: letters, digits and _ . ~ - within, at most 200", id=own_id[:60])
        raise refusal(EditFault.INVALID_ID, told, id=own_id[:60])


def require_iri(iri: str) -> None:
    """Raise EditRefused for what is no absolute IRI (RFC 3987)."""
    if not _ABSOLUTE_IRI.fullmatch(iri):
        raise refusal(EditFault.INVALID_IRI, message("{iri} is not an absolute IRI", iri=iri[:200]), iri=iri[:200])


def namespace_of(draft: Draft) -> str:
    """Return what the scheme's IRIs begin with: as its concepts show, else its own IRI and a slash.

    A scheme without concepts whose IRI ends in `#` or `/` gets no slash added.
    """
    sample = draft.sample()
    if sample is not None and sample[1].endswith(sample[0]):
        return sample[1].removesuffix(sample[0])
    return draft.about.iri if draft.about.iri[-1] in "#/" else draft.about.iri + "/"
