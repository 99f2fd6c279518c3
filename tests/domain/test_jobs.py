from datetime import UTC, datetime, timedelta

import pytest

from taxonomy_service.domain.jobs import LEASE, JobState, job_state

NOW = datetime(2026, 11, 25, tzinfo=UTC)


def test_a_job_without_a_sign_of_life_for_a_lease_was_interrupted() -> None:
    assert job_state(JobState.RUNNING, NOW - LEASE, NOW) is JobState.RUNNING
    assert job_state(JobState.RUNNING, NOW - LEASE - timedelta(seconds=1), NOW) is JobState.INTERRUPTED


@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED, JobState.CANCELLED, JobState.INTERRUPTED])
def test_what_ended_stays_as_it_ended(state: JobState) -> None:
    assert job_state(state, NOW - 100 * LEASE, NOW) is state
