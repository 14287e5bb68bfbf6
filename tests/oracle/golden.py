"""Writes tests/data/wire: golden messages, made by the oracle and reviewed. The product must read and write them alike.

    /usr/bin/python3 -m oracle.golden        (in tests/)

A file is named Interface/opnum-Method.request.hex or .reply-N.hex: comment lines with the values, an empty line, hex.
"""

import pathlib
import uuid

from .samples import SAMPLES
from .tables import INTERFACES

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "data" / "wire"


def shown(value):
    """A value for the comment of a file; long octets are cut, the hex has them all."""
    if isinstance(value, bytes):
        text = value.hex()
        return text if len(text) <= 64 else f"{text[:48]}... ({len(value)} bytes)"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {shown(member)}" for name, member in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(shown(item) for item in value) + "]"
    return str(value) if isinstance(value, uuid.UUID) else repr(value)


def text_of(title, values, stub):
    lines = [f"# {title}"] + [f"# {name}: {shown(value)}" for name, value in values.items()]
    rows = [stub[at : at + 32].hex(" ", 4) for at in range(0, len(stub), 32)]
    return "\n".join(lines + [""] + rows) + "\n"


def messages():
    """(path, title, values, stub) of every golden message; decodes each strictly before handing it out."""
    for table in INTERFACES.values():
        for method in table:
            request, replies = SAMPLES[table.name][method.name]
            base = f"{table.name}/{method.opnum:02}-{method.name}"
            stub = method.encode_request(**request)
            method.decode_request(stub)
            yield f"{base}.request.hex", f"{table.name}.{method.name}, request", request, stub
            for number, reply in enumerate(replies, 1):
                stub = method.encode_reply(**reply)
                method.decode_reply(stub)
                yield f"{base}.reply-{number}.hex", f"{table.name}.{method.name}, reply", reply, stub


def load(path):
    """The octets of a golden file."""
    return bytes.fromhex(path.read_text(encoding="utf-8").split("\n\n", 1)[1])


def main():
    for path, title, values, stub in messages():
        file = FOLDER / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text_of(title, values, stub), encoding="utf-8")


if __name__ == "__main__":
    main()
