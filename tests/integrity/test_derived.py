import gc
import weakref

from taxonomy_service.integrity.derived import once_a_view
from taxonomy_service.integrity.view import View


def test_what_is_derived_is_worked_out_once_a_view_and_dies_with_it() -> None:
    calls: list[View] = []

    @once_a_view
    def count(view: View) -> int:
        calls.append(view)
        return view.count

    view, other = View([]), View([])
    assert (count(view), count(view), count(other)) == (0, 0, 0)
    assert len(calls) == 2
    calls.clear()
    gone = weakref.ref(view)
    del view
    gc.collect()
    assert gone() is None
