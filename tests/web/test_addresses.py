"""A7: which addresses are asked. The table holds every way of writing a private place that we know of."""

import pytest

from web.addresses import is_public

PRIVATE = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 127.0.0.1 127.1.2.3 169.254.169.254 169.254.170.2
172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 198.19.255.255
198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 168.63.129.16
:: ::1 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:a9fe:a9fe
::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b::10.0.0.1 64:ff9b:1::1 64:ff9b:1::a9fe:a9fe
2002:7f00:1:: 2002:a9fe:a9fe::1 2002:0a00:0001::1 2002:808:808::1 2001:0:7f00:1:: 2001:0:4136:e378:8000:63bf:3fff:fdd2
2001:db8::1 2001:10::1 2001:20::1 2001:2::1 100::1 fc00::1 fd00:ec2::254 fd12:3456::1 fe80::1 fe80::1%eth0
fe80::5efe:10.0.0.1 fec0::1 ff00::1 ff02::1 ff0e::1 3fff::1 3ffe::1 5f00::1 4000::1 2620:4f:8000::1
localhost 2130706433 0x7f.1 127.1 0177.0.0.1 10.0.0 [::1] ::ffff:8.8.8.8%1
""".split()
PUBLIC = """
1.1.1.1 8.8.8.8 93.184.215.14 100.63.255.255 100.128.0.1 172.15.255.255 172.32.0.1 169.253.255.255 169.255.0.1
198.17.255.255 223.255.255.255 ::ffff:8.8.8.8 64:ff9b::8.8.8.8 2606:4700:4700::1111 2001:4860:4860::8888
2a00:1450:4001::200e 2001:200::1
""".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_of_the_public_internet_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_of_the_public_internet_is_not(address: str) -> None:
    assert is_public(address)


def test_the_table_is_long() -> None:
    assert len(set(PRIVATE)) >= 60
