"""pycrate as a judge of aligned PER.

Recorded messages guard testdata/ itself; our own must come back from pycrate
octet for octet, tunnelled H.245 and the channels of fastStart included.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version as package_version
from typing import Any

from aper import (
    OPEN_LOGICAL_CHANNEL,
    RAS_MESSAGE,
    SYSTEM_CONTROL,
    USER_INFORMATION,
    Codec,
    PycrateRefuses,
    unknown_additions,
)
from octets import BadOctets, Pdu, Recorded, recorded, recorded_ras, split_q931

UU_PDU = "h323-uu-pdu"
# The feature and its parameter with a RasMessage (H.460.17).
H460_17 = ("standard", 17)
H460_17_RAS_MESSAGE = ("standard", 1)


@dataclass
class Verdict:
    """What came of it; `agreed` holds the names, `failures` whole reports."""

    agreed: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    # PDUs where unmodified pycrate writes octets it cannot read back itself.
    contradictions: list[str] = field(default_factory=list)
    without_uuie: list[str] = field(default_factory=list)
    fast_start: int = 0
    # How often each RAS message was seen, by its identifier.
    ras: Counter[str] = field(default_factory=Counter)


def version() -> str:
    return package_version("pycrate")


def first_difference(ours: bytes, theirs: bytes) -> str:
    """Where two encodings part, with the octets around it."""
    at = next(
        (i for i, pair in enumerate(zip(ours, theirs)) if pair[0] != pair[1]),
        min(len(ours), len(theirs)),
    )
    start = max(0, at - 8)

    def around(octets: bytes) -> str:
        return f"{octets[start:at].hex(' ')} >{octets[at : at + 12].hex(' ')}"

    return (
        f"first differing octet {at} (lengths {len(ours)} and {len(theirs)})\n"
        f"    given    {around(ours)}\n"
        f"    pycrate  {around(theirs)}"
    )


def stock_contradicts_itself(codec: Codec, value: object, corrected: bytes) -> bool:
    """Whether unmodified pycrate writes for `value` what it cannot read back.

    Raises PycrateRefuses when it writes other octets than `corrected` and
    reads them back well: then our correction is in question, not pycrate.
    """
    try:
        stock = codec.encode_stock(value)
        if stock == corrected:
            return False
        back = codec.decode(stock)
    except PycrateRefuses:
        return True
    if back != value:
        return True
    raise PycrateRefuses(
        "the correction in aper.py changes octets that pycrate reads well\n"
        f"    {first_difference(corrected, stock)}"
    )


def check_recorded(signalling: bool) -> Verdict:
    """Decode and encode testdata/ again; it must give the recorded column."""
    return _check_lines(USER_INFORMATION if signalling else SYSTEM_CONTROL, recorded(signalling))


def check_recorded_ras() -> Verdict:
    """The same for RAS."""
    return _check_lines(RAS_MESSAGE, recorded_ras())


def _check_lines(codec: Codec, lines: list[Recorded]) -> Verdict:
    verdict = Verdict()
    for line in lines:
        try:
            if line.q931 is not None and split_q931(line.q931).uuie != line.per:
                raise BadOctets("the UUIE column is not what the Q.931 column carries")
            value = codec.decode(line.per)
            again = codec.encode(value)
            if again != line.pycrate:
                raise PycrateRefuses(first_difference(line.pycrate, again))
            if codec.decode(again) != value:
                raise PycrateRefuses("the value does not survive encoding and decoding")
            if stock_contradicts_itself(codec, value, again):
                verdict.contradictions.append(line.label)
        except (BadOctets, PycrateRefuses) as problem:
            verdict.failures.append(f"{line.label}: {problem}")
        else:
            verdict.agreed.append(line.label)
    return verdict


def _same_octets(codec: Codec, octets: bytes, verdict: Verdict, name: str) -> object:
    value = codec.decode(octets)
    unknown = unknown_additions(value)
    if unknown:
        raise PycrateRefuses(f"not in the Recommendation: {', '.join(unknown)}")
    again = codec.encode(value)
    if again != octets:
        difference = first_difference(octets, again)
        raise PycrateRefuses(f"{difference}\n{codec.text(value)}")
    if stock_contradicts_itself(codec, value, again):
        verdict.contradictions.append(name)
    return value


def ras_messages(pdu: dict[str, Any]) -> Iterator[bytes]:
    """The RAS messages that H.460.17 puts into a Facility."""
    for feature in pdu.get("genericData", []):
        if feature["id"] != H460_17:
            continue
        for parameter in feature.get("parameters", []):
            if parameter["id"] == H460_17_RAS_MESSAGE:
                yield parameter["content"][1]


def check_own(pdus: list[Pdu]) -> Verdict:
    """Our PDUs: pycrate must read each and write the same octets."""
    verdict = Verdict()
    for pdu in pdus:
        place = pdu.name
        try:
            uuie = split_q931(pdu.octets).uuie
            if uuie is None:
                verdict.without_uuie.append(pdu.name)
                continue
            value = _same_octets(USER_INFORMATION, uuie, verdict, place)
            for index, tunnelled in enumerate(value[UU_PDU].get("h245Control", []), 1):
                place = f"{pdu.name}, h245Control {index}"
                _same_octets(SYSTEM_CONTROL, tunnelled, verdict, place)
            for index, ras in enumerate(ras_messages(value[UU_PDU]), 1):
                place = f"{pdu.name}, RAS message {index}"
                name, _ = _same_octets(RAS_MESSAGE, ras, verdict, place)
                verdict.ras[name] += 1
            _, body = value[UU_PDU]["h323-message-body"]
            channels = body.get("fastStart", []) if isinstance(body, dict) else []
            for index, channel in enumerate(channels, 1):
                place = f"{pdu.name}, fastStart {index}"
                _same_octets(OPEN_LOGICAL_CHANNEL, channel, verdict, place)
                verdict.fast_start += 1
        except (BadOctets, PycrateRefuses) as problem:
            verdict.failures.append(f"{place}: {problem}")
        else:
            verdict.agreed.append(pdu.name)
    return verdict
