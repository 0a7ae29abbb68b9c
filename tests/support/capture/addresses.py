"""IP addresses, public and not, and the ways to embed an IPv4 address in an IPv6 address."""

from ipaddress import IPv4Address, IPv6Address

PUBLIC_4 = ["1.1.1.1", "8.8.8.8", "93.184.216.34", "9.255.255.255", "100.128.0.1", "172.32.0.1", "223.255.255.255"]
PUBLIC_6 = ["2606:4700:4700::1111", "2a00:1450:4001:80b::200e", "2400:cb00::1", "2001:200::1"]
NOT_PUBLIC_4 = {
    "this network": "0.0.0.1",
    "unspecified": "0.0.0.0",  # noqa: S104  # no host has it
    "private, of class A": "10.0.0.1",
    "shared": "100.64.0.1",
    "shared, the last": "100.127.255.255",
    "loopback": "127.0.0.1",
    "loopback, the last": "127.255.255.254",
    "metadata": "169.254.169.254",
    "ECS metadata": "169.254.170.2",
    "private, of class B": "172.16.0.1",
    "private, of class B, the last": "172.31.255.255",
    "protocol assignments": "192.0.0.9",
    "documentation": "192.0.2.1",
    "documentation too": "198.51.100.1",
    "documentation as well": "203.0.113.1",
    "6to4 relays": "192.88.99.1",
    "private, of class C": "192.168.0.1",
    "benchmarking": "198.18.0.1",
    "benchmarking, the last": "198.19.255.255",
    "multicast": "224.0.0.1",
    "multicast, the last": "239.255.255.255",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
}
NOT_PUBLIC_6 = {
    "unspecified": "::",
    "loopback": "::1",
    "ULA": "fd00::1",
    "EC2 metadata": "fd00:ec2::254",
    "link-local": "fe80::1",
    "site-local": "fec0::1",
    "multicast": "ff0e::1",
    "multicast, all nodes": "ff02::1",
    "discard": "100::1",
    "documentation": "2001:db8::1",
    "documentation too": "3fff::1",
    "benchmarking": "2001:2::1",
    "ORCHID": "2001:20::1",
    "segment routing": "5f00::1",
    "unassigned": "4000::1",
    "NAT64 of local use": "64:ff9b:1::8.8.8.8",
    "with a zone": "fe80::1%eth0",
    "Teredo, both ends public": "2001:0:4136:e378:8000:63bf:f7f7:f7f7",
    "IPv4-compatible": "::8.8.8.8",
    "translated": "::ffff:0:8.8.8.8",
}


def six_to_four(inside: str) -> str:
    return str(IPv6Address((0x2002 << 112) | (int(IPv4Address(inside)) << 80) | 1))


def teredo_server(inside: str) -> str:
    return str(IPv6Address((0x2001_0000 << 96) | (int(IPv4Address(inside)) << 64) | (0xFFFFFFFF ^ 0x08080808)))


def teredo_client(inside: str) -> str:
    return str(IPv6Address((0x2001_0000 << 96) | (0x08080808 << 64) | (0xFFFFFFFF ^ int(IPv4Address(inside)))))


EMBEDDINGS = {
    "mapped": "::ffff:{}".format,
    "compatible": "::{}".format,
    "NAT64": "64:ff9b::{}".format,
    "NAT64 of local use": "64:ff9b:1::{}".format,
    "ISATAP": "2606:4700::5efe:{}".format,
    "ISATAP, universal": "2606:4700::200:5efe:{}".format,
    "6to4": six_to_four,
    "Teredo server": teredo_server,
    "Teredo client": teredo_client,
}
