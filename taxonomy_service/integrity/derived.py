"""What several checks derive from one view, worked out once and kept as long as the view lives."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from taxonomy_service.integrity.view import View

Derived = TypeVar("Derived")


def once_a_view(derive: Callable[[View], Derived]) -> Callable[[View], Derived]:
    """Make a function of a view remember its answer."""
    known: WeakKeyDictionary[View, Derived] = WeakKeyDictionary()

    @wraps(derive)
    def remembered(view: View) -> Derived:
        if view not in known:
            known[view] = derive(view)
        return known[view]

    return remembered
