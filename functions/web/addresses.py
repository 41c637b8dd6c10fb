"""Tells addresses of the public internet from all others: private, own, link-local, metadata, and those that wrap one.

https://www.iana.org/assignments/iana-ipv4-special-registry/ https://www.iana.org/assignments/iana-ipv6-special-registry/
"""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

NEVER_V4 = tuple(
    ip_network(each)
    for each in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32",
    )
)  # fmt: skip
"""The last is a cloud's own address for metadata outside of all registered ranges."""

UNICAST = IPv6Network("2000::/3")
"""Where everything public is; what is special within follows."""

NEVER_V6 = tuple(
    IPv6Network(each)
    for each in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3ffe::/16", "3fff::/20")
)
"""Teredo and 6to4 are among them: no public host is named by one any more."""

NAT64 = IPv6Network("64:ff9b::/96")
"""How a network without IPv4 names IPv4 hosts: https://www.rfc-editor.org/rfc/rfc6052"""


def is_public(address: str) -> bool:
    """Returns whether an address, as a resolver writes it, is a host's of the public internet."""
    try:
        found = ip_address(address)
    except ValueError:
        return False  # also one with a zone's name
    return _is_public_v6(found) if isinstance(found, IPv6Address) else _is_public_v4(found)


def _is_public_v4(address: IPv4Address) -> bool:
    return not any(address in each for each in NEVER_V4)


def _is_public_v6(address: IPv6Address) -> bool:
    if address.scope_id:
        return False
    if address.ipv4_mapped is not None:
        return _is_public_v4(address.ipv4_mapped)
    if address in NAT64:
        return _is_public_v4(IPv4Address(int(address) & 0xFFFF_FFFF))
    return address in UNICAST and not any(address in each for each in NEVER_V6)
