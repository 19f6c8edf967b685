"""pycrate's aligned PER, with the defects corrected that matter here.

pycrate 0.8.1
(1) encodes the extension additions of a SEQUENCE before it writes the bitmap
that precedes them, so the first addition is padded to an octet boundary
counted from a place where it does not stand. Where the two paddings add up to
eight bits or more, one zero octet too many goes out, which pycrate itself
cannot read back;
(2) keeps the value of a type that contains itself, GenericParameter for one,
in one place: an inner occurrence takes that of the outer one, whose remaining
parts are then lost or refused;
(3) pads behind the length of a character string even if that is zero;
(4) has taken H.245 with H262VideoCapability as it is printed, where the
extension marker ended up behind the dashes of a comment;
(5) has the ClearToken of an H.235.0 before dhkeyext, the fifth addition, which
every bitmap of additions has a bit for.

docs/oracles.md has examples and tshark's verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from pycrate_asn1dir import H225, H245
from pycrate_asn1rt.asnobj_construct import _CONSTRUCT, _CONSTRUCT_OF, CHOICE
from pycrate_asn1rt.asnobj_str import _String
from pycrate_asn1rt.codecs import ASN1CodecPER

_STOCK_OPEN_TYPE = ASN1CodecPER.encode_unconst_open.__func__
_STOCK_ENCODERS = {kind: kind._to_per for kind in (CHOICE, _CONSTRUCT, _CONSTRUCT_OF)}
_STOCK_STRING = _String._to_per


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


def _value_kept(stock: Callable[[Any], Any], under_way: dict[int, list[Any]]) -> Any:
    """`stock`, after which an occurrence still under way has its value back."""

    def encode(kind: Any) -> Any:
        values = under_way.setdefault(id(kind), [])
        values.append(kind._val)
        try:
            return stock(kind)
        finally:
            values.pop()
            if values:
                kind._val = values[-1]

    return encode


def _empty_string_unpadded(kind: Any) -> Any:
    size = kind._const_sz
    counted = size is not None and size.rdyn and size.ub < 65536 and size._ev is None
    # X.691 clause 11.9.3.3: what follows the length, follows unless it is zero.
    return _STOCK_STRING(kind) if kind._val or not counted else ASN1CodecPER.encode_intconst(0, size)


@contextmanager
def _corrected() -> Iterator[None]:
    under_way: dict[int, list[Any]] = {}
    ASN1CodecPER.encode_unconst_open = classmethod(_open_type_where_it_will_stand)
    for kind, stock in _STOCK_ENCODERS.items():
        kind._to_per = _value_kept(stock, under_way)
    _String._to_per = _empty_string_unpadded
    try:
        yield
    finally:
        ASN1CodecPER.encode_unconst_open = classmethod(_STOCK_OPEN_TYPE)
        for kind, stock in _STOCK_ENCODERS.items():
            kind._to_per = stock
        _String._to_per = _STOCK_STRING


def _restore_marker(module: Any, name: str, first_addition: str) -> None:
    """Put the extension marker of a SEQUENCE before `first_addition`."""
    content = getattr(module, name)._cont
    for kind in module._all_:
        if getattr(kind, "_cont", None) is content:
            at = kind._root.index(first_addition)
            kind._root, kind._ext = kind._root[:at], kind._root[at:]
            kind._root_mand = [each for each in kind._root_mand if each in kind._root]
            kind._root_opt = [each for each in kind._root_opt if each in kind._root]
            kind._ext_nest = list(kind._ext)
            kind._ext_ident, kind._ext_group, kind._ext_group_obj = {}, {}, {}


def _add_addition(modules: Iterable[Any], kind: Any, addition: str) -> None:
    """Give a SEQUENCE one more addition, which no value has."""
    for module in modules:
        for each in module._all_:
            if getattr(each, "_cont", None) is kind._cont:
                each._ext = [*each._ext, addition]
                each._ext_nest = list(each._ext)


class Codec:
    """One PDU type."""

    def __init__(self, pdu: Any) -> None:
        self._pdu = pdu

    def decode(self, octets: bytes) -> Any:
        """The value of `octets`. Raises PycrateRefuses."""
        return self._guarded(lambda: (self._pdu.from_aper(octets), self._pdu.get_val())[1])

    def encode(self, value: Any) -> bytes:
        """The octets of `value`, with pycrate's defects corrected."""
        with _corrected():
            return self.encode_stock(value)

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


_restore_marker(H245.MULTIMEDIA_SYSTEM_CONTROL, "H262VideoCapability", "videoBadMBsCap")
_H225 = (H225.H235_SECURITY_MESSAGES, H225.H323_MESSAGES, H225.MULTIMEDIA_SYSTEM_CONTROL)
_add_addition(_H225, H225.H235_SECURITY_MESSAGES.ClearToken, "dhkeyext")

USER_INFORMATION = Codec(H225.H323_MESSAGES.H323_UserInformation)
RAS_MESSAGE = Codec(H225.H323_MESSAGES.RasMessage)
SYSTEM_CONTROL = Codec(H245.MULTIMEDIA_SYSTEM_CONTROL.MultimediaSystemControlMessage)
OPEN_LOGICAL_CHANNEL = Codec(H245.MULTIMEDIA_SYSTEM_CONTROL.OpenLogicalChannel)
