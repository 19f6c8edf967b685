"""tshark as a judge of whole messages: TPKT, Q.931, H.225.0 and what it tunnels.

The PDUs go into a capture of TCP connections to port 1720; tshark must show
each as what it is, with nothing malformed and no expert item above "note".
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from octets import BadOctets, Pdu, Q931, split_q931
from pcap import RAS_PORT, SERVER_PORT, Capture, Connection

# tshark knows no other protocol by a port from here to 42000: by 20256 it took a message for another.
FIRST_PORT = 40000
# Wireshark's expert severities; chats and notes may be, more may not.
NOTE = 0x00400000
SEVERITIES = {0x00600000: "warning", 0x00800000: "error"}
CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# tshark shows an element cut short, even an empty one, without complaint. So
# each must show the last field that makes it one (Q.931 clause 4.5). Numbers
# may lack digits (withheld), and H.225.0 sends Facility empty.
ELEMENT_FIELDS = {
    0x04: "q931.uil1",
    0x08: "q931.cause_value",
    0x14: "q931.call_state",
    0x1C: "q932.ie.type",
    0x1E: "q931.progress_indicator.description",
    0x27: "q932.nd",
    0x28: "q931.display_information",
    0x2C: "q931.keypad_facility",
    0x34: "q931.signal",
    0x4C: "q931.numbering_plan",
    0x6C: "q931.numbering_plan",
    0x6D: "q931.party_subaddr",
    0x70: "q931.numbering_plan",
    0x71: "q931.party_subaddr",
    0x74: "q931.numbering_plan",
    0x7E: "q931.information_element",
    0xA1: "q931.sending_complete",
}


class NoTshark(Exception):
    """tshark is missing or failed as a program."""


@dataclass
class Row:
    """What tshark showed for one PDU."""

    name: str
    message: str
    body: str
    octets: int
    complaints: list[str] = field(default_factory=list)


def version() -> str:
    if shutil.which("tshark") is None:
        raise NoTshark("tshark is not installed; install it, or run `npm run setup`")
    output = subprocess.run(["tshark", "--version"], capture_output=True, text=True, check=True)
    return output.stdout.splitlines()[0]


def check(pdus: list[Pdu]) -> list[Row]:
    """One row per PDU, in order, with tshark's complaints about it."""
    parsed = {}
    rows = {}
    for pdu in pdus:
        rows[pdu.name] = Row(pdu.name, "", "", len(pdu.octets))
        try:
            parsed[pdu.name] = split_q931(pdu.octets)
        except BadOctets as problem:
            rows[pdu.name].complaints.append(f"cannot be sent: {problem}")
    sendable = [pdu for pdu in pdus if pdu.name in parsed]
    connections = [list(group) for _, group in groupby(sendable, lambda pdu: pdu.connection)]

    capture = Capture()
    for index, connection in enumerate(connections):
        _play(capture, FIRST_PORT + index, connection, parsed)
    seen = _dissect(capture.octets())

    for index, connection in enumerate(connections):
        shown = seen.get(FIRST_PORT + index, [])
        if len(shown) != len(connection):
            for pdu in connection:
                rows[pdu.name].complaints.append(
                    f"tshark shows {len(shown)} messages on a connection that carried"
                    f" {len(connection)}"
                )
        for pdu, shown_pdu in zip(connection, shown):
            _judge(rows[pdu.name], pdu, parsed[pdu.name], shown_pdu)
    return list(rows.values())


def check_h245(messages: list[bytes]) -> list[list[str]]:
    """Complaints about each message, sent on an H.245 connection of its own."""
    capture = Capture()
    for index, message in enumerate(messages):
        connection = Connection(capture, FIRST_PORT + index)
        connection.send(True, _tpkt(message))
        connection.close()
    arguments = ["-d", f"tcp.port=={SERVER_PORT},h245", "-Y", "h245 or _ws.expert or _ws.malformed"]
    shown = _shown(capture, arguments, ("tcp.port", "h245.pdu_type"))
    return _complaints_of("H.245", len(messages), SERVER_PORT, shown)


def check_ras(messages: list[bytes]) -> list[list[str]]:
    """Complaints about each message, sent in a datagram of its own."""
    capture = Capture()
    for index, message in enumerate(messages):
        capture.datagram(FIRST_PORT + index, message)
    shown = _shown(capture, [], ("udp.port", "h225.RasMessage"))
    return _complaints_of("RAS", len(messages), RAS_PORT, shown)


def _shown(capture: Capture, arguments: list[str], names: tuple[str, str]) -> list[list[str]]:
    """What tshark shows of each packet: ports, message, and what is wrong with it."""
    arguments += ["-T", "fields", "-E", "separator=/t", "-E", "aggregator=|"]
    wrong = ("_ws.malformed", "_ws.expert.severity", "_ws.expert.message")
    for name in (*names, *wrong):
        arguments += ["-e", name]
    lines = _run(capture.octets(), arguments).decode().splitlines()
    return [line.split("\t") for line in lines]


def _complaints_of(
    protocol: str, count: int, server: int, shown: list[list[str]]
) -> list[list[str]]:
    missing = f"tshark shows no {protocol} message"
    complaints: list[list[str]] = [[missing] for _ in range(count)]
    for ports, message, malformed, severities, texts in shown:
        (client,) = {int(port) for port in ports.split("|")} - {server}
        found = complaints[client - FIRST_PORT]
        if message:
            found.remove(missing)
        if malformed:
            found.append(f"malformed: {malformed}")
        levels = [int(severity) for severity in severities.split("|") if severity]
        if any(level > NOTE for level in levels):
            found.append(f"expert items: {texts}")
    return complaints


def _play(capture: Capture, port: int, pdus: list[Pdu], parsed: dict[str, Q931]) -> None:
    """One connection; what one side says in a row shares segments."""
    connection = Connection(capture, port)
    for from_client, turn in groupby(pdus, lambda pdu: parsed[pdu.name].from_originator):
        connection.send(from_client, b"".join(_tpkt(pdu.octets) for pdu in turn))
    connection.close()


def _tpkt(octets: bytes) -> bytes:
    # RFC 1006 clause 6: version 3, a reserved octet, the length with its header.
    return b"\x03\x00" + (len(octets) + 4).to_bytes(2, "big") + octets


@dataclass
class _Shown:
    """The parts of one Q.931 message in tshark's output."""

    octets: int
    message_type: int | None = None
    message: str = ""
    fields: set[str] = field(default_factory=set)
    uuie: int | None = None
    user_information: bool = False
    body: str = ""
    complaints: list[str] = field(default_factory=list)


def _dissect(capture: bytes) -> dict[int, list[_Shown]]:
    """tshark's reading: the Q.931 messages of each client port, in order."""
    # tshark writes the NUL behind a name as it is, which XML cannot hold.
    output = CONTROLS.sub(b"?", _run(capture, ["-T", "pdml"]))
    seen: dict[int, list[_Shown]] = {}
    for packet in ElementTree.fromstring(output).iter("packet"):
        _read_packet(packet, seen)
    return seen


def _run(capture: bytes, arguments: list[str]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "pdus.pcap")
        path.write_bytes(capture)
        # An empty profile: nobody's own preferences may change the verdict.
        environment = os.environ | {"WIRESHARK_CONFIG_DIR": folder, "HOME": folder}
        command = ["tshark", "-n", "-r", str(path), *arguments]
        for checksum in ("ip.check_checksum", "tcp.check_checksum", "udp.check_checksum"):
            command += ["-o", f"{checksum}:TRUE"]
        try:
            run = subprocess.run(command, capture_output=True, env=environment)
        except FileNotFoundError as error:
            raise NoTshark("tshark is not installed") from error
    if run.returncode != 0:
        raise NoTshark(f"tshark ended with {run.returncode}: {run.stderr.decode()}")
    return run.stdout


def _read_packet(packet: ElementTree.Element, seen: dict[int, list[_Shown]]) -> None:
    ports = {int(_field(packet, f"tcp.{end}port").get("show", "")) for end in ("src", "dst")}
    (client,) = ports - {SERVER_PORT}
    messages = seen.setdefault(client, [])
    # Complaints below Q.931 come before the message they concern.
    pending: list[str] = []
    before = len(messages)
    for layer in packet.findall("proto"):
        name = layer.get("name")
        if name == "q931":
            kind = _field(layer, "q931.message_type")
            messages.append(
                _Shown(
                    octets=int(layer.get("size", "0")),
                    message_type=int(kind.get("show", "0"), 16) if kind is not None else None,
                    message=_value(kind),
                    fields={item.get("name", "") for item in layer.iter("field")},
                    complaints=pending,
                )
            )
            pending = []
        elif name == "h225" and len(messages) > before:
            messages[-1].uuie = int(layer.get("size", "0"))
            information = _field(layer, "h225.H323_UserInformation_element")
            messages[-1].user_information = information is not None
            messages[-1].body = _value(_field(layer, "h225.h323_message_body"))
        target = messages[-1].complaints if len(messages) > before else pending
        target += _complaints(layer)
    if pending:
        # A packet without a message of its own: the connection is at fault.
        messages.append(_Shown(octets=0, complaints=pending))


def _complaints(layer: ElementTree.Element) -> list[str]:
    found = []
    if layer.get("name") == "_ws.malformed":
        found.append(f"malformed: {layer.get('showname', '')}")
    for item in layer.iter("field"):
        if item.get("name") != "_ws.expert":
            continue
        severity = int(_field(item, "_ws.expert.severity").get("show", "0"))
        if severity > NOTE:
            message = _field(item, "_ws.expert.message").get("show", "")
            level = SEVERITIES.get(severity, f"severity 0x{severity:x}")
            found.append(f"{layer.get('name')} {level}: {message}")
    return found


def _field(parent: ElementTree.Element, name: str) -> ElementTree.Element | None:
    return next((item for item in parent.iter("field") if item.get("name") == name), None)


def _value(item: ElementTree.Element | None) -> str:
    """The text after the label, without the number tshark adds."""
    if item is None:
        return ""
    return item.get("showname", "").partition(": ")[2].rpartition(" (")[0]


def _judge(row: Row, pdu: Pdu, parsed: Q931, shown: _Shown) -> None:
    row.message = shown.message
    row.body = shown.body
    row.complaints += shown.complaints
    if shown.octets != len(pdu.octets):
        row.complaints.append(f"tshark sees {shown.octets} octets of {len(pdu.octets)}")
    if shown.message_type != parsed.message_type:
        row.complaints.append(f"tshark sees message type {shown.message_type}")
    variable = [element for element in parsed.elements if not element & 0x80]
    # Q.931 clause 4.5.1: elements of variable length come in ascending order.
    if variable != sorted(variable):
        row.complaints.append("information elements out of order")
    for element in parsed.elements:
        if ELEMENT_FIELDS.get(element) not in shown.fields:
            row.complaints.append(f"tshark does not make out element 0x{element:02x}")
    if parsed.uuie is None:
        return
    if not shown.user_information or not shown.body:
        row.complaints.append("tshark shows no H323-UserInformation with a message body")
    elif shown.uuie != len(parsed.uuie):
        row.complaints.append(f"tshark reads {shown.uuie} octets of UUIE, not {len(parsed.uuie)}")
