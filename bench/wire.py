"""make bench, wire: client and server over SMB, each beside its peers with the same partner. Needs root, for smbd."""

import json
import statistics
import subprocess
import sys
import time

from harness import BUILD
from report import at_least, at_most, note, without_goal
from servers import PATIENCE, on_one_processor, run, started
from wire_servers import SHARES, OursWithShares, SmbdWithShares

OUR_LIBRARY = BUILD / "lib/libnetapi32.so"
SAMBAS_LIBRARY = "libnetapi.so.1"
ROUNDS = 3
IDLE = 5000


class Clients:
    """Runs clients in the servers' network."""

    def __init__(self, network):
        self.prefix = network.prefix

    def command(self, library, server, *words):
        name = server.address if library == SAMBAS_LIBRARY else rf"\\{server.address}"
        return [*self.prefix, BUILD / "bench/wire_call", library, name, *map(str, words)]

    def run(self, server, *command):
        return run([*self.prefix, *command], server.environment())

    def call(self, library, server, *words):
        out = self.run(server, *self.command(library, server, *words)[len(self.prefix) :])
        return [float(word) for word in out.split()]

    def beside(self, library, server, size):
        """Nanoseconds of a call and of the raw limit."""
        with on_one_processor(server):
            return self.call(library, server, "beside", *size)

    def load(self, library, server, count, seconds):
        """Calls a second, and the microseconds of CPU that clients and server spend on one."""
        programs = [subprocess.Popen(self.command(library, server, "load", seconds), env=server.environment(), text=True,
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(count)]  # fmt: skip
        for program in programs:
            if program.stdout.readline() != "ready\n":
                raise RuntimeError("a client gets no first answer")
        before = server.cpu()
        for program in programs:
            program.stdin.write("\n")
            program.stdin.flush()
        results = [[float(word) for word in program.stdout.readline().split()] for program in programs]
        after = server.cpu()
        for program in programs:
            program.communicate(timeout=PATIENCE)
        calls = sum(result[0] for result in results)
        rate = sum(result[0] / result[1] for result in results)
        return rate, 1e6 * sum(result[2] for result in results) / calls, 1e6 * (after - before) / calls

    def bytes_of_a_call(self, server):
        """What 101 calls move more than one does, by the server's own count; it counts the questions for it as well."""
        seen = [self.moved(server)]
        for count in (1, 101):
            self.call(OUR_LIBRARY, server, "count", count)
            seen.append(self.moved(server))
        return [round(((third - second) - (second - first)) / 100) for first, second, third in zip(*seen)]

    def moved(self, server):
        out = self.run(server, BUILD / "bin/ntadmin", "net", "statistics", "server", f"/server:{server.address}", "--json")
        (counts,) = json.loads(out)
        return counts["sts0_bytesrcvd_low"], counts["sts0_bytessent_low"]

    def rpcclient(self, server):
        """Seconds of one call of rpcclient's: what a run with many takes longer than a run with one."""
        def seconds(count):
            start = time.monotonic()
            self.run(server, "rpcclient", server.address, "-U", f"{server.user}%{server.password}", "-c", ";".join(["srvinfo"] * count))
            return time.monotonic() - start

        return (seconds(2001) - seconds(1)) / 2000

    def impacket(self, server):
        """Seconds of one call of impacket's, and of its first from nothing, without the start of Python."""
        return [float(word) for word in self.run(server, sys.executable, "-c", IMPACKET, server.address).split()]


IMPACKET = """
import os, sys, time
from impacket.dcerpc.v5 import srvs, transport
begin = time.perf_counter()
way = transport.DCERPCTransportFactory(rf"ncacn_np:{sys.argv[1]}[\\pipe\\srvsvc]")
way.set_credentials(os.environ["BENCH_USER"], os.environ["BENCH_PASSWORD"])
rpc = way.get_dce_rpc()
rpc.connect()
rpc.bind(srvs.MSRPC_UUID_SRVS)
srvs.hNetrServerGetInfo(rpc, 101)
first = time.perf_counter()
for _ in range(300):
    srvs.hNetrServerGetInfo(rpc, 101)
print((time.perf_counter() - first) / 300, first - begin)
"""


def middle(results):
    """The median of each column."""
    return [statistics.median(column) for column in zip(*results)]


def wire_calls():
    """Warm calls beside the raw limit: a TCP ping-pong of the same bytes, each way with an AES-CMAC at both ends."""
    with started(OursWithShares, SmbdWithShares) as (network, ours, smbd):
        clients = Clients(network)
        size = clients.bytes_of_a_call(ours)
        call, limit = clients.beside(OUR_LIBRARY, ours, size)
        note(f"ours against ours: {call / 1000:.1f} us, {size[0]} + {size[1]} bytes; raw limit {limit / 1000:.1f} us")
        at_least("warm call, ours against ours, of the raw limit", limit / call, 0.5)
        for name, library in (("ours", OUR_LIBRARY), ("libnetapi", SAMBAS_LIBRARY)):
            call, limit = clients.beside(library, smbd, size)
            note(f"{name} against smbd: {call / 1000:.1f} us; raw limit {limit / 1000:.1f} us")
            without_goal(f"warm call, {name} against smbd, of the raw limit", limit / call)
        for name, seconds in (("rpcclient", clients.rpcclient(smbd)), ("impacket", clients.impacket(smbd)[0])):
            note(f"{name} against smbd: {seconds * 1e6:.1f} us")
            without_goal(f"warm call, {name} against smbd, of the raw limit", limit / (seconds * 1e9), digits=3)


def wire_first():
    """From nothing to the first answer, and a list of 200 shares; ours against ours, libnetapi against smbd."""
    with started(OursWithShares, SmbdWithShares) as (network, ours, smbd):
        clients = Clients(network)
        each = {"ours": [], "theirs": [], "mixed": []}
        for _ in range(ROUNDS):
            each["ours"].append(clients.call(OUR_LIBRARY, ours, "first", 20))
            each["theirs"].append(clients.call(SAMBAS_LIBRARY, smbd, "first", 20))
            each["mixed"].append(clients.call(OUR_LIBRARY, smbd, "first", 20))
        (ours_whole, ours_loaded), (whole, loaded), (mixed_whole, mixed_loaded) = (middle(each[name]) for name in each)
        impacket = clients.impacket(smbd)[1]
        note(f"ours {ours_loaded / 1e6:.2f} ms, with the loading of its library {ours_whole / 1e6:.2f} ms; libnetapi "
             f"{loaded / 1e6:.2f} and {whole / 1e6:.2f} ms; ours against smbd {mixed_loaded / 1e6:.2f} and {mixed_whole / 1e6:.2f} ms; "
             f"impacket {impacket * 1e3:.1f} ms")  # fmt: skip
        at_least("nothing to first answer: libnetapi's time, in ours", loaded / ours_loaded, 6, digits=1)
        at_least("the same with the loading of the libraries", whole / ours_whole, 6, digits=1)
        lists = {"ours": [], "theirs": []}
        for _ in range(ROUNDS):
            lists["ours"].append(clients.call(OUR_LIBRARY, ours, "shares", 100))
            lists["theirs"].append(clients.call(SAMBAS_LIBRARY, smbd, "shares", 20))
        (mine, my_rows), (other, rows) = middle(lists["ours"]), middle(lists["theirs"])
        assert my_rows == rows == SHARES, f"{my_rows:g} and {rows:g} shares"
        note(f"NetShareEnum of {rows:g}: ours {mine / 1e6:.2f} ms, libnetapi against smbd {other / 1e6:.2f} ms")
        at_least("NetShareEnum of 200: libnetapi's time, in ours", other / mine, 5, digits=1)


def wire_client():
    """Our client and libnetapi, by turns against the same smbd."""
    with started(SmbdWithShares) as (network, smbd):
        clients = Clients(network)
        each = {OUR_LIBRARY: [], SAMBAS_LIBRARY: []}
        with on_one_processor(smbd):
            for _ in range(ROUNDS):
                for library, results in each.items():
                    results.append(clients.load(library, smbd, 1, 2))
        mine, other = middle(each[OUR_LIBRARY]), middle(each[SAMBAS_LIBRARY])
        for name, (rate, cpu, _) in (("ours", mine), ("libnetapi", other)):
            note(f"{name}, on one processor with smbd: {rate:.0f} calls/s, {cpu:.1f} us of CPU each")
        at_least("our client against smbd: calls a second, of libnetapi's", mine[0] / other[0], 1.7)
        at_most("our client against smbd: CPU a call, of libnetapi's", mine[1] / other[1], 0.4)


def wire_server():
    """Our server and smbd, by turns under the same clients of ours."""
    with started(OursWithShares, SmbdWithShares) as (network, ours, smbd):
        clients = Clients(network)
        for count in (1, 8, 32):
            each = {ours: [], smbd: []}
            for _ in range(ROUNDS):
                for server, results in each.items():
                    results.append(clients.load(OUR_LIBRARY, server, count, 2))
            mine, other = middle(each[ours]), middle(each[smbd])
            for server, (rate, _, cpu) in ((ours, mine), (smbd, other)):
                note(f"{count} clients, {server.name}: {rate:.0f} calls/s, {cpu:.1f} us of its CPU each")
            under = f"our server under {count} of our clients"
            if count == 1:
                without_goal(f"{under}: calls a second, of smbd's", mine[0] / other[0])
            else:
                at_least(f"{under}: calls a second, of smbd's", mine[0] / other[0], 1.7)
            at_least(f"{under}: smbd's CPU a call, in ours", other[2] / mine[2], 3)


def wire_idle():
    """Memory of a client that is logged on, has a pipe bound and is idle."""
    with started(OursWithShares) as (network, ours):
        clients = Clients(network)
        before = ours.memory()
        each = []
        for count in (200, IDLE):
            command = [*clients.prefix, BUILD / "bench/wire_idle", ours.address, "445", str(count)]
            with subprocess.Popen(command, env=ours.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
                if program.stdout.readline() != "ready\n":
                    raise RuntimeError(f"{count} clients do not come about")
                each.append((ours.memory() - before) / count / 1024)
        note(f"with {IDLE}: {each[1]:.1f} KiB; with 200: {each[0]:.1f} KiB")
        at_most(f"memory of an idle connection at {IDLE}", each[1], 24, unit=" KiB", digits=1)
    with started(SmbdWithShares) as (network, smbd):
        clients = Clients(network)
        before, count = smbd.memory(), 50
        command = [*clients.prefix, BUILD / "bench/wire_idle", smbd.address, "445", str(count)]
        with subprocess.Popen(command, env=smbd.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
            if program.stdout.readline() != "ready\n":
                raise RuntimeError("clients of smbd do not come about")
            without_goal(f"the same of smbd at {count}", (smbd.memory() - before) / count / 1024, unit=" KiB", digits=0)


MEASUREMENTS = [wire_calls, wire_first, wire_client, wire_server, wire_idle]
