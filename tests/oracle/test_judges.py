"""The judges judged: what is wrong must be found wrong, and by name."""

from __future__ import annotations

import sys
import unittest

import pycrate_check
import tshark_check
from aper import SYSTEM_CONTROL, USER_INFORMATION, PycrateRefuses, unknown_additions
from octets import BadOctets, Pdu, own, recorded, split_q931
from pcap import SEGMENT, Capture, Connection

SIGNALLING = {line.label: line for line in recorded(signalling=True)}
H245 = {line.label: line for line in recorded(signalling=False)}
SETUP = SIGNALLING["h323plus c01/4/setup"]
# A Release Complete that unmodified pycrate writes with an octet too many.
RELEASE = SIGNALLING["ooh323c c33/38/releaseComplete"]


def q931(uuie: bytes, message_type: int = 0x05) -> bytes:
    length = (len(uuie) + 1).to_bytes(2, "big")
    return bytes([0x08, 2, 0, 1, message_type, 0x7E]) + length + b"\x05" + uuie


def tunnel(h245: bytes) -> bytes:
    pdu = {
        "h323-message-body": ("empty", 0),
        "h245Tunnelling": True,
        "h245Control": [h245],
    }
    return q931(USER_INFORMATION.encode({"h323-uu-pdu": pdu}), 0x62)


def alone(octets: bytes) -> Pdu:
    return Pdu("the one", octets, "the one")


class Tshark(unittest.TestCase):
    def complaints(self, octets: bytes) -> str:
        (row,) = tshark_check.check([alone(octets)])
        return "\n".join(row.complaints)

    def test_whole_message_is_accepted(self) -> None:
        self.assertEqual(self.complaints(q931(SETUP.pycrate)), "")

    def test_cut_uuie_is_malformed(self) -> None:
        self.assertIn("malformed", self.complaints(q931(SETUP.pycrate[:-3])))

    def test_cut_h245_is_malformed(self) -> None:
        whole = H245["h323plus c01/10/connect.1"].pycrate
        self.assertEqual(self.complaints(tunnel(whole)), "")
        self.assertIn("malformed", self.complaints(tunnel(whole[:-2])))

    def test_uuie_of_no_octets_shows_no_body(self) -> None:
        self.assertNotEqual(self.complaints(q931(b"")), "")

    def test_it_takes_the_corrected_octets_and_refuses_pycrate_as_shipped(self) -> None:
        value = USER_INFORMATION.decode(RELEASE.per)
        self.assertEqual(self.complaints(q931(USER_INFORMATION.encode(value), 0x5A)), "")
        stock = self.complaints(q931(USER_INFORMATION.encode_stock(value), 0x5A))
        self.assertIn("h225 warning", stock)
        self.assertIn("malformed", stock)

    def test_message_longer_than_a_segment(self) -> None:
        value = USER_INFORMATION.decode(SETUP.per)
        maker = {"t35CountryCode": 9, "t35Extension": 0, "manufacturerCode": 61}
        value["h323-uu-pdu"]["nonStandardData"] = {
            "nonStandardIdentifier": ("h221NonStandard", maker),
            "data": bytes(3 * SEGMENT),
        }
        octets = q931(USER_INFORMATION.encode(value))
        self.assertGreater(len(octets), 3 * SEGMENT)
        self.assertEqual(self.complaints(octets), "")

    def test_messages_that_share_a_segment_are_told_apart(self) -> None:
        good, bad = q931(SETUP.pycrate), q931(SETUP.pycrate[:-3])
        pdus = [("a", good), ("b", good), ("c", bad)]
        rows = tshark_check.check([Pdu(name, octets, "call") for name, octets in pdus])
        self.assertEqual([row.body for row in rows], ["setup"] * 3)
        self.assertEqual([bool(row.complaints) for row in rows], [False, False, True])

    def test_elements_are_made_out_and_in_order(self) -> None:
        def with_elements(octets: str) -> bytes:
            setup = q931(SETUP.pycrate)
            return setup[:5] + bytes.fromhex(octets) + setup[5:]

        whole = "04038893a5 08028090 1e028088 280131 6c03813131 7003813132 a1"
        self.assertEqual(self.complaints(with_elements(whole)), "")
        for octets, element in (("0800", "08"), ("040188", "04"), ("1e0180", "1e"), ("2800", "28")):
            self.assertIn(f"make out element 0x{element}", self.complaints(with_elements(octets)))
        self.assertIn("out of order", self.complaints(with_elements("7003813132 280131")))

    def test_octets_that_are_no_q931_message_are_a_complaint(self) -> None:
        self.assertIn("offset 0", self.complaints(b"\x7f" + q931(SETUP.pycrate)[1:]))

    def test_checksums_are_verified(self) -> None:
        capture = Capture()
        Connection(capture, tshark_check.FIRST_PORT).send(True, b"\x03\x00\x00\x04")
        octets = bytearray(capture.octets())
        octets[-1] ^= 0x10
        (shown,) = tshark_check._dissect(bytes(octets))[tshark_check.FIRST_PORT]
        self.assertIn("tcp error: Bad checksum", "\n".join(shown.complaints))


class Pycrate(unittest.TestCase):
    def failure(self, octets: bytes) -> str:
        verdict = pycrate_check.check_own([alone(octets)])
        self.assertEqual(len(verdict.agreed) + len(verdict.failures), 1)
        return "".join(verdict.failures)

    def test_canonical_octets_agree(self) -> None:
        self.assertEqual(self.failure(q931(SETUP.pycrate)), "")

    def test_shortened_bitmap_differs_where_it_starts(self) -> None:
        at = next(i for i, pair in enumerate(zip(SETUP.per, SETUP.pycrate)) if pair[0] != pair[1])
        self.assertIn(f"first differing octet {at} ", self.failure(q931(SETUP.per)))

    def test_cut_uuie_is_refused(self) -> None:
        self.assertNotEqual(self.failure(q931(SETUP.pycrate[:-3])), "")

    def test_surplus_octets_differ(self) -> None:
        surplus = self.failure(q931(SETUP.pycrate + b"\0"))
        self.assertIn(f"first differing octet {len(SETUP.pycrate)} ", surplus)

    def test_tunnelled_h245_is_judged_too(self) -> None:
        reply = H245["h323plus c01/14/facility.1"].pycrate
        self.assertEqual(self.failure(tunnel(reply)), "")
        self.assertIn("h245Control 1", self.failure(tunnel(reply + b"\0")))

    def test_addition_the_recommendation_lacks_is_named(self) -> None:
        value = USER_INFORMATION.decode(SETUP.per)
        self.assertEqual(unknown_additions(value), [])
        value["h323-uu-pdu"]["_ext_30"] = b"\0"
        self.assertEqual(unknown_additions(value), ["h323-uu-pdu._ext_30"])
        choice = ("request", ("_ext_12", b"\0"))
        self.assertEqual(unknown_additions(choice), ["request._ext_12"])

    def test_refusal_leaves_no_trace_in_the_next_verdict(self) -> None:
        self.failure(q931(SETUP.pycrate[:60]))
        self.assertEqual(self.failure(q931(RELEASE.pycrate, 0x5A)), "")

    def test_correction_keeps_the_value(self) -> None:
        line = H245["h323plus c03/28/tcp"]
        value = SYSTEM_CONTROL.decode(line.per)
        corrected = SYSTEM_CONTROL.encode(value)
        self.assertEqual(SYSTEM_CONTROL.decode(corrected), value)
        self.assertTrue(pycrate_check.stock_contradicts_itself(SYSTEM_CONTROL, value, corrected))


class Corrections(unittest.TestCase):
    def complaints(self, octets: str) -> str:
        (found,) = tshark_check.check_h245([bytes.fromhex(octets)])
        return "\n".join(found)

    def test_type_that_contains_itself(self) -> None:
        def parameter(number: int, value: object) -> object:
            return {"parameterIdentifier": ("standard", number), "parameterValue": value}

        logical = parameter(1, ("logical", 0))
        inner = parameter(2, ("genericParameter", [logical]))
        outer = parameter(2, ("genericParameter", [inner, logical]))
        generic = {"messageIdentifier": ("standard", (0, 0, 8)), "messageContent": [outer]}
        value = ("indication", ("genericIndication", generic))
        octets = SYSTEM_CONTROL.encode(value)
        self.assertEqual(octets.hex(), "71200f200200080100270200270100100010")
        self.assertEqual(self.complaints(octets.hex()), "")
        with self.assertRaises(PycrateRefuses):
            SYSTEM_CONTROL.encode_stock(value)

    def test_nothing_is_padded_behind_a_length_of_zero(self) -> None:
        number = {"networkAddress": "", "networkType": [("gstn", 0)]}
        connection = {"sequenceNumber": 7, "dialingInformation": ("differential", [number] * 2)}
        value = ("request", ("multilinkRequest", ("addConnection", connection)))
        self.assertEqual(SYSTEM_CONTROL.encode(value).hex(), "10400a20072000010000400008")
        self.assertEqual(SYSTEM_CONTROL.encode_stock(value).hex(), "10400b2007200001000040000040")

    def test_h262_has_its_extension_marker(self) -> None:
        # The same capability with the marker and as it is printed.
        with_marker = "02200106000881750010008000000962a28803e850100180"
        as_printed = "02200106000881750010008000000945451003e858"
        value = SYSTEM_CONTROL.decode(bytes.fromhex(with_marker))
        self.assertEqual(SYSTEM_CONTROL.encode(value).hex(), with_marker)
        self.assertEqual(self.complaints(with_marker), "")
        self.assertIn("malformed", self.complaints(as_printed))


class Octets(unittest.TestCase):
    def test_q931_is_taken_apart(self) -> None:
        # Sending Complete is one octet, Display has a one-octet length.
        parts = split_q931(bytes.fromhex("08028001 07 a1 28 02 3100 7e 0002 05 aa"))
        self.assertEqual(parts.message, "connect")
        self.assertFalse(parts.from_originator)
        self.assertEqual(parts.uuie, b"\xaa")

    def test_element_past_the_end_is_named(self) -> None:
        with self.assertRaisesRegex(BadOctets, "offset 5: element 0x28"):
            split_q931(bytes.fromhex("080200010728033100"))

    def test_second_user_user_is_refused(self) -> None:
        with self.assertRaisesRegex(BadOctets, "offset 9: a second User-User"):
            split_q931(bytes.fromhex("0802000107 7e000105 7e000105"))

    def test_list_of_pdus(self) -> None:
        lines = (
            '{"name": "dialog/ring/1-setup", "q931": "08"}',
            '{"name": "setup/bare", "q931": "0802"}',
        )
        self.assertEqual(
            own("\n".join(lines)),
            [
                Pdu("dialog/ring/1-setup", b"\x08", "dialog/ring"),
                Pdu("setup/bare", b"\x08\x02", "setup/bare"),
            ],
        )

    def test_broken_list_names_its_line(self) -> None:
        with self.assertRaisesRegex(BadOctets, "line 2"):
            own('{"name": "a", "q931": "08"}\n{"name": "b"}\n')
        with self.assertRaisesRegex(BadOctets, "'a' appears more than once"):
            own('{"name": "a", "q931": "08"}\n{"name": "a", "q931": "08"}\n')


def passes() -> bool:
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules[__name__])
    return unittest.TextTestRunner(stream=sys.stdout, verbosity=1).run(suite).wasSuccessful()


if __name__ == "__main__":
    sys.exit(0 if passes() else 1)
