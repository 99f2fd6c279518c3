"""Many forms of a language as one text, which is searched and folded whole: a fraction of looking at each."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from taxonomy_service.domain.forms import FormFault, comparison_key, folds_alone, form_fault, is_turkic
from taxonomy_service.domain.languages import LanguageTag

_SAMPLE = 4096  # bytes in which nearly all ASCII characters of a language are met


class JoinedForms:
    r"""Forms in their order, a line each; where a form holds a line feed itself, each is looked at alone.

    >>> forms = JoinedForms(["Schuh", "Schuh ", "GRÖSSE"])
    >>> sorted(forms.holding("Ö")), forms.keys(LanguageTag("de"))
    (['GRÖSSE', 'Schuh '], ['schuh', 'schuh', 'grösse'])
    """

    def __init__(self, forms: Sequence[str]) -> None:
        self._forms = forms
        self._text = "\n".join(["", *self._forms, ""])
        self._is_a_line_each = self._text.count("\n") == len(self._forms) + 1

    @cached_property
    def alphabet(self) -> frozenset[str]:
        """The characters of all forms: few need be looked at for what few languages have."""
        data = self._text.encode("utf-8", "surrogatepass")
        usual = bytes(code for code in set(data[:_SAMPLE]) if code < 0x80)
        others = data.translate(None, usual).decode("utf-8", "surrogatepass")
        found = frozenset(usual.decode()).union(others)
        return found - {"\n"} if self._is_a_line_each else found

    def distinct(self) -> frozenset[str]:
        """Return the forms, each once."""
        return frozenset(self._forms)

    def empty(self) -> frozenset[str]:
        """Return the forms without a visible character (see `form_fault`)."""
        unseen = [char for char in self.alphabet if char != " " and form_fault(char) is FormFault.EMPTY]
        return frozenset(form for form in self.holding(["\n\n", *unseen]) if form_fault(form) is FormFault.EMPTY)

    def holding(self, characters: Iterable[str]) -> frozenset[str]:
        """Return the forms that hold one of the characters, or a space at an edge or beside another.

        All forms where they are not a line each.
        """
        if not self._is_a_line_each:
            return frozenset(self._forms)
        return frozenset(self._forms[place] for place in self._places(characters))

    def keys(self, language: LanguageTag) -> list[str]:
        """Return the comparison keys of the forms, in their order.

        The same as `comparison_key` of each, but quicker: where a form holds nothing but letters to be folded, which
        is seen from the characters of all together, case folding is all there is to do.
        """
        if is_turkic(language) or not self._is_a_line_each:
            return [comparison_key(form, language) for form in self._forms]
        keys = self._text.casefold().split("\n")[1:-1]
        for place in self._places(char for char in self.alphabet if not folds_alone(char)):
            keys[place] = comparison_key(self._forms[place], language)
        return keys

    def _places(self, characters: Iterable[str]) -> Iterator[int]:
        """Yield the places, 0 the first, of the forms that hold one of the characters or a space out of place."""
        ends = self._ends_of(characters) | self._ends_out_of_place
        place = -1
        for last, end in pairwise([0, *sorted(ends)]):
            place += self._text.count("\n", last, end)
            yield place

    @cached_property
    def _ends_out_of_place(self) -> frozenset[int]:
        return self._ends_of(("\n ", " \n", "  "))

    def _ends_of(self, needles: Iterable[str]) -> frozenset[int]:
        return frozenset(end for needle in needles for end in self._ends(needle))

    def _ends(self, needle: str) -> Iterator[int]:
        """Yield where the lines end that hold the needle, or begin with it if it starts with a line feed."""
        found = self._text.find(needle)
        while found >= 0:
            end = self._text.find("\n", found + needle.startswith("\n"))
            yield end
            found = self._text.find(needle, end)
