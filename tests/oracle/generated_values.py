"""Values of every type of a module, made from pycrate's own description of it.

Every alternative of every CHOICE occurs, every SEQUENCE occurs with all and
with none of its optional components, and so does every addition; the rest is
chance, from a seed. What is not on the way to such a goal stays small.
"""

from __future__ import annotations

import random
from string import ascii_letters, digits
from collections import deque
from collections.abc import Iterator
from typing import Any

from aper import SYSTEM_CONTROL

# Goals for a SEQUENCE; those for a CHOICE are the names of its alternatives.
ALL = "(all)"
NONE = "(none)"

LISTS = ("SEQUENCE OF", "SET OF")
# Levels below the last goal that may still branch out.
FREE_LEVELS = 2
# The longest string.
UNBOUNDED = 300
# pycrate's name for an open type whose octets it does not read.
UNKNOWN = "_unk_004"
# Octets that tshark looks into: a whole message, and text.
MESSAGE = "returnedFunction"
TEXTS = ("productNumber", "versionNumber", "productId", "versionId")

Path = tuple[tuple[int, str], ...]


def _identity(kind: Any) -> int:
    """The definition behind a use of it: uses share its components."""
    return id(kind._cont)


def components(kind: Any) -> list[str]:
    """Names of a SEQUENCE or CHOICE in the order of its definition.

    Without additions that have no description (aper.py gives a type one).
    """
    return [name for name in (*kind._root, *(kind._ext or [])) if name in kind._cont]


def _target(kind: Any) -> Any:
    """What a list, a list of lists … is made of."""
    while kind.TYPE in LISTS:
        kind = kind._cont
    return kind


class Definitions:
    """Every SEQUENCE and CHOICE that the root reaches, with one shortest way."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self.ways: dict[int, Path] = {}
        self.kinds: dict[int, Any] = {}
        queue: deque[tuple[Any, Path]] = deque([(root, ())])
        while queue:
            kind, way = queue.popleft()
            here = _identity(kind)
            if here in self.ways:
                continue
            self.ways[here] = way
            self.kinds[here] = kind
            for name in components(kind):
                inner = _target(kind._cont[name])
                if inner.TYPE in ("SEQUENCE", "CHOICE"):
                    queue.append((inner, (*way, (here, name))))
        self._heights: dict[int, int] = {}
        self._measure()

    def goals(self) -> Iterator[Path]:
        """One way for each thing that has to occur."""
        for here, kind in self.kinds.items():
            wanted = components(kind) if kind.TYPE == "CHOICE" else [ALL, NONE, *components(kind)]
            for goal in wanted:
                yield (*self.ways[here], (here, goal))

    def _measure(self) -> None:
        # The least number of levels a value needs, by repetition until all have one.
        while len(self._heights) < len(self.kinds):
            for here, kind in self.kinds.items():
                names = kind._root if kind.TYPE == "CHOICE" else self._needed(kind)
                heights = [self.height(kind._cont[name]) for name in names]
                if kind.TYPE == "CHOICE":
                    known = [height for height in heights if height is not None]
                    if known:
                        self._heights[here] = 1 + min(known)
                elif None not in heights:
                    self._heights[here] = 1 + max(heights, default=0)

    def _needed(self, kind: Any) -> list[str]:
        return [name for name in kind._root if not kind._cont[name]._opt]

    def height(self, kind: Any) -> int | None:
        if kind.TYPE in LISTS and _bounds(kind._const_sz)[0] == 0:
            return 0
        inner = _target(kind)
        return self._heights.get(_identity(inner)) if inner.TYPE in ("SEQUENCE", "CHOICE") else 0


def _bounds(constraint: Any, least: int = 0) -> tuple[int, int | None]:
    if constraint is None:
        return least, None
    return constraint.lb, constraint.ub


class Maker:
    """Makes values; the same seed makes the same ones."""

    def __init__(self, definitions: Definitions, seed: int) -> None:
        self._definitions = definitions
        self._random = random.Random(seed)

    def value(self, way: Path, free: int = FREE_LEVELS) -> Any:
        """A value of the root that goes `way`."""
        return self._make(self._definitions.root, way, free)

    def _make(self, kind: Any, way: Path, free: int) -> Any:
        match kind.TYPE:
            case "CHOICE":
                return self._choice(kind, way, free)
            case "SEQUENCE":
                return self._sequence(kind, way, free)
            case "SEQUENCE OF" | "SET OF":
                return self._list(kind, way, free)
            case "BOOLEAN":
                return self._random.random() < 0.5
            case "NULL":
                return 0
            case "INTEGER":
                return self._integer(kind)
            case "OBJECT IDENTIFIER":
                return self._object_identifier()
            case "OCTET STRING":
                return self._octets(kind)
            case "BIT STRING":
                bits = self._length(kind)
                return self._random.getrandbits(bits), bits
            case "ENUMERATED":
                return self._random.choice(list(kind._cont))
            case "OPEN_TYPE":
                return UNKNOWN, self._random.randbytes(self._random.randint(1, 20))
            case "IA5String" | "NumericString" | "GeneralString" | "BMPString" | "PrintableString":
                return self._text(kind)
        raise NotImplementedError(kind.TYPE)

    def _goal(self, kind: Any, way: Path) -> tuple[str | None, Path]:
        if not way:
            return None, ()
        (here, goal), *rest = way
        assert here == _identity(kind), "the way leads elsewhere"
        return goal, tuple(rest)

    def _choice(self, kind: Any, way: Path, free: int) -> Any:
        goal, rest = self._goal(kind, way)
        if goal is None:
            goal = self._random.choice(components(kind) if free > 0 else self._lowest(kind))
            free -= 1
        return goal, self._make(kind._cont[goal], rest, free)

    def _lowest(self, kind: Any) -> list[str]:
        heights = {name: self._definitions.height(kind._cont[name]) for name in kind._root}
        least = min(height for height in heights.values() if height is not None)
        return [name for name, height in heights.items() if height == least]

    def _sequence(self, kind: Any, way: Path, free: int) -> Any:
        goal, rest = self._goal(kind, way)
        if goal is None:
            free -= 1
        value = {}
        for name in components(kind):
            inner = kind._cont[name]
            on_way = name == goal
            if name in kind._root and not inner._opt:
                present = True
            elif on_way or goal in (ALL, NONE):
                present = goal != NONE
            else:
                present = free > 0 and self._random.random() < 0.3
            if present:
                value[name] = self._make(inner, rest if on_way else (), free)
        return value

    def _list(self, kind: Any, way: Path, free: int) -> Any:
        lower, upper = _bounds(kind._const_sz)
        least = max(lower, 1) if way else lower
        most = least + (self._random.choice((0, 1, 1, 3)) if free > 0 else 0)
        count = most if upper is None else min(most, upper)
        return [self._make(kind._cont, way if not index else (), free) for index in range(count)]

    def _integer(self, kind: Any) -> int:
        if kind._const_val is None:
            return self._random.choice((0, 1, -1, 127, 128, -128, -129, 65535, -(2**31), 2**31 - 1))
        lower, upper = kind._const_val.lb, kind._const_val.ub
        if upper is None:
            return lower + self._random.choice((0, 1, 127, 254, 255, 256, 65536))
        if kind._const_val.ext is not None and self._random.random() < 0.3:
            return upper + self._random.randint(1, 70000)
        return self._random.choice((lower, upper, self._random.randint(lower, upper)))

    def _object_identifier(self) -> tuple[int, ...]:
        first = self._random.choice(((0, 0), (0, 39), (1, 3), (2, 1), (2, 39)))
        arcs = (0, 1, 127, 128, 16383, 16384, 2**28)
        return *first, *self._random.choices(arcs, k=self._random.randint(0, 5))

    def _octets(self, kind: Any) -> bytes:
        if kind._name == MESSAGE:
            return SYSTEM_CONTROL.encode(self._make(self._definitions.root, (), 1))
        if kind._name in TEXTS:
            return bytes(self._random.choices(range(32, 127), k=self._length(kind)))
        return self._random.randbytes(self._length(kind))

    def _length(self, kind: Any) -> int:
        lower, upper = _bounds(kind._const_sz)
        upper = UNBOUNDED if upper is None else min(upper, lower + UNBOUNDED)
        few = min(upper, lower + 5)
        return self._random.choice((lower, few, self._random.randint(lower, few), upper))

    def _text(self, kind: Any) -> str:
        match kind.TYPE:
            case "IA5String" | "GeneralString":
                alphabet = "".join(map(chr, range(32, 127)))
            case "NumericString":
                alphabet = " 0123456789"
            case "PrintableString":
                alphabet = ascii_letters + digits + " '()+,-./:=?"
            case _:
                alphabet = "aZ09 \u00e9\u20ac\u4f1a\uffee"
        if kind._const_alpha is not None:
            alphabet = "".join(kind._const_alpha.root)
        return "".join(self._random.choices(alphabet, k=self._length(kind)))


def leaves(kind: Any, value: Any, path: str = "") -> Iterator[str]:
    """`path=value` of every value without parts, in the order they are sent.

    A list without elements and a SEQUENCE without components count as such.
    """
    match kind.TYPE:
        case "CHOICE":
            name, inner = value
            yield from leaves(kind._cont[name], inner, f"{path}.{name}")
        case "SEQUENCE":
            if not value:
                yield f"{path}={{}}"
            for name in components(kind):
                if name in value:
                    yield from leaves(kind._cont[name], value[name], f"{path}.{name}")
        case "SEQUENCE OF" | "SET OF":
            if not value:
                yield f"{path}={{}}"
            for index, item in enumerate(value):
                yield from leaves(kind._cont, item, f"{path}.{index}")
        case "NULL":
            yield f"{path}=null"
        case "BOOLEAN":
            yield f"{path}={str(value).lower()}"
        case "OBJECT IDENTIFIER":
            yield f"{path}={'.'.join(map(str, value))}"
        case "OCTET STRING":
            yield f"{path}={value.hex()}"
        case "OPEN_TYPE":
            yield f"{path}={value[1].hex()}"
        case "BIT STRING":
            number, bits = value
            octets = -(-bits // 8)
            yield f"{path}={(number << (octets * 8 - bits)).to_bytes(octets).hex()}/{bits}"
        case "INTEGER" | "ENUMERATED":
            yield f"{path}={value}"
        case _:
            yield f"{path}={value.encode().hex()}"
