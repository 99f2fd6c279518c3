"""What imports did to drafts that were there, in the store, so that each can be undone."""

import zlib

import msgspec

from taxonomy_service.domain.import_effects import ImportEffect
from taxonomy_service.store.curation_tables import UndoableImportRow
from taxonomy_service.store.session import Store


def keep_effect(store: Store, scheme_key: int, number: int, effect: ImportEffect) -> None:
    """Keep the effect of the import of an audit entry."""
    body = zlib.compress(msgspec.json.encode(effect), 1)
    store.session.add(UndoableImportRow(scheme_key=scheme_key, number=number, body=body))
    store.session.flush()


def find_effect(store: Store, scheme_key: int, number: int) -> ImportEffect | None:
    """Return the effect of the import of an audit entry; None where nobody kept it."""
    row = store.session.get(UndoableImportRow, (scheme_key, number))
    return None if row is None else msgspec.json.decode(zlib.decompress(row.body), type=ImportEffect)
