import pytest

from taxonomy_service.domain.access import ANONYMOUS, OPERATOR, Role, require
from taxonomy_service.domain.errors import Forbidden


@pytest.mark.parametrize("role", list(Role))
def test_an_admin_may_do_everything(role: Role) -> None:
    require(OPERATOR, role)


def test_somebody_unknown_may_only_read() -> None:
    require(ANONYMOUS, Role.READER)
    with pytest.raises(Forbidden, match="anonymous is not admin"):
        require(ANONYMOUS, Role.ADMIN)


def test_a_refusal_says_who_lacked_which_role() -> None:
    with pytest.raises(Forbidden) as caught:
        require(ANONYMOUS, Role.ADMIN)
    assert dict(caught.value.data) == {"actor": "anonymous", "role": "admin"}
