"""Every type of H.245 and RAS, judged: our codec against pycrate, and tshark on both.

pycrate writes the octets of generated values; `reencode` of h323-asn1 reads
them, says what it read, and writes them again.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tshark_check
from aper import RAS_MESSAGE, SYSTEM_CONTROL, Codec, PycrateRefuses
from generated_values import Definitions, Maker, leaves
from octets import BadOctets
from pycrate_asn1dir import H225, H245
from pycrate_check import first_difference

REPOSITORY = Path(__file__).resolve().parents[2]
# Values that go nowhere in particular but deeper.
DEEPER = 1000
DEEPER_LEVELS = 6
# What tshark 4.0 is no judge of: it skips a bit behind an empty string of
# counted length, looks for MIKEY in what may be any key material, and for
# messages in octets that are chance here: of H.245 and H.450 in call signalling,
# of H.235 in what is to be signed, and of H.248. It takes no BMPString of more than
# 256 characters.
EMPTY_STRING = ".networkAddress="
KEY_MATERIAL = "Malformed Packet: MIKEY"
OTHER_MESSAGES = re.compile(
    r"\.(toBeSigned|contents\.signal|amountString|unicode|element\.name"
    r"|(h245Control|parallelH245Control|fastStart|h4501SupplementaryService"
    r"|supportedH248Packages)\.\d+)="
)


@dataclass(frozen=True)
class Subject:
    """A type of message whose values are made."""

    # Also what `reencode` calls it.
    name: str
    root: Any
    codec: Codec
    seed: int
    # tshark's complaints about each message.
    tshark: Callable[[list[bytes]], list[list[str]]]


SUBJECTS = (
    Subject(
        "H.245",
        H245.MULTIMEDIA_SYSTEM_CONTROL.MultimediaSystemControlMessage,
        SYSTEM_CONTROL,
        245,
        tshark_check.check_h245,
    ),
    Subject("RAS", H225.H323_MESSAGES.RasMessage, RAS_MESSAGE, 1719, tshark_check.check_ras),
)


@dataclass
class Verdict:
    """What came of it; `failures` holds whole reports."""

    goals: int = 0
    values: int = 0
    octets: int = 0
    agreed: int = 0
    tshark: int = 0
    beyond_tshark: int = 0
    failures: list[str] = field(default_factory=list)


def _values(subject: Subject) -> tuple[int, dict[bytes, list[str]]]:
    """How many goals there are, and octets with what they mean."""
    definitions = Definitions(subject.root)
    maker = Maker(definitions, subject.seed)
    ways = list(definitions.goals())
    made = [maker.value(way) for way in ways]
    made += [maker.value((), DEEPER_LEVELS) for _ in range(DEEPER)]
    encoded: dict[bytes, list[str]] = {}
    for value in made:
        encoded[subject.codec.encode(value)] = list(leaves(subject.root, value))
    return len(ways), encoded


def _reencode(subject: Subject, messages: list[bytes]) -> list[str]:
    command = ["cargo", "run", "--locked", "--quiet", "-p", "h323-asn1", "--example", "reencode"]
    command += ["--", subject.name]
    lines = "".join(f"{message.hex()}\n" for message in messages)
    run = subprocess.run(command, cwd=REPOSITORY, input=lines, stdout=subprocess.PIPE, text=True)
    answers = run.stdout.splitlines()
    if run.returncode != 0 or len(answers) != len(messages):
        raise BadOctets(
            f"`{' '.join(command)}` ended with {run.returncode} after {len(answers)} lines"
            f" of {len(messages)}"
        )
    return answers


def _compare(message: bytes, meant: list[str], answer: str) -> None:
    """Raise PycrateRefuses where our reading or our octets differ."""
    octets, *read = answer.split("\t")
    for mine, theirs in zip(read, meant):
        if mine != theirs:
            raise PycrateRefuses(f"we read {mine}, pycrate meant {theirs}")
    if len(read) != len(meant):
        raise PycrateRefuses(f"we read {len(read)} values, pycrate meant {len(meant)}")
    try:
        again = bytes.fromhex(octets)
    except ValueError as error:
        raise PycrateRefuses(octets) from error
    if again != message:
        raise PycrateRefuses(first_difference(again, message))


def check(subject: Subject) -> Verdict:
    """Generate, send through our codec, compare; then let tshark look."""
    verdict = Verdict()
    verdict.goals, encoded = _values(subject)
    messages = list(encoded)
    verdict.values = len(messages)
    verdict.octets = sum(map(len, messages))
    for message, answer in zip(messages, _reencode(subject, messages)):
        try:
            _compare(message, encoded[message], answer)
        except PycrateRefuses as problem:
            verdict.failures.append(f"{message.hex()}: {problem}")
        else:
            verdict.agreed += 1
    for message, complaints in zip(messages, subject.tshark(messages)):
        leaves_of = encoded[message]
        blind = any(
            leaf.endswith(EMPTY_STRING) or OTHER_MESSAGES.search(leaf) for leaf in leaves_of
        )
        if blind or any(KEY_MATERIAL in complaint for complaint in complaints):
            verdict.beyond_tshark += 1
        elif complaints:
            verdict.failures.append(f"{message.hex()}: " + "\n    ".join(complaints))
        else:
            verdict.tshark += 1
    return verdict
