"""The octets under judgement: recorded ones from testdata/ and our own.

Q.931 is taken apart here a second time, in another language and by another
hand than the product's, so that a shared mistake in framing cannot hide.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

TESTDATA = Path(__file__).resolve().parents[2] / "testdata"
# The stacks; the files of room systems have no column of pycrate.
STACKS = ("asterisk", "gnugk", "h323plus", "ooh323c", "opal")

USER_USER = 0x7E
# H.225.0 carries PER under the protocol discriminator Q.931 gives to X.208
# and X.209 coded user information.
USER_USER_DISCRIMINATOR = 0x05

MESSAGE_NAMES = {
    0x01: "alerting",
    0x02: "callProceeding",
    0x03: "progress",
    0x05: "setup",
    0x07: "connect",
    0x0D: "setupAcknowledge",
    0x0F: "connectAcknowledge",
    0x5A: "releaseComplete",
    0x62: "facility",
    0x6E: "notify",
    0x75: "statusInquiry",
    0x7B: "information",
    0x7D: "status",
}


class BadOctets(ValueError):
    """Octets that are not the Q.931 message or the file they should be."""


@dataclass(frozen=True)
class Q931:
    """What the judges need to know of one Q.931 message."""

    message_type: int
    from_originator: bool
    uuie: bytes | None
    # Identifiers in the order sent.
    elements: tuple[int, ...]

    @property
    def message(self) -> str:
        return MESSAGE_NAMES.get(self.message_type, f"0x{self.message_type:02x}")


@dataclass(frozen=True)
class Pdu:
    """One Q.931 message; those of one `connection` go out on it in order."""

    name: str
    octets: bytes
    connection: str


@dataclass(frozen=True)
class Recorded:
    """One line of testdata/: what a stack sent and what pycrate writes for it.

    `q931` is None for H.245 messages.
    """

    producer: str
    name: str
    q931: bytes | None
    per: bytes
    pycrate: bytes

    @property
    def label(self) -> str:
        return f"{self.producer} {self.name}"


def split_q931(octets: bytes) -> Q931:
    """Take a whole Q.931 message (no TPKT header) apart; Q.931 clause 4.5.

    Raises BadOctets, naming the offset, when the information elements do not
    fill the message exactly.
    """
    if len(octets) < 3 or octets[0] != 0x08:
        raise BadOctets("offset 0: not a Q.931 message")
    reference_length = octets[1] & 0x0F
    at = 2 + reference_length
    if at >= len(octets):
        raise BadOctets(f"offset {at}: no message type")
    from_originator = reference_length == 0 or not octets[2] & 0x80
    message_type = octets[at]
    at += 1
    uuie = None
    elements = []
    while at < len(octets):
        identifier = octets[at]
        if identifier & 0x80:
            elements.append(identifier)
            at += 1
            continue
        # H.225.0 widens the length of User-User, and of no other element.
        width = 2 if identifier == USER_USER else 1
        start = at + 1 + width
        end = start + int.from_bytes(octets[at + 1 : start], "big")
        if start > len(octets) or end > len(octets):
            raise BadOctets(f"offset {at}: element 0x{identifier:02x} runs past the end")
        if identifier == USER_USER:
            if uuie is not None:
                raise BadOctets(f"offset {at}: a second User-User element")
            if start == end or octets[start] != USER_USER_DISCRIMINATOR:
                raise BadOctets(f"offset {start}: User-User is not discriminator 05")
            uuie = octets[start + 1 : end]
        elements.append(identifier)
        at = end
    return Q931(message_type, from_originator, uuie, tuple(elements))


def recorded(signalling: bool) -> list[Recorded]:
    """Every line of testdata/: the signalling files, or the H.245 ones."""
    lines = []
    for path in sorted(path for stack in STACKS for path in TESTDATA.glob(f"{stack}/*.hex")):
        if path.name.startswith("h245-") == signalling:
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if line.startswith("#"):
                continue
            columns = line.split("\t")
            if len(columns) != (4 if signalling else 3):
                raise BadOctets(f"{path.name}:{number}: {len(columns)} columns")
            name, *octets = columns
            parts = [bytes.fromhex(column) for column in octets]
            q931 = parts.pop(0) if signalling else None
            lines.append(Recorded(path.parent.name, name, q931, parts[0], parts[1]))
    return lines


def recorded_ras() -> list[Recorded]:
    """Every RAS message of testdata/."""
    lines = []
    for path in sorted(TESTDATA.glob("ras/*.hex")):
        for line in path.read_text().splitlines():
            if not line.startswith("#"):
                name, per, pycrate = line.split("\t")
                octets = bytes.fromhex(per), bytes.fromhex(pycrate)
                lines.append(Recorded(path.name.partition("-")[0], name, None, *octets))
    return lines


def recorded_dialogs() -> list[Pdu]:
    """The recorded calls put together again: all producers, in frame order."""

    def position(line: Recorded) -> tuple[str, list[int]]:
        call, frame, _message = line.name.split("/")
        return call, [int(part) for part in frame.split(".")]

    return [
        Pdu(line.label, line.q931, line.name.split("/")[0])
        for line in sorted(recorded(signalling=True), key=position)
        if line.q931 is not None
    ]


def own(text: str) -> list[Pdu]:
    """Read the JSON Lines of `h323-peer pdus`.

    `dialog/NAME/…` lines share the connection NAME, in the order of the
    lines; every other PDU gets a connection of its own.
    """
    pdus = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            name, octets = entry["name"], bytes.fromhex(entry["q931"])
        except (ValueError, KeyError, TypeError) as error:
            raise BadOctets(f"PDU list, line {number}: {error!r}") from error
        dialog = re.match(r"dialog/[^/]+", name)
        pdus.append(Pdu(name, octets, dialog[0] if dialog else name))
    names = [pdu.name for pdu in pdus]
    for name in names:
        if names.count(name) > 1:
            raise BadOctets(f"PDU list: {name!r} appears more than once")
    return pdus
