"""Judging labels of which many come again: in a batch, a stream, a file."""

from collections.abc import Callable

from taxonomy_service.domain.verdicts import Question, Verdict
from taxonomy_service.matching.judging import judge
from taxonomy_service.matching.release_index import ReleaseIndex

_MEMO_SIZE = 20_000
"""Some 15 MB of verdicts, in each batch or stream."""
_PLACES = 1 << 16
"""For the hashes of labels that came, a byte each."""

Judge = Callable[[Question], Verdict]


def remembering(index: ReleaseIndex, *, suggestions: int = 0) -> Judge:
    """Return a judge that remembers its verdicts, for a batch or a stream in which labels come again.

    It judges as `judge` does, and remembers at most 20,000 questions; those with attributes are judged afresh. A
    verdict is looked for, or else remembered, only where the label came before: where none comes twice, that is lost
    time.
    """
    memo: dict[tuple[str, str | None, str | None], Verdict] = {}
    came = bytearray(_PLACES)
    room = _PLACES // 4

    def judge_again(question: Question) -> Verdict:
        nonlocal room
        place = hash(question.label) % _PLACES
        if not came[place]:
            came[place] = True
            room -= 1
            if room == 0:  # with ever more places taken, ever more labels would seem to have come before
                came[:] = bytes(_PLACES)
                room = _PLACES // 4
        elif question.attributes is None:
            key = (question.label, question.language, question.concept)
            verdict = memo.get(key)
            if verdict is None:
                if len(memo) >= _MEMO_SIZE:
                    memo.clear()
                verdict = memo[key] = judge(index, question, suggestions=suggestions)
            return verdict
        return judge(index, question, suggestions=suggestions)

    return judge_again
