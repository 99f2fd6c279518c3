from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.release_gates import GateItem, GateKind, blocking_items, count_items


def _item(kind: GateKind, severity: Severity) -> GateItem:
    return GateItem(kind, severity, "S27", "urn:आ", message("{concept} is alone", concept="चप्पल"))


def test_errors_block_and_what_is_less_grave_does_not() -> None:
    items = [_item(GateKind.INTEGRITY_ERROR, severity) for severity in Severity]
    assert blocking_items(items) == (items[0],)
    assert [item.blocking for item in items] == [True, False, False]


def test_items_are_counted_by_kind() -> None:
    kinds = (GateKind.VANISHED_ID, GateKind.INTEGRITY_ERROR, GateKind.VANISHED_ID)
    assert count_items(_item(kind, Severity.ERROR) for kind in kinds) == {
        GateKind.INTEGRITY_ERROR: 1,
        GateKind.VANISHED_ID: 2,
    }
    assert count_items([]) == {}
