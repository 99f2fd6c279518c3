from itertools import product

import pytest

from taxonomy_service.domain.verdicts import Question
from taxonomy_service.matching import remembering as module
from taxonomy_service.matching.judging import judge
from taxonomy_service.matching.label_index import LabelIndex
from taxonomy_service.matching.remembering import remembering


def test_a_judge_that_remembers_judges_alike(shoes: LabelIndex) -> None:
    judge_again = remembering(shoes, suggestions=2)
    question = Question("Laufshcuh", "de")
    assert judge_again(question) == judge_again(question) == judge(shoes, question, suggestions=2)


def test_labels_are_judged_alike_however_many_came_before(shoes: LabelIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PLACES", 8)
    monkeypatch.setattr(module, "_MEMO_SIZE", 2)
    judge_again = remembering(shoes)
    labels = ["Laufschuh", "靴", "حذاء", "but", "जूता", "Laufshcuh", "コート", "古靴", "\u202e", "נעל"]
    for label, claim in product(labels * 3, (None, "shoe", "running")):
        for language in ("de", "ja", "ar"):
            question = Question(label, language, claim)
            assert judge_again(question) == judge(shoes, question, suggestions=0)
