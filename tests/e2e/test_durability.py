"""Accounts, where the daemon is killed while several change them, again and again, and where the disk is full: what was
acknowledged is there, whole, and of what was not, all or nothing."""

import errno
import os
import random
import shutil
import sqlite3
import subprocess
import threading
import time

import pytest
from account_model import OWN_MEMBER, SHARED, Caller, Writer
from harness import PATIENCE, until

KILLS = int(os.environ.get("NTADMIN_KILLS", "20"))
FILLINGS, DISK_FULL = 3, 112
SEED = int(os.environ.get("NTADMIN_SEED", "4711"))
START_KILLED = 0.2  # of the rounds: the new daemon is killed, too, before it may be ready

USERS_WITHOUT_ROWS = """SELECT name FROM principal WHERE kind = 1 AND (rid NOT IN (SELECT rid FROM user)
  OR rid NOT IN (SELECT user_rid FROM group_member WHERE group_rid = 513))"""
GROUPS_WITHOUT_ROWS = "SELECT name FROM principal WHERE kind = 2 AND rid NOT IN (SELECT rid FROM group_attributes)"
ROWS_OF_NOBODY = "SELECT rid FROM user WHERE rid NOT IN (SELECT rid FROM principal WHERE kind = 1)"
COUNTED_WRONG = """SELECT kind, home, count FROM total
  WHERE count != (SELECT count(*) FROM principal WHERE principal.kind = total.kind AND principal.home = total.home)"""


def check_database(place):
    """What holds of the file itself, whoever wrote it last."""
    database = sqlite3.connect(f"file:{place}/accounts.db?mode=ro", uri=True)
    try:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        for question in (USERS_WITHOUT_ROWS, GROUPS_WITHOUT_ROWS, ROWS_OF_NOBODY, COUNTED_WRONG):
            assert database.execute(question).fetchall() == [], question
        rids = {row[0] for row in database.execute("SELECT rid FROM principal")}
        [[domain]] = database.execute("SELECT sid FROM domain")
        members = [sid for [sid] in database.execute("SELECT sid FROM alias_member")]
        # A SID is revision, number of parts, authority, and the parts; the domain's and then the RID.
        nobody = [sid.hex() for sid in members if sid[8:-4] == domain[8:] and int.from_bytes(sid[-4:], "little") not in rids]
        assert nobody == [], "members that there are not"
    finally:
        database.close()


class Watch:
    """Looks at the host after each kill."""

    def __init__(self, caller, writers):
        self.caller, self.writers = caller, writers
        self.rids = {}  # by serial
        self.verified = {}  # passwords that were true when last looked at, by serial

    def look(self):
        """Everything but passwords."""
        people = {row["name"]: row for row in self.caller.value("NetUserEnum", None, 3, 0)[0]}
        groups = [("NetGroup", row["name"]) for row in self.caller.value("NetGroupEnum", None, 0)[0]]
        groups += [("NetLocalGroup", row["name"]) for row in self.caller.value("NetLocalGroupEnum", None, 0)[0]]
        policy = self.caller.value("NetUserModalsGet", None, 3)
        for writer in self.writers:
            mine = {group for group in groups if group[1].startswith(f"group{writer.number}-")}
            shown = (self.shown_people(writer, people, mine), mine, people[SHARED][OWN_MEMBER[writer.number][1]],
                     self.shown_policy(policy) if writer.number == 0 else 0)  # fmt: skip
            assert writer.settle(shown), f"found: {shown}\npossible: {[kept.shown() for kept in writer.possible]}"

    def shown_people(self, writer, people, groups):
        members = {group: self.members(*group) for group in groups}
        assert set().union(*members.values()) <= set(people)
        shown = {}
        for name, row in people.items():
            if not name.startswith(f"user{writer.number}-"):
                continue
            serial, texts = row["comment"], {row["full_name"], row["usr_comment"], row["home_dir"]}
            assert len(texts) == 1, f"torn: {row}"
            assert serial not in shown, f"{name} and {shown[serial][0]} are one"
            assert self.rids.setdefault(serial, row["user_id"]) == row["user_id"]
            shown[serial] = (name, texts.pop(), frozenset(group for group in groups if name in members[group]))
        assert len(set(self.rids.values())) == len(self.rids), "a RID was given twice"
        return shown

    def members(self, kind, name):
        if kind == "NetGroup":
            return {row["name"] for row in self.caller.value("NetGroupGetUsers", None, name, 0)[0]}
        rows = self.caller.value("NetLocalGroupGetMembers", None, name, 3)[0]
        return {row["domainandname"].rpartition("\\")[2] for row in rows}

    @staticmethod
    def shown_policy(policy):
        number = max(policy["lockout_threshold"] - 1000, 0)
        if number:
            assert policy["lockout_duration"] == policy["lockout_observation_window"] == 60 * number, f"torn: {policy}"
        return number

    def look_at_everything(self):
        self.look()
        for writer in self.writers:
            self.check_passwords(writer)

    def check_passwords(self, writer):
        """Who knows a password can change it. Of a change that was lost both are possible, unless it shows otherwise."""
        possible = [kept.people for kept in writer.possible if kept.shown() == writer.known.shown()]
        for serial, person in writer.known.people.items():
            candidates = [people[serial].password for people in possible]
            if [self.verified.get(serial)] == candidates:
                continue
            new = writer.fresh("Password")
            changed = [self.caller("NetUserChangePassword", None, person.name, old, new) for old in dict.fromkeys(candidates)]
            assert {"value": None} in changed, f"{person.name}: none of {candidates} is the password: {changed}"
            writer.known = writer.known.with_person(serial, password=new)
            self.verified[serial] = new
        writer.possible = [writer.known]


def work_at_once(writers, refusal=None):
    """The threads in which they do."""
    threads = [threading.Thread(target=writer.work, args=[refusal]) for writer in writers]
    for thread in threads:
        thread.start()
    return threads


def join(threads, writers):
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive(), "a call does not end"
    for writer in writers:
        if writer.trouble:
            raise writer.trouble


class Office:
    """Several who change accounts of a host, and one who looks."""

    def __init__(self, host):
        self.callers = [Caller(host) for _ in range(len(OWN_MEMBER) + 1)]
        *of_writers, looker = self.callers
        looker.value("NetUserAdd", None, 1, {"name": SHARED, "password": "Shared-4711", "priv": 1, "flags": 0x201})
        for level, member in OWN_MEMBER:
            looker.value("NetUserSetInfo", None, SHARED, level, {member: ""})
        self.chance = random.Random(SEED)
        self.writers = [Writer(number, caller, random.Random(self.chance.random()))
                        for number, caller in enumerate(of_writers)]  # fmt: skip
        self.watch = Watch(looker, self.writers)

    def acknowledged(self):
        return [writer.acknowledged for writer in self.writers]

    def close(self):
        for caller in self.callers:
            caller.end()


# ---- kills


def work_until_killed(host, office):
    before = office.acknowledged()
    threads = work_at_once(office.writers)
    until("a first answer to each", pause=0.005,
          ready=lambda: all(now > was for now, was in zip(office.acknowledged(), before)) or any_ended(threads))  # fmt: skip
    time.sleep(office.chance.uniform(0, 0.3))
    ended = any_ended(threads)
    host.kill()
    join(threads, office.writers)
    assert not ended, "a call was lost before the host was killed"


def any_ended(threads):
    return not all(thread.is_alive() for thread in threads)


def start_again(host, chance):
    while chance.random() < START_KILLED:
        host.process = host.launch()
        time.sleep(chance.uniform(0, 0.1))
        host.kill()
    host.start()


def test_what_was_acknowledged_outlives_kills_and_nothing_is_half_done(host):
    office = Office(host)
    try:
        for _ in range(KILLS):
            work_until_killed(host, office)
            start_again(host, office.chance)
            office.watch.look_at_everything()
            check_database(host.state)
        assert min(office.acknowledged()) > KILLS
    finally:
        office.close()


# ---- a full disk


def fill(place, leave):
    """A file that takes all room there but so many bytes."""
    with open(f"{place}/filler", "wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError as error:
            assert error.errno == errno.ENOSPC
        file.truncate(max(0, os.fstat(file.fileno()).st_size - leave))


SMALL_DISK = """set -e
mkdir -p {state}
mount -t tmpfs -o size=8m,mode=0700 tmpfs {state}
echo mounted
exec sleep infinity
"""


@pytest.fixture
def small(host):
    """The host again, with its state on a disk of eight megabytes, in a mount namespace; and where that is seen from here."""
    host.stop()
    shutil.rmtree(host.state)
    command = ["unshare", "--mount", "--propagation", "private", "sh", "-c", SMALL_DISK.format(state=host.state)]
    holder = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        if holder.stdout.readline() != "mounted\n":
            pytest.skip(f"no disk can be mounted here: {holder.stderr.read().strip()}")
        disk = f"/proc/{holder.pid}/root{host.state}"
        host.prefix, host.socket = ["nsenter", f"--target={holder.pid}", "--mount"], f"{disk}/ntadmind.sock"
        host.environment["NTADMIN_HOST"] = f"unix:{host.socket}"
        yield host.start(), disk
        host.kill()
    finally:
        holder.kill()
        holder.communicate(timeout=PATIENCE)


def check_database_on(disk, host):
    """SQLite resolves /proc/PID/root, and would look here: so it gets copies, while nobody changes anything."""
    for name in ("accounts.db", "accounts.db-wal"):
        shutil.copy(f"{disk}/{name}", host.directory)
    check_database(host.directory)


def test_on_a_full_disk_changes_are_refused_whole_and_go_on_when_there_is_room(small):
    host, disk = small
    office = Office(host)
    try:
        for _ in range(FILLINGS):
            fill(disk, leave=office.chance.randrange(0, 100_000))
            join(work_at_once(office.writers, DISK_FULL), office.writers)
            assert [writer.refused_with for writer in office.writers] == [DISK_FULL] * len(office.writers)
            office.watch.look()
            os.unlink(f"{disk}/filler")
            before = office.acknowledged()
            work_until_killed(host, office)
            assert all(now > was for now, was in zip(office.acknowledged(), before))
            host.start()
            office.watch.look_at_everything()
            check_database_on(disk, host)
            host.stop()  # its log of changes begins anew, and has to grow again
            host.start()
    finally:
        office.close()


def test_a_host_that_was_killed_on_a_full_disk_has_what_was_acknowledged(small):
    host, disk = small
    office = Office(host)
    try:
        fill(disk, leave=50_000)
        join(work_at_once(office.writers, DISK_FULL), office.writers)
        host.kill()
        host.process = host.launch()  # it may refuse to start, or start
        until("it answers or has ended", lambda: host.process.poll() is not None or host.answers())
        host.kill()
        os.unlink(f"{disk}/filler")
        host.start()
        office.watch.look_at_everything()
        check_database_on(disk, host)
    finally:
        office.close()
