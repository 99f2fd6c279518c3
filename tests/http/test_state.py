from starlette.testclient import TestClient

from taxonomy_service.http.state import State, state_of


def test_a_request_finds_the_state_of_its_app(client: TestClient) -> None:
    class Request:
        app = client.app

    state = state_of(Request())  # type: ignore[arg-type]
    assert isinstance(state, State)
    assert state.max_batch == 50
