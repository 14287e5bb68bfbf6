"""What one administrator's program has done to accounts, so that it can be held against what a host then has."""

import dataclasses
import json
import os
import subprocess
import sys

from harness import BUILD, PATIENCE, ROOT

USER_PRIV_USER, ORDINARY = 1, 0x201  # UF_NORMAL_ACCOUNT, UF_SCRIPT
LOST = (53, 64, 1722)  # the host was not there, or went during the call

# Of the user whom all change, each one member.
SHARED, OWN_MEMBER = "everyones", [(1011, "full_name"), (1007, "comment"), (1009, "script_path"), (1006, "home_dir")]


class Caller:
    """A process that makes calls of win32net for as long as it is wanted, whatever becomes of the host."""

    def __init__(self, host):
        environment = {**host.environment, "PYTHONPATH": str(BUILD / "python"), "PYTHONDONTWRITEBYTECODE": "1"}
        environment["LD_PRELOAD"] = os.environ.get("NTADMIN_PRELOAD", "")
        program = [sys.executable, ROOT / "tests/e2e/account_caller.py"]
        self.process = subprocess.Popen(program, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, *call):
        """The answer: a dictionary with "value" or "code"."""
        self.process.stdin.write(json.dumps(call) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, f"the caller ended with {self.process.wait(PATIENCE)} in {call}"
        return json.loads(answer)

    def value(self, *call):
        answer = self(*call)
        assert "code" not in answer, (call, answer)
        return answer["value"]

    def end(self):
        self.process.stdin.close()
        self.process.wait(PATIENCE)
        self.process.stdout.close()


@dataclasses.dataclass(frozen=True)
class Person:
    name: str
    text: str  # of full name, user's comment and home directory, which are set together
    password: str
    member_of: frozenset = frozenset()  # serials of groups


@dataclasses.dataclass(frozen=True)
class Kept:
    """What one writer made, by serial numbers that nothing changes; a person's is also the account's comment."""

    people: dict
    groups: dict  # to ("NetGroup" or "NetLocalGroup", name)
    shared: str = ""  # what its member of the shared user is
    policy: int = 0

    def with_person(self, serial, **changes):
        return dataclasses.replace(self, people={**self.people, serial: dataclasses.replace(self.people[serial], **changes)})

    def shown(self):
        """As a host shows it: without passwords."""
        people = {serial: (each.name, each.text, frozenset(self.groups[group] for group in each.member_of))
                  for serial, each in self.people.items()}  # fmt: skip
        return people, set(self.groups.values()), self.shared, self.policy


class Writer:
    """Changes accounts in turn, of all kinds, and knows what was acknowledged."""

    def __init__(self, number, caller, chance):
        self.number, self.caller, self.chance = number, caller, chance
        self.known = Kept({}, {})
        self.possible = [self.known]  # after a call that was lost: as before, or as after it
        self.serial = self.acknowledged = 0
        self.refused_with = self.trouble = None

    def work(self, refusal=None):
        """Until the host is lost, or refuses with that code."""
        self.refused_with = None
        try:
            while self.change(refusal):
                self.acknowledged += 1
        except BaseException as error:  # of a thread: the test looks at it
            self.trouble = error

    def change(self, refusal):
        """One change; false: it was not made, or nobody knows."""
        call, after = self.next_change()
        answer = self.caller(*call)
        if answer.get("code") in LOST:
            self.possible = [self.known, after]
            return False
        if refusal and answer.get("code") == refusal:
            self.refused_with = refusal
            return False
        assert "code" not in answer, (call, answer)
        self.known = after
        self.possible = [after]
        return True

    def settle(self, shown):
        """Takes what the host has for what is so; None if it is neither what was nor what was to be."""
        self.known = next((kept for kept in self.possible if kept.shown() == shown), None)
        return self.known

    def next_change(self):
        kinds = [self.set_together, self.set_member_of_shared, self.rename, self.set_password, self.change_password]
        kinds += [self.rename_group, self.add_member, self.remove_member] * 2
        kinds += [self.delete, self.delete_group] if len(self.known.people) > 10 else [self.add] * 2
        kinds += [self.add_group] if len(self.known.groups) < 4 else [self.delete_group]
        kinds += [self.set_policy] if self.number == 0 else []
        while not (change := self.chance.choice(kinds)()):
            pass
        return change

    def fresh(self, kind):
        self.serial += 1
        return f"{kind}{self.number}-{self.serial}"

    def someone(self):
        return self.chance.choice(sorted(self.known.people)) if self.known.people else None

    # ---- one change each: the call, and what is so after it; None where there is nothing to do it to

    def add(self):
        new = Person(name=self.fresh("user"), text=self.fresh("text"), password=self.fresh("Password"))
        row = {"name": new.name, "password": new.password, "comment": new.name, "full_name": new.text,
               "usr_comment": new.text, "home_dir": new.text, "priv": USER_PRIV_USER, "flags": ORDINARY}  # fmt: skip
        return ("NetUserAdd", None, 2, row), dataclasses.replace(self.known, people={**self.known.people, new.name: new})

    def delete(self):
        serial = self.someone()
        people = {each: person for each, person in self.known.people.items() if each != serial}
        return ("NetUserDel", None, self.known.people[serial].name), dataclasses.replace(self.known, people=people)

    def set_together(self):
        """Several members and, now and then, the password in one call."""
        if not (serial := self.someone()):
            return None
        text, person = self.fresh("text"), self.known.people[serial]
        row = {"name": person.name, "comment": serial, "full_name": text, "usr_comment": text, "home_dir": text,
               "priv": USER_PRIV_USER, "flags": ORDINARY, "password": None}  # fmt: skip
        changes = {"text": text}
        if self.chance.random() < 0.3:
            row["password"] = changes["password"] = self.fresh("Password")
        return ("NetUserSetInfo", None, person.name, 2, row), self.known.with_person(serial, **changes)

    def set_member_of_shared(self):
        level, member = OWN_MEMBER[self.number]
        text = self.fresh("shared")
        return ("NetUserSetInfo", None, SHARED, level, {member: text}), dataclasses.replace(self.known, shared=text)

    def rename(self):
        if not (serial := self.someone()):
            return None
        name = self.fresh("user")
        return (("NetUserSetInfo", None, self.known.people[serial].name, 0, {"name": name}),
                self.known.with_person(serial, name=name))  # fmt: skip

    def set_password(self):
        if not (serial := self.someone()):
            return None
        password = self.fresh("Password")
        return (("NetUserSetInfo", None, self.known.people[serial].name, 1003, {"password": password}),
                self.known.with_person(serial, password=password))  # fmt: skip

    def change_password(self):
        if not (serial := self.someone()):
            return None
        person, password = self.known.people[serial], self.fresh("Password")
        return (("NetUserChangePassword", None, person.name, person.password, password),
                self.known.with_person(serial, password=password))  # fmt: skip

    def add_group(self):
        serial = self.fresh("group")
        kind = self.chance.choice(["NetGroup", "NetLocalGroup"])
        return ((f"{kind}Add", None, 0, {"name": serial}),
                dataclasses.replace(self.known, groups={**self.known.groups, serial: (kind, serial)}))  # fmt: skip

    def delete_group(self):
        if not self.known.groups:
            return None
        serial = self.chance.choice(sorted(self.known.groups))
        kind, name = self.known.groups[serial]
        people = {each: dataclasses.replace(person, member_of=person.member_of - {serial})
                  for each, person in self.known.people.items()}  # fmt: skip
        groups = {each: group for each, group in self.known.groups.items() if each != serial}
        return (f"{kind}Del", None, name), dataclasses.replace(self.known, people=people, groups=groups)

    def rename_group(self):
        if not self.known.groups:
            return None
        serial = self.chance.choice(sorted(self.known.groups))
        (kind, old), new = self.known.groups[serial], self.fresh("group")
        return ((f"{kind}SetInfo", None, old, 0, {"name": new}),
                dataclasses.replace(self.known, groups={**self.known.groups, serial: (kind, new)}))  # fmt: skip

    def add_member(self):
        return self.change_members("Add", lambda person, group: group not in person.member_of)

    def remove_member(self):
        return self.change_members("Del", lambda person, group: group in person.member_of)

    def change_members(self, verb, suits):
        """One member of a group, or up to three of a local one."""
        if not self.known.groups:
            return None
        group = self.chance.choice(sorted(self.known.groups))
        kind, name = self.known.groups[group]
        found = [serial for serial in sorted(self.known.people) if suits(self.known.people[serial], group)]
        chosen = self.chance.sample(found, min(len(found), 1 if kind == "NetGroup" else self.chance.randint(1, 3)))
        if not chosen:
            return None
        after = self.known
        for serial in chosen:
            after = after.with_person(serial, member_of=self.known.people[serial].member_of ^ {group})
        names = [self.known.people[serial].name for serial in chosen]
        return self.call_for_members(kind, verb, name, names), after

    @staticmethod
    def call_for_members(kind, verb, group, names):
        if kind == "NetGroup":
            return f"NetGroup{verb}User", None, group, names[0]
        rows = [{"domainandname": name} for name in names] if verb == "Add" else names
        return (f"NetLocalGroup{verb}Members", None, group, *([3] if verb == "Add" else []), rows)

    def set_policy(self):
        """Three members that belong together."""
        number = self.known.policy % 50_000 + 1
        row = {"lockout_duration": 60 * number, "lockout_observation_window": 60 * number, "lockout_threshold": 1000 + number}
        return ("NetUserModalsSet", None, 3, row), dataclasses.replace(self.known, policy=number)
