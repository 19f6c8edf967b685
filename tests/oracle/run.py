"""Hold our PDUs, and the recorded ones, against pycrate and tshark.

Usage: python tests/oracle/run.py [--pdus FILE]

Without --pdus the PDUs come from `h323-peer pdus`, built here. Exit code 0
when both judges agree on everything, 1 when one does not, 2 when a judge or
the PDU list is missing.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections import Counter
from pathlib import Path

try:
    import pycrate_check
except ImportError as error:
    sys.exit(f"oracles: {error}; run `npm run setup`, or: pip install pycrate==0.8.1")
import generated_check
import test_judges
import tshark_check
from octets import MESSAGE_NAMES, BadOctets, Pdu, own, recorded_dialogs, recorded_ras, split_q931

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "test-results" / "oracles.tsv"

# Floors, so that a list that came out empty or short cannot pass.
RECORDED_SIGNALLING = 307
RECORDED_H245 = 315
RECORDED_RAS = 56
OWN_PDUS = 850
OWN_CHANNELS = 50
# Generated messages, those that tshark can judge, and what had to occur in them.
GENERATED = {"H.245": (2800, 2800, 2300), "RAS": (2800, 1900, 1800)}
# Connect Acknowledge is the one message h323-message-body has no place for.
OWN_MESSAGES = set(MESSAGE_NAMES.values()) - {"connectAcknowledge"}
# The RAS messages that a registered caller sends.
OWN_RAS = {
    "admissionRequest",
    "bandwidthConfirm",
    "bandwidthReject",
    "disengageConfirm",
    "disengageReject",
    "disengageRequest",
    "gatekeeperRequest",
    "infoRequestResponse",
    "registrationRequest",
    "serviceControlResponse",
    "unknownMessageResponse",
    "unregistrationConfirm",
    "unregistrationRequest",
}
OWN_RAS_MESSAGES = 250
FAILURES_SHOWN = 10


def pdu_list(path: Path | None) -> list[Pdu]:
    if path is not None:
        return own(path.read_text())
    command = ["cargo", "run", "--locked", "--quiet", "-p", "h323-peer", "--", "pdus"]
    run = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if run.returncode != 0:
        raise BadOctets(f"`{' '.join(command)}` ended with {run.returncode}")
    return own(run.stdout)


def floor(what: str, count: int, least: int) -> list[str]:
    return [] if count >= least else [f"{what}: {count}, expected at least {least}"]


def judge_recorded() -> list[str]:
    failures = []
    for signalling, what, least in (
        (True, "recorded UUIEs", RECORDED_SIGNALLING),
        (False, "recorded H.245 messages", RECORDED_H245),
    ):
        verdict = pycrate_check.check_recorded(signalling)
        print(
            f"pycrate  {what}: {len(verdict.agreed)} as in testdata/"
            f" ({len(verdict.contradictions)} that unmodified pycrate cannot read back)"
        )
        failures += [f"pycrate, {failure}" for failure in verdict.failures]
        failures += floor(f"pycrate, {what}", len(verdict.agreed), least)
    rows = tshark_check.check(recorded_dialogs())
    clean = [row for row in rows if not row.complaints]
    print(f"tshark   recorded messages: {len(clean)} of {len(rows)} without complaint")
    failures += tshark_failures(rows)
    return failures + floor("tshark, recorded messages", len(clean), RECORDED_SIGNALLING)


def judge_ras() -> list[str]:
    verdict = pycrate_check.check_recorded_ras()
    print(
        f"pycrate  recorded RAS messages: {len(verdict.agreed)} as in testdata/"
        f" ({len(verdict.contradictions)} that unmodified pycrate cannot read back)"
    )
    failures = [f"pycrate, {failure}" for failure in verdict.failures]
    failures += floor("pycrate, recorded RAS messages", len(verdict.agreed), RECORDED_RAS)
    lines = recorded_ras()
    clean = 0
    for line, complaints in zip(lines, tshark_check.check_ras([line.per for line in lines])):
        clean += not complaints
        if complaints:
            failures.append(f"tshark, {line.label}: " + "\n    ".join(complaints))
    print(f"tshark   recorded RAS messages: {clean} of {len(lines)} without complaint")
    return failures + floor("tshark, recorded RAS messages", clean, RECORDED_RAS)


def judge_generated(subject: generated_check.Subject) -> list[str]:
    what = f"generated {subject.name} messages"
    verdict = generated_check.check(subject)
    print(
        f"pycrate  {what}: {verdict.agreed} of {verdict.values}"
        f" ({verdict.octets} octets, {verdict.goals} goals) read and written alike"
    )
    print(
        f"tshark   {what}: {verdict.tshark} without complaint"
        f" ({verdict.beyond_tshark} it cannot judge)"
    )
    messages, by_tshark, goals = GENERATED[subject.name]
    failures = [f"{what}, {failure}" for failure in verdict.failures]
    failures += floor(what, verdict.agreed, messages)
    failures += floor(f"tshark, {what}", verdict.tshark, by_tshark)
    return failures + floor(f"goals of {what}", verdict.goals, goals)


def judge_own(pdus: list[Pdu]) -> list[str]:
    verdict = pycrate_check.check_own(pdus)
    rows = tshark_check.check(pdus)
    write_table(rows, set(verdict.agreed), set(verdict.without_uuie))
    clean = [row for row in rows if not row.complaints]
    print(
        f"pycrate  our UUIEs: {len(verdict.agreed)} octet for octet"
        f" ({len(verdict.without_uuie)} messages have none,"
        f" {len(verdict.contradictions)} that unmodified pycrate cannot read back),"
        f" {verdict.fast_start} channels of fastStart,"
        f" {verdict.ras.total()} RAS messages"
    )
    print(f"tshark   our messages: {len(clean)} of {len(rows)} without complaint")
    kinds = Counter(f"{row.message}, {row.body or 'no UUIE'}" for row in rows)
    for kind, count in sorted(kinds.items()):
        print(f"           {count:4} {kind}")

    failures = [f"pycrate, {failure}" for failure in verdict.failures]
    failures += tshark_failures(rows)
    failures += floor("pycrate, our UUIEs", len(verdict.agreed), OWN_PDUS)
    failures += floor("pycrate, channels of fastStart", verdict.fast_start, OWN_CHANNELS)
    failures += floor("tshark, our messages", len(clean), OWN_PDUS)
    failures += floor("pycrate, RAS messages", verdict.ras.total(), OWN_RAS_MESSAGES)
    missing = (OWN_MESSAGES - sent_messages(pdus)) | (OWN_RAS - set(verdict.ras))
    if missing:
        failures.append(f"no PDU of ours is a {', '.join(sorted(missing))}")
    return failures


def sent_messages(pdus: list[Pdu]) -> set[str]:
    names = set()
    for pdu in pdus:
        try:
            names.add(split_q931(pdu.octets).message)
        except BadOctets:
            # Both judges report it already, with the offset.
            continue
    return names


def tshark_failures(rows: list[tshark_check.Row]) -> list[str]:
    return [
        f"tshark, {row.name}: " + "\n    ".join(row.complaints) for row in rows if row.complaints
    ]


def write_table(rows: list[tshark_check.Row], agreed: set[str], without_uuie: set[str]) -> None:
    """Keep the list of what was checked, with both verdicts."""
    lines = ["name\tmessage\tbody\toctets\tpycrate\ttshark"]
    for row in rows:
        pycrate = "agrees" if row.name in agreed else "differs"
        if row.name in without_uuie:
            pycrate = "no UUIE"
        tshark = "; ".join(row.complaints) or "agrees"
        lines.append(
            f"{row.name}\t{row.message}\t{row.body}\t{row.octets}\t{pycrate}\t{tshark}"
        )
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text("\n".join(lines) + "\n")
    print(f"         list of what was checked: {TABLE.relative_to(ROOT)}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pdus", type=Path, metavar="FILE", help="JSON Lines of PDUs")
    arguments = parser.parse_args()
    try:
        print(f"judges   pycrate {pycrate_check.version()}; {tshark_check.version()}", flush=True)
        if not test_judges.passes():
            print("oracles: the judges do not judge as they should", file=sys.stderr)
            return 1
        failures = judge_recorded()
        sys.stdout.flush()
        failures += judge_ras()
        for subject in generated_check.SUBJECTS:
            sys.stdout.flush()
            failures += judge_generated(subject)
        sys.stdout.flush()
        failures += judge_own(pdu_list(arguments.pdus))
    except (BadOctets, tshark_check.NoTshark, OSError) as problem:
        print(f"oracles: {problem}", file=sys.stderr)
        return 2
    for failure in failures[:FAILURES_SHOWN]:
        print(f"FAIL {failure}")
    if len(failures) > FAILURES_SHOWN:
        print(f"… and {len(failures) - FAILURES_SHOWN} more")
    print(f"oracles: {len(failures)} failures" if failures else "oracles: ok")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
