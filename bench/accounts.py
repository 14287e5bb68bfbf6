"""make bench, accounts: lists, look-ups and additions of accounts, ours and libnetapi with smbd. Needs root, for smbd.

NTADMIN_BENCH_USERS: how many users the two servers have (10,000). NTADMIN_BENCH_MOST: how many the largest database has
that shows whether the cost of a user grows (1,000,000, of which the import takes most of a minute).
"""

import contextlib
import functools
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time

from account_servers import OursWithUsers, SmbdWithUsers
from harness import BUILD
from report import ROOT, at_least, at_most, note, without_goal
from servers import on_one_processor, started

OUR_LIBRARY = BUILD / "lib/libnetapi32.so"
SAMBAS_LIBRARY = "libnetapi.so.1"
CLIENT = [sys.executable, ROOT / "bench/account_client.py"]
ADDING_CLIENT = [BUILD / "bench/wire_call"]  # sixteen interpreters on two processors would be much of what is measured
USERS = int(os.environ.get("NTADMIN_BENCH_USERS", 10_000))
MOST = int(os.environ.get("NTADMIN_BENCH_MOST", 1_000_000))
SECONDS = 4  # of additions


class Client:
    """A client process that has made its connection and waits for a line to begin."""

    def __init__(self, network, library, server, *action, local=False, program=CLIENT):
        name = "-" if local else server.address
        self.process = subprocess.Popen([*network.prefix, *program, library, name, *map(str, action)],
                                        env=server.environment(), text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE)  # fmt: skip
        if self.process.stdout.readline() != "ready\n":
            raise RuntimeError(f"{action}: {self.process.stderr.read()}")

    def begin(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def result(self):
        line = self.process.stdout.readline()
        _, errors = self.process.communicate()
        if not line:
            raise RuntimeError(errors)
        return json.loads(line)


def run(*arguments, **more):
    client = Client(*arguments, **more)
    client.begin()
    return client.result()


def started_with(count, *kinds):
    return started(*(functools.partial(kind, count=count) for kind in kinds))


def best(count, *arguments, **more):
    """The quickest of several runs: what disturbs one only makes it slower."""
    return min((run(*arguments, **more) for _ in range(count)), key=lambda each: each["seconds"])


def each_user(found):
    return found["seconds"] / found["rows"] * 1e6


def account_lists():
    """NetUserEnum: ours with ours over SMB and over the local socket, ours with smbd, libnetapi with smbd.

    Client and server are on one processor, theirs as well as ours. Of what a worker of smbd has listed lately it keeps
    the names for a while: where the quickest of libnetapi's runs finds them, level 0 costs it a tenth.
    """
    with started_with(USERS, OursWithUsers, SmbdWithUsers) as (network, ours, smbd), on_one_processor(ours, smbd):
        for level in (0, 3):
            theirs = best(3, network, SAMBAS_LIBRARY, smbd, "enum", level)
            wire = best(3, network, OUR_LIBRARY, ours, "enum", level)
            local = best(3, network, OUR_LIBRARY, ours, "enum", level, local=True)
            mixed = best(3, network, OUR_LIBRARY, smbd, "enum", level)
            note(f"level {level}, microseconds a user on one processor: libnetapi with smbd {each_user(theirs):.1f}, ours with smbd "
                 f"{each_user(mixed):.1f}, ours {each_user(wire):.2f}, locally {each_user(local):.2f}")  # fmt: skip
            goal_on_wire, goal_locally, goal_mixed = (1 / 2, None, None) if level == 0 else (1 / 20, 1 / 40, 2)
            at_most(f"users at level {level}, of libnetapi with smbd", each_user(wire) / each_user(theirs), goal_on_wire, digits=4)
            if goal_locally:
                at_most(f"users at level {level}, locally", each_user(local) / each_user(theirs), goal_locally, digits=4)
            if goal_mixed:
                at_least(f"users at level {level}, our rate with smbd", each_user(theirs) / each_user(mixed), goal_mixed)
            note(f"memory: ours {wire['grown'] / 1e6:.1f} MB for an answer of {wire['bytes'] / 1e6:.1f}; libnetapi {theirs['grown'] / 1e6:.1f} MB")
            if level == 3:
                at_most("memory of a list, of the answer", wire["grown"] / wire["bytes"], 1.5)


def cpu_of_listing(network, ours):
    """Microseconds a user, of client and daemon."""
    before = ours.cpu()
    listed = run(network, OUR_LIBRARY, ours, "enum", 3, local=True)
    return (listed["cpu"] + ours.cpu() - before) / listed["rows"] * 1e6


def account_growth():
    """The cost of a user in databases of 1,000 and more; the time to the first page; the memory of the daemon.

    The cost is the CPU time of client and daemon: in what a long list takes on the clock is what else the machine does.
    """
    counts = sorted({1_000, 10_000, MOST})
    costs = {}
    with contextlib.ExitStack() as stack:
        hosts = {count: stack.enter_context(started_with(count, OursWithUsers)) for count in counts}
        for turn in range(12):  # by turns: what else the machine does falls on all, and on a short list the heavier
            for count, (network, ours) in hosts.items():
                if count <= 10_000 or turn % 4 == 0:
                    costs[count] = min(costs.get(count, math.inf), cpu_of_listing(network, ours))
        for count, (network, ours) in hosts.items():
            listed = run(network, OUR_LIBRARY, ours, "enum", 3, local=True)
            first = best(3, network, OUR_LIBRARY, ours, "first", 3, 3200, local=True)
            shown = run(network, OUR_LIBRARY, ours, "display", local=True)
            members = best(2, network, OUR_LIBRARY, ours, "members", "NetGroupGetUsers", "None", 0, local=True)
            note(f"{count:,} users: {costs[count]:.2f} us of CPU a user at level 3, {each_user(listed):.2f} us on the clock; display list {each_user(shown):.2f} us, members of None "
                 f"{each_user(members):.2f} us; first {first['rows']} in {first['seconds'] * 1e3:.2f} ms; import {ours.host.import_seconds:.1f} s; "
                 f"daemon {ours.memory() / 1e6:.0f} MB; memory of the list {listed['grown'] / listed['bytes']:.2f} of the answer")  # fmt: skip
    middle = statistics.mean(costs.values())
    at_most(f"cost of a user from 1,000 to {MOST:,}, off their mean", max(abs(each / middle - 1) for each in costs.values()), 0.3)


def account_memberships():
    """NetUserGetLocalGroups with indirect groups, and LookupSids of 1,000."""
    with started_with(2_000, OursWithUsers, SmbdWithUsers) as (network, ours, smbd):
        times = {}
        for name, library, server in (("theirs", SAMBAS_LIBRARY, smbd), ("ours", OUR_LIBRARY, ours)):
            times[name] = statistics.median(run(network, library, server, "local_groups", "user7", 200)["seconds"] for _ in range(3))
        note(f"NetUserGetLocalGroups: ours {times['ours'] * 1e6:.0f} us, libnetapi with smbd {times['theirs'] * 1e6:.0f} us")
        at_most("local groups of a user, of libnetapi with smbd", times["ours"] / times["theirs"], 0.2)
        looked_up = {}
        for name, server in (("theirs", smbd), ("ours", ours)):
            command = [*network.prefix, sys.executable, "-c", LOOK_UP, server.address, server.user, server.password]
            looked_up[name] = float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        note(f"LookupSids of 1,000: ours {looked_up['ours'] * 1e3:.2f} ms, smbd {looked_up['theirs'] * 1e3:.2f} ms")
        at_most("LookupSids of 1,000, of smbd's time", looked_up["ours"] / looked_up["theirs"], 0.2)


# Samba's own bindings, with either server: the quickest of nine, of users that exist.
LOOK_UP = """
import sys, time
from samba import credentials, param
from samba.dcerpc import lsa, samr, security
address, user, password = sys.argv[1:]
loaded = param.LoadParm(); loaded.load_default()
proof = credentials.Credentials(); proof.guess(loaded); proof.set_username(user); proof.set_password(password)
accounts = samr.samr(f"ncacn_np:{address}", loaded, proof)
server = accounts.Connect2(None, 0x30)
names = [each.name.string for each in accounts.EnumDomains(server, 0, 0xFFFF)[1].entries]
name = lsa.String(); name.string = next(each for each in names if each != "Builtin")
sid = accounts.LookupDomain(server, name)
domain = accounts.OpenDomain(server, 0x300, sid)
rids, context = [], 0
while len(rids) < 1000:
    context, users, _ = accounts.EnumDomainUsers(domain, context, 0, 0xFFFF)
    rids += [each.idx for each in users.entries]
names = lsa.lsarpc(f"ncacn_np:{address}", loaded, proof)
policy = names.OpenPolicy2("", lsa.ObjectAttribute(), 0x800)
asked = lsa.SidArray()
asked.num_sids = 1000
rows = []
for rid in rids[:1000]:
    row = lsa.SidPtr(); row.sid = security.dom_sid(f"{sid}-{rid}")
    rows.append(row)
asked.sids = rows
times = []
for _ in range(9):
    begin = time.perf_counter()
    names.LookupSids(policy, asked, lsa.TransNameArray(), 1, 0)
    times.append(time.perf_counter() - begin)
print(min(times))
"""


def additions(network, library, server, clients, first):
    """Users added a second, by so many clients at once."""
    programs = [Client(network, library, server, "add", SECONDS, first + 20_000 * number, program=ADDING_CLIENT)
                for number in range(clients)]  # fmt: skip
    for program in programs:
        program.begin()
    results = [program.result() for program in programs]
    return sum(each["added"] / each["seconds"] for each in results)


def sync_seconds(directory):
    """What one wait for the disk takes, of a file that has grown by what a small change writes."""
    times = []
    with tempfile.TemporaryFile(dir=directory) as file:
        for _ in range(300):
            os.write(file.fileno(), bytes(16_384))
            begin = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - begin)
    return statistics.median(times)


def account_additions():
    """NetUserAdd with a password, each on disk before it returns, by one client and by sixteen."""
    with started_with(1_000, OursWithUsers, SmbdWithUsers) as (network, ours, smbd):
        note(f"one fdatasync takes {sync_seconds(ours.home) * 1e6:.0f} us here: where it takes more, the ratios are other ones")
        rates = {}
        for clients, first in ((1, 100_000), (16, 200_000)):
            rates["smbd", clients] = additions(network, SAMBAS_LIBRARY, smbd, clients, first)
            rates["ours", clients] = additions(network, OUR_LIBRARY, ours, clients, first)
            note(f"{clients} clients: ours {rates['ours', clients]:.0f} a second, libnetapi with smbd {rates['smbd', clients]:.0f}")
        at_least("additions by one client, of libnetapi with smbd", rates["ours", 1] / rates["smbd", 1], 8)
        at_least("additions by 16 clients, of libnetapi's one with smbd", rates["ours", 16] / rates["smbd", 1], 25)
        without_goal("additions by 16 clients, of libnetapi's 16 with smbd", rates["ours", 16] / rates["smbd", 16])


MEASUREMENTS = (account_lists, account_growth, account_memberships, account_additions)
