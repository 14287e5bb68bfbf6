"""The parameters of a user's account ([MS-TSTS] 2.3.1 to 2.3.3): settings for terminal sessions in a text of UTF-16."""

import struct

RESERVED = 96
PRESENT = 0xB00B1E55
ONE_ITEM = 1

NUMBERS = ("CtxCfgPresent", "CtxCfgFlags1", "CtxCallBack", "CtxKeyboardLayout", "CtxShadow", "CtxMaxConnectionTime",
           "CtxMaxDisconnectionTime", "CtxMaxIdleTime", "CtxMinEncryptionLevel")  # fmt: skip


def decode(blob):
    """{property: number or text} of what is set; nothing where the signature or CtxCfgPresent is missing."""
    found = {}
    at = RESERVED
    if blob[at:at + 2] != "P".encode("utf-16-le"):
        return found
    (count,) = struct.unpack_from("<H", blob, at + 2)
    at += 4
    for _ in range(count):
        name_size, value_size, kind = struct.unpack_from("<HHH", blob, at)
        at += 6
        name = blob[at:at + name_size].decode("utf-16-le")
        value = bytes.fromhex(blob[at + name_size:at + name_size + value_size].decode("ascii"))
        at += name_size + value_size
        assert kind == ONE_ITEM and name not in found, name
        found[name] = value_of(name, value)
    assert at == len(blob), f"{len(blob) - at} bytes behind the last property"
    return found if found.get("CtxCfgPresent") == PRESENT else {}


def value_of(name, value):
    if name in NUMBERS:
        return int.from_bytes(value, "little")
    text = value.decode("utf-16-le" if name.endswith("W") else "latin-1")
    assert text.endswith("\0"), name
    return text[:-1]


def encode(values, front=" " * (RESERVED // 2)):
    """The blob of {property: number or text}."""
    out = [front.encode("utf-16-le"), "P".encode("utf-16-le"), struct.pack("<H", len(values))]
    for name, value in values.items():
        if isinstance(value, int):
            raw = struct.pack("<I", value)
        else:
            raw = (value + "\0").encode("utf-16-le" if name.endswith("W") else "latin-1")
        digits = raw.hex().encode("ascii")
        out += [struct.pack("<HHH", 2 * len(name), len(digits), ONE_ITEM), name.encode("utf-16-le"), digits]
    return b"".join(out)
