"""pycrate's aligned PER, with the one defect corrected that matters here.

pycrate 0.8.1 encodes the extension additions of a SEQUENCE before it writes
the bitmap that precedes them, so the first addition is padded to an octet
boundary counted from a place where it does not stand. Where the two paddings
add up to eight bits or more, one zero octet too many goes out, which pycrate
itself cannot read back. docs/oracles.md has an example and tshark's verdict.
"""

from __future__ import annotations

from typing import Any

from pycrate_asn1dir import H225, H245
from pycrate_asn1rt.codecs import ASN1CodecPER

_STOCK_OPEN_TYPE = ASN1CodecPER.encode_unconst_open.__func__


class PycrateRefuses(Exception):
    """pycrate cannot read these octets or write this value."""


def _open_type_where_it_will_stand(codec: Any, wrapped: Any) -> Any:
    # The bitmap's own padding brings the first addition to a boundary, and
    # an open type is whole octets, so that none of them needs padding.
    offset = codec._off[-1]
    codec._off[-1] = 0
    try:
        return _STOCK_OPEN_TYPE(codec, wrapped)
    finally:
        codec._off[-1] = offset


class Codec:
    """One PDU type."""

    def __init__(self, pdu: Any) -> None:
        self._pdu = pdu

    def decode(self, octets: bytes) -> Any:
        """The value of `octets`. Raises PycrateRefuses."""
        return self._guarded(lambda: (self._pdu.from_aper(octets), self._pdu.get_val())[1])

    def encode(self, value: Any) -> bytes:
        """The octets of `value`, additions padded where they stand."""
        ASN1CodecPER.encode_unconst_open = classmethod(_open_type_where_it_will_stand)
        try:
            return self.encode_stock(value)
        finally:
            ASN1CodecPER.encode_unconst_open = classmethod(_STOCK_OPEN_TYPE)

    def encode_stock(self, value: Any) -> bytes:
        """The octets of `value` from pycrate as it is shipped."""
        return self._guarded(lambda: self._pdu.to_aper(value))

    def text(self, value: Any) -> str:
        """`value` in ASN.1 value notation, for people."""
        return self._guarded(lambda: (self._pdu.set_val(value), self._pdu.to_asn1())[1])

    def _guarded(self, work: Any) -> Any:
        # An exception leaves pycrate's stack of bit offsets behind, which
        # would spoil the padding of every later PDU.
        ASN1CodecPER._off.clear()
        try:
            return work()
        except Exception as error:
            # pycrate raises whatever its depths raise; all of it means no.
            raise PycrateRefuses(f"{type(error).__name__}: {error}") from error


def unknown_additions(value: Any, path: tuple[str, ...] = ()) -> list[str]:
    """Paths of extension additions and alternatives pycrate has no name for."""
    inner: list[tuple[str, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = [(str(index), item) for index, item in enumerate(value)]
    elif isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], str):
        inner = [value]
    found = []
    for name, item in inner:
        here = (*path, name)
        found += [".".join(here)] if name.startswith("_ext_") else unknown_additions(item, here)
    return found


USER_INFORMATION = Codec(H225.H323_MESSAGES.H323_UserInformation)
SYSTEM_CONTROL = Codec(H245.MULTIMEDIA_SYSTEM_CONTROL.MultimediaSystemControlMessage)
