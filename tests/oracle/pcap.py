"""A capture file of TCP connections and datagrams that never happened.

Raw IPv4 (LINKTYPE_RAW), libpcap 2.4. Sequence numbers, acknowledgements and
checksums are right, so that tshark reassembles and has nothing to say about
anything below TPKT.
"""

from __future__ import annotations

import struct
from ipaddress import IPv4Address

SERVER_PORT = 1720
RAS_PORT = 1719
# What an Ethernet leaves for TCP; longer messages take several segments.
SEGMENT = 1460

# RFC 5737 documentation addresses.
_CLIENT = IPv4Address("192.0.2.1").packed
_SERVER = IPv4Address("192.0.2.2").packed
_FIN, _SYN, _PSH, _ACK = 0x01, 0x02, 0x08, 0x10
_LINKTYPE_RAW = 101
_TCP, _UDP = 6, 17
_CHECKSUM_AT = {_TCP: 16, _UDP: 6}


def _checksum(octets: bytes) -> int:
    padded = octets + b"\0" * (len(octets) % 2)
    total = sum(struct.unpack(f"!{len(padded) // 2}H", padded))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


class Capture:
    """Packets in the order they were added, one millisecond apart."""

    def __init__(self) -> None:
        header = struct.pack("!IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, _LINKTYPE_RAW)
        self._parts = [header]
        self._packets = 0

    def octets(self) -> bytes:
        return b"".join(self._parts)

    def datagram(self, port: int, octets: bytes) -> None:
        """From the client's `port` to the port of RAS."""
        header = struct.pack("!HHHH", port, RAS_PORT, 8 + len(octets), 0)
        self._packet(_CLIENT, _SERVER, header + octets, _UDP)

    def _packet(self, source: bytes, target: bytes, segment: bytes, protocol: int = _TCP) -> None:
        pseudo = source + target + struct.pack("!BBH", 0, protocol, len(segment))
        # Zero says that there is none, in UDP.
        checksum = struct.pack("!H", _checksum(pseudo + segment) or 0xFFFF)
        at = _CHECKSUM_AT[protocol]
        segment = segment[:at] + checksum + segment[at + 2 :]
        length = 20 + len(segment)
        number = self._packets & 0xFFFF
        ip = struct.pack("!BBHHHBBH", 0x45, 0, length, number, 0x4000, 64, protocol, 0)
        ip += source + target
        ip = ip[:10] + struct.pack("!H", _checksum(ip)) + ip[12:]
        seconds, milliseconds = divmod(self._packets, 1000)
        self._packets += 1
        stamp = struct.pack("!IIII", seconds, milliseconds * 1000, length, length)
        self._parts.append(stamp + ip + segment)


class Connection:
    """One TCP connection from `client_port` to port 1720, open on creation."""

    def __init__(self, capture: Capture, client_port: int) -> None:
        self._capture = capture
        self._port = client_port
        # Next sequence number of each side, keyed by "sent by the client".
        self._next = {True: 1000, False: 5000}
        self._segment(True, _SYN)
        self._segment(False, _SYN | _ACK)
        self._segment(True, _ACK)

    def send(self, from_client: bool, octets: bytes) -> None:
        """Send in as few segments as the octets need."""
        for start in range(0, len(octets), SEGMENT):
            self._segment(from_client, _PSH | _ACK, octets[start : start + SEGMENT])

    def close(self) -> None:
        self._segment(True, _FIN | _ACK)
        self._segment(False, _FIN | _ACK)
        self._segment(True, _ACK)

    def _segment(self, from_client: bool, flags: int, data: bytes = b"") -> None:
        ports = (self._port, SERVER_PORT) if from_client else (SERVER_PORT, self._port)
        ends = (_CLIENT, _SERVER) if from_client else (_SERVER, _CLIENT)
        acknowledged = self._next[not from_client] if flags & _ACK else 0
        header = struct.pack(
            "!HHIIBBHHH", *ports, self._next[from_client], acknowledged, 0x50, flags, 64240, 0, 0
        )
        self._capture._packet(*ends, header + data)
        self._next[from_client] += len(data) + (1 if flags & (_SYN | _FIN) else 0)
