import json

import pytest

from taxonomy_service.cli.console import OutputFormat
from taxonomy_service.cli.proposal_reports import print_proposal
from taxonomy_service.http.proposal_shapes import ProposalShape

SHAPE = ProposalShape(
    scheme="shoes",
    number=3,
    author="cem",
    state="open",
    etag="p3-1",
    comment="حذاء\u202e",
    languages=["", "ar"],
    standings={"": "waiting", "ar": "approved"},
    operations=[],
    operation_standings=[],
    events=[],
)


def test_what_has_no_language_is_said_so_and_nothing_steers_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    print_proposal(SHAPE, OutputFormat.TABLE)
    assert capsys.readouterr().out == (
        "proposal 3 of shoes “\u2068حذاء⟨U+202E⟩\u2069” is open (etag p3-1)\n  (no language): waiting, ar: approved\n"
    )


def test_json_is_what_http_answers(capsys: pytest.CaptureFixture[str]) -> None:
    print_proposal(SHAPE, OutputFormat.JSON)
    assert ProposalShape(**json.loads(capsys.readouterr().out)) == SHAPE
