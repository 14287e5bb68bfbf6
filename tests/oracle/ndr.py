"""NDR (transfer syntax 2.0, little-endian) as an interpreter over type objects: strict decoding and plain encoding.

The decoder refuses what a strict peer refuses ([C706] 14; [MS-RPCE] strict data consistency): wrong conformance,
non-zero offsets, missing terminators, repeated referents, surplus bytes. Gaps are reported when they are not zero,
because a server that leaves them as they were shows its memory to strangers.
"""

import struct
import uuid


class WireError(Exception):
    """The bytes do not follow the type."""


class Reader:
    """Bytes being decoded: the position, the referents seen, and the counts to compare once all values are known."""

    def __init__(self, data, zero_gaps=True):
        self.data, self.at, self.zero_gaps = bytes(data), 0, zero_gaps
        self.referents = set()
        self.deferred = []
        self.promises = []

    def take(self, count, what):
        if self.at + count > len(self.data):
            raise WireError(f"{what}: {count} bytes wanted at {self.at}, {len(self.data) - self.at} left")
        part = self.data[self.at : self.at + count]
        self.at += count
        return part

    def align(self, alignment, what):
        gap = self.take(-self.at % alignment, what)
        if self.zero_gaps and any(gap):
            raise WireError(f"{what}: the gap before offset {self.at} holds {gap.hex()}, not zeros")

    def number(self, what):
        self.align(4, what)
        return int.from_bytes(self.take(4, what), "little")

    def promise(self, scope, rule, actual, what):
        """Notes that `actual` must equal the count that `rule` names, which may be decoded later."""
        self.promises.append((scope, rule, actual, what))


class Writer:
    """Bytes being encoded. Referent ids are those of Windows: 0x00020000, then 4 more each."""

    def __init__(self):
        self.data = bytearray()
        self.deferred = []
        self.next_referent = 0x00020000

    def align(self, alignment):
        self.data += bytes(-len(self.data) % alignment)

    def number(self, value):
        self.align(4)
        self.data += value.to_bytes(4, "little")

    def referent(self):
        self.next_referent += 4
        return self.next_referent - 4


def count_of(rule, scope):
    """The value of a size_is or length_is expression; None when the message does not carry it."""
    if callable(rule):
        try:
            return rule(scope)
        except KeyError:
            return None
    return scope.get(rule) if isinstance(rule, str) else rule


class Number:
    def __init__(self, code, alignment=None):
        self.form = struct.Struct("<" + code)
        self.alignment = alignment or self.form.size

    def read(self, reader, scope, what):
        reader.align(self.alignment, what)
        return self.form.unpack(reader.take(self.form.size, what))[0]

    def write(self, writer, value):
        writer.align(self.alignment)
        writer.data += self.form.pack(value)


class Opaque:
    """Bytes that are taken as they are: a GUID or a context handle."""

    def __init__(self, size, load, dump):
        self.size, self.load, self.dump, self.alignment = size, load, dump, 4

    def read(self, reader, scope, what):
        reader.align(4, what)
        return self.load(reader.take(self.size, what))

    def write(self, writer, value):
        writer.align(4)
        writer.data += self.dump(value)


u1, u2, u4, u8 = Number("B"), Number("H"), Number("I"), Number("Q")
i4, i8 = Number("i"), Number("q")
b1, b4, e2 = Number("B"), Number("i"), Number("H")
hresult, ntstatus = Number("I"), Number("I")
wide = Number("H")
guid = Opaque(16, lambda raw: uuid.UUID(bytes_le=raw), lambda value: value.bytes_le)


def _load_context(raw):
    if raw[:4] != bytes(4):
        raise WireError(f"context handle with attributes {raw[:4].hex()}")
    return raw


ctx = Opaque(20, _load_context, lambda value: value)


def _read_items(element, count, reader, what):
    """Elements in line; octets come back as bytes and UTF-16 units as text."""
    reader.align(element.alignment, what)
    if element is u1:
        return reader.take(count, what)
    if element is wide:
        return reader.take(2 * count, what).decode("utf-16-le", "surrogatepass")
    if count > len(reader.data):
        raise WireError(f"{what}: {count} elements in {len(reader.data)} bytes")
    return [element.read(reader, None, f"{what}[{index}]") for index in range(count)]


def _write_items(element, items, writer):
    writer.align(element.alignment)
    if element is u1:
        writer.data += items
    elif element is wide:
        writer.data += items.encode("utf-16-le", "surrogatepass")
    else:
        for item in items:
            element.write(writer, item)


def _units(element, items):
    return len(items.encode("utf-16-le", "surrogatepass")) // 2 if element is wide else len(items)


class Fixed:
    """T[n]: in line, without counts."""

    def __init__(self, element, count):
        self.element, self.count, self.alignment = element, count, element.alignment

    def read(self, reader, scope, what):
        return _read_items(self.element, self.count, reader, what)

    def write(self, writer, value):
        if _units(self.element, value) != self.count:
            raise WireError(f"{_units(self.element, value)} elements for an array of {self.count}")
        _write_items(self.element, value, writer)


class FixedText:
    """w[n] that holds a NUL-terminated text."""

    def __init__(self, count):
        self.count, self.alignment = count, 2

    def read(self, reader, scope, what):
        text = _read_items(wide, self.count, reader, what)
        head, terminator, tail = text.partition("\0")
        if not terminator:
            raise WireError(f"{what}: no NUL within {self.count} units")
        if reader.zero_gaps and tail.strip("\0"):
            raise WireError(f"{what}: something behind the NUL: {tail!r}")
        return head

    def write(self, writer, value):
        raw = value.encode("utf-16-le")
        if len(raw) >= 2 * self.count:
            raise WireError(f"{value!r} does not fit {self.count} units")
        writer.align(2)
        writer.data += raw.ljust(2 * self.count, b"\0")


class Conformant:
    """T[n*]: max_count in front, which must equal size_is."""

    alignment = 4

    def __init__(self, element, size_is):
        self.element, self.size_is = element, size_is

    def read(self, reader, scope, what):
        count = reader.number(what)
        reader.promise(scope, self.size_is, count, f"{what}: max_count")
        return _read_items(self.element, count, reader, what)

    def write(self, writer, value):
        writer.number(_units(self.element, value))
        _write_items(self.element, value, writer)


class ConformantVarying:
    """T[n*;l]: max_count, offset 0, actual_count. To encode a larger max_count, give (elements, max_count)."""

    alignment = 4

    def __init__(self, element, size_is, length_is):
        self.element, self.size_is, self.length_is = element, size_is, length_is

    def read(self, reader, scope, what):
        largest, offset, count = (reader.number(what) for _ in range(3))
        if offset != 0 or count > largest:
            raise WireError(f"{what}: offset {offset}, {count} of at most {largest}")
        reader.promise(scope, self.size_is, largest, f"{what}: max_count")
        reader.promise(scope, self.length_is, count, f"{what}: actual_count")
        return _read_items(self.element, count, reader, what)

    def write(self, writer, value):
        items, largest = value if isinstance(value, tuple) else (value, None)
        count = _units(self.element, items)
        for number in (count if largest is None else largest, 0, count):
            writer.number(number)
        _write_items(self.element, items, writer)


class Varying:
    """T[n;l]: a fixed array of which only the first elements travel: offset 0, actual_count."""

    alignment = 4

    def __init__(self, element, largest, length_is):
        self.element, self.largest, self.length_is = element, largest, length_is

    def read(self, reader, scope, what):
        offset, count = reader.number(what), reader.number(what)
        if offset != 0 or count > self.largest:
            raise WireError(f"{what}: offset {offset}, {count} of at most {self.largest}")
        reader.promise(scope, self.length_is, count, f"{what}: actual_count")
        return _read_items(self.element, count, reader, what)

    def write(self, writer, value):
        writer.number(0)
        writer.number(len(value))
        _write_items(self.element, value, writer)


class Text:
    """str: a NUL-terminated UTF-16 string with both counts. `largest` is max_is + 1 where the declaration has one."""

    alignment, unit, encoding = 4, 2, "utf-16-le"

    def __init__(self, largest=None):
        self.largest = largest

    def read(self, reader, scope, what):
        largest, offset, count = (reader.number(what) for _ in range(3))
        if offset != 0 or not 1 <= count <= largest:
            raise WireError(f"{what}: offset {offset}, {count} of at most {largest} units")
        if self.largest is not None and largest != self.largest:
            raise WireError(f"{what}: max_count {largest}, declared {self.largest}")
        text = reader.take(self.unit * count, what).decode(self.encoding, "surrogatepass")
        if text.find("\0") != len(text) - 1:
            raise WireError(f"{what}: the NUL is not the last unit of {text!r}")
        return text[:-1]

    def write(self, writer, value):
        raw = (value + "\0").encode(self.encoding)
        for number in (self.largest or len(raw) // self.unit, 0, len(raw) // self.unit):
            writer.number(number)
        writer.data += raw


class OctetText(Text):
    """astr: the same with one octet a character; UTF-8 here, as file names are."""

    unit, encoding = 1, "utf-8"


class Cell:
    """A pointee whose bytes come later."""

    value = None


class Pointer:
    """*T: referent id now, the pointee after the construct that holds the pointer. `null` says whether 0 is allowed."""

    alignment = 4

    def __init__(self, target, null=True):
        self.target, self.null = target, null

    def read(self, reader, scope, what):
        referent = reader.number(what)
        if referent == 0:
            if not self.null:
                raise WireError(f"{what}: a reference pointer is NULL")
            if isinstance(self.target, Conformant):
                reader.promise(scope, self.target.size_is, 0, f"{what}: NULL")
            return None
        if referent in reader.referents:
            raise WireError(f"{what}: referent {referent:#x} for the second time")
        reader.referents.add(referent)
        cell = Cell()
        reader.deferred.append((self.target, scope, what, cell))
        return cell

    def write(self, writer, value):
        if value is None:
            writer.number(0)
            return
        writer.number(writer.referent())
        writer.deferred.append((self.target, value))


class Record:
    """A structure: aligned to its widest member; counts are looked up among its members."""

    def __init__(self, *members):
        self.members = members
        self.alignment = max(kind.alignment for _, kind in members)

    def read(self, reader, scope, what):
        reader.align(self.alignment, what)
        values = {}
        for name, kind in self.members:
            values[name] = kind.read(reader, values, f"{what}.{name}")
        return values

    def write(self, writer, value):
        writer.align(self.alignment)
        for name, kind in self.members:
            kind.write(writer, value[name])


class TailedRecord:
    """A structure whose last member is T[n*]: its max_count goes in front of the structure, the elements at its end."""

    def __init__(self, *members, tail, element, size_is):
        self.members, self.tail, self.element, self.size_is = members, tail, element, size_is
        self.alignment = max([4, element.alignment] + [kind.alignment for _, kind in members])

    def read(self, reader, scope, what):
        count = reader.number(what)
        reader.align(self.alignment, what)
        values = {}
        for name, kind in self.members:
            values[name] = kind.read(reader, values, f"{what}.{name}")
        reader.promise(values, self.size_is, count, f"{what}: max_count")
        values[self.tail] = _read_items(self.element, count, reader, f"{what}.{self.tail}")
        return values

    def write(self, writer, value):
        writer.number(_units(self.element, value[self.tail]))
        writer.align(self.alignment)
        for name, kind in self.members:
            kind.write(writer, value[name])
        _write_items(self.element, value[self.tail], writer)


class Union:
    """A non-encapsulated union, as (tag, arm): the tag again, equal to the member `switch_is`, then the arm under it.

    Without `switch_is` it is an encapsulated union, whose tag travels only here.
    """

    def __init__(self, tag, switch_is, arms, default=False):
        self.tag, self.switch_is, self.arms, self.default = tag, switch_is, arms, default
        self.alignment = max([tag.alignment] + [arm.alignment for arm in arms.values()])

    def read(self, reader, scope, what):
        tag = self.tag.read(reader, scope, what)
        if self.switch_is is not None and scope[self.switch_is] != tag:
            raise WireError(f"{what}: tag {tag}, but {self.switch_is} is {scope[self.switch_is]}")
        if tag in self.arms:
            return tag, self.arms[tag].read(reader, scope, what)
        if self.default:
            return tag, None
        raise WireError(f"{what}: no arm {tag}")

    def write(self, writer, value):
        tag, arm = value
        self.tag.write(writer, tag)
        if tag in self.arms:
            self.arms[tag].write(writer, arm)


def read_deferred(reader):
    """Reads the pointees noted by the last construct, each followed by its own, in order."""
    waiting, reader.deferred = reader.deferred, []
    for kind, scope, what, cell in waiting:
        cell.value = kind.read(reader, scope, what)
        read_deferred(reader)


def write_deferred(writer):
    waiting, writer.deferred = writer.deferred, []
    for kind, value in waiting:
        kind.write(writer, value)
        write_deferred(writer)


def resolved(value):
    """The decoded value with every pointer replaced by what it points to."""
    if isinstance(value, Cell):
        return resolved(value.value)
    if isinstance(value, dict):
        return {name: resolved(member) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(resolved(item) for item in value)
    return value


def decode(parameters, data, known=None, zero_gaps=True):
    """Decodes a stub: parameters are (name, type) in wire order, `known` the values of the request a reply answers."""
    reader = Reader(data, zero_gaps)
    values = {}
    scope = dict(known or {})
    for name, kind in parameters:
        scope[name] = values[name] = kind.read(reader, scope, name)
        read_deferred(reader)
    if reader.at != len(reader.data):
        raise WireError(f"{len(reader.data) - reader.at} bytes left after the last parameter")
    for where, rule, actual, what in reader.promises:
        promised = count_of(rule, where)
        if promised is not None and promised != actual:
            raise WireError(f"{what} is {actual}, promised was {promised}")
    return resolved(values)


def encode(parameters, values):
    """Encodes a stub from values by name."""
    writer = Writer()
    for name, kind in parameters:
        kind.write(writer, values[name])
        write_deferred(writer)
    return bytes(writer.data)
