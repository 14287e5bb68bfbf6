#!/usr/bin/env python3
"""Files between a session and the terminal that shows it, over the virtual channel FETCH.

Where the person sits, a directory is offered:

    ntadmin attach --channel FETCH='fetch_file.py serve ~/exchange'

and in the session:

    fetch_file.py get report.pdf        from that directory to the current one
    fetch_file.py put notes.txt         the other way

On Windows, `get` and `put` work in a Remote Desktop session as they are; `serve` is then what a plug-in of the client does.
One request a channel: a line "get NAME" or "put NAME SIZE"; an answer line "ok SIZE" or "error TEXT"; then the bytes.
"""

import argparse
import ctypes
import os
import pathlib
import shutil
import sys

CHANNEL = b"FETCH"
CURRENT_SESSION = 0xFFFFFFFF
PATIENCE = 60_000  # milliseconds for the other side's next bytes
LONGEST_LINE = 4096


class Channel:
    """The channel as a program in the session has it: the C functions of wtsapi32."""

    def __init__(self):
        windows = sys.platform == "win32"
        self.api = ctypes.WinDLL("wtsapi32", use_last_error=True) if windows else ctypes.CDLL("libwtsapi32.so.0")
        self.last_error = ctypes.get_last_error if windows else ctypes.CDLL("libntadmin.so.0").GetLastError
        self.api.WTSVirtualChannelOpenEx.restype = ctypes.c_void_p
        self.handle = ctypes.c_void_p(self.api.WTSVirtualChannelOpenEx(CURRENT_SESSION, CHANNEL, 0))
        if not self.handle:
            sys.exit(f"no channel {CHANNEL.decode()} at the terminal of this session (error {self.last_error()})")
        self.held = b""

    def write(self, data):
        written = ctypes.c_uint32()
        if not self.api.WTSVirtualChannelWrite(self.handle, data, len(data), ctypes.byref(written)):
            sys.exit(f"the other side is gone (error {self.last_error()})")

    def read(self, most):
        """Some bytes; none once the other side has gone."""
        if not self.held:
            buffer, count = ctypes.create_string_buffer(1600), ctypes.c_uint32()
            if not self.api.WTSVirtualChannelRead(self.handle, PATIENCE, buffer, len(buffer), ctypes.byref(count)):
                return b""
            self.held = buffer.raw[: count.value]
        taken, self.held = self.held[:most], self.held[most:]
        return taken

    def line(self):
        text = b""
        while not text.endswith(b"\n") and len(text) < LONGEST_LINE:
            piece = self.read(1)
            if not piece:
                sys.exit("the other side is gone")
            text += piece
        return text.decode().rstrip("\n")


def copy(read, write, size):
    """`size` bytes from one function to another; False when they end early."""
    while size > 0:
        piece = read(min(size, 65536))
        if not piece:
            return False
        write(piece)
        size -= len(piece)
    return True


def answer(channel):
    """The size that the other side answered with."""
    word, _, rest = channel.line().partition(" ")
    if word != "ok":
        sys.exit(rest)
    return int(rest)


def get(name):
    channel = Channel()
    channel.write(f"get {name}\n".encode())
    size = answer(channel)
    target = pathlib.Path(name).name
    with open(f"{target}.part", "wb") as file:
        whole = copy(channel.read, file.write, size)
    if not whole:
        os.remove(f"{target}.part")
        sys.exit("the other side is gone")
    os.replace(f"{target}.part", target)
    print(f"{target}: {size} bytes")


def put(name):
    channel = Channel()
    with open(name, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        channel.write(f"put {pathlib.Path(name).name} {size}\n".encode())
        answer(channel)
        copy(file.read, channel.write, size)
    if answer(channel) != size:
        sys.exit("not all of it arrived")
    print(f"{name}: {size} bytes")


def inside(directory, name):
    path = (directory / name).resolve()
    if directory not in path.parents:
        raise ValueError(f"{name} is outside of what is offered")
    return path


def answer_one(directory, source, sink):
    """The client's side of one request: its standard input and output are the channel."""
    words = source.readline(LONGEST_LINE).decode().rstrip("\n").split(" ")
    if words[0] == "get":
        with open(inside(directory, " ".join(words[1:])), "rb") as file:
            sink.write(f"ok {os.fstat(file.fileno()).st_size}\n".encode())
            shutil.copyfileobj(file, sink)
    elif words[0] == "put":
        path, size = inside(directory, " ".join(words[1:-1])), int(words[-1])
        with open(f"{path}.part", "wb") as file:
            sink.write(b"ok 0\n")
            sink.flush()
            whole = copy(source.read, file.write, size)
        if not whole:
            os.remove(f"{path}.part")
            return
        os.replace(f"{path}.part", path)
        sink.write(f"ok {size}\n".encode())


def serve(directory):
    directory = pathlib.Path(directory).expanduser().resolve(strict=True)
    try:
        answer_one(directory, sys.stdin.buffer, sys.stdout.buffer)
    except (OSError, ValueError) as error:
        text = getattr(error, "strerror", None) or str(error)
        sys.stdout.buffer.write(f"error {text}\n".encode())
    sys.stdout.buffer.flush()


def main():
    parser = argparse.ArgumentParser(description="Files between a session and the terminal that shows it.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("get", help="fetch a file from where the person sits").add_argument("name")
    commands.add_parser("put", help="bring a file there").add_argument("name")
    commands.add_parser("serve", help="at the client: offer a directory").add_argument("directory")
    wanted = parser.parse_args()
    if wanted.command == "serve":
        serve(wanted.directory)
    else:
        {"get": get, "put": put}[wanted.command](wanted.name)


if __name__ == "__main__":
    main()
