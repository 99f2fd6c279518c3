import ipaddress

import pytest

from taxonomy_service.domain.errors import Unreachable
from taxonomy_service.network.addresses import is_public, resolve

PRIVATE = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fc00::1",
    "ff02::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:a9fe:a9fe",
    "64:ff9b::10.0.0.1",
    "2002:7f00:1::",
]
PUBLIC = ["192.0.43.8", "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1", "2002:101:101::"]


@pytest.mark.parametrize("text", PRIVATE)
def test_address_that_is_not_of_the_public_internet_is_told(text: str) -> None:
    assert not is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", PUBLIC)
def test_public_address_is_told(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "2130706433", "0x7f.1", "017700000001"])
def test_private_host_is_refused_however_it_is_written_and_reached_where_allowed(host: str) -> None:
    with pytest.raises(Unreachable, match="not public"):
        resolve(host, 80)
    assert set(resolve(host, 80, private=True)) <= {"127.0.0.1", "::1"}


@pytest.mark.parametrize("host", ["no-such-host.invalid", "x" * 300, "a..b", "\ud800"])
def test_host_that_is_not_found_is_said_so(host: str) -> None:
    with pytest.raises(Unreachable, match="not found"):
        resolve(host, 80)
