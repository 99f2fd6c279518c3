"""Which addresses are public: what a request on behalf of somebody may reach."""

import ipaddress
import socket
from typing import TypeAlias

from taxonomy_service.domain.errors import Unreachable
from taxonomy_service.domain.messages import Given, message

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: Address) -> bool:
    """Say whether an address is one of the public internet, and so is an IPv4 address that it wraps.

    >>> is_public(ipaddress.ip_address("::ffff:10.0.0.1")), is_public(ipaddress.ip_address("192.0.43.8"))
    (False, True)
    """
    wrapped = _wrapped(address)
    if wrapped is not None:
        return is_public(wrapped)
    return address.is_global and not address.is_multicast


def _wrapped(address: Address) -> ipaddress.IPv4Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:  # RFC 6052 §2.2
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour


def resolve(host: str, port: int, *, private: bool = False) -> list[str]:
    """Return the addresses of a host in the system's order; raises Unreachable.

    Unless `private` ones are allowed, one address that is not public makes the host unreachable as a whole.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(message("the host {host} is not found", host=Given(host[:200])), host=host[:200]) from error
    texts = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for text in () if private else texts:
        if not is_public(ipaddress.ip_address(text.partition("%")[0])):
            raise Unreachable(
                message(
                    "the host {host} has the address {address}, which is not public",
                    host=Given(host[:200]),
                    address=text,
                ),
                host=host[:200],
            )
    return texts
