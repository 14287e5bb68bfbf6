"""smbd alone, with a passdb of its own, for our API and Samba's programs to be its clients."""

import contextlib
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import textwrap
import time

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from places import leave_place, make_place  # noqa: E402
from ports import HeldPort  # noqa: E402

BUILD = pathlib.Path(os.environ["NTADMIN_BUILD"])
USER, PASSWORD = "root", "Secret-4711"  # Samba maps its accounts to those of the system
PATIENCE = 60
DIRECTORIES = {"private dir": "private", "lock directory": "lock", "state directory": "state",
               "cache directory": "cache", "pid directory": "pid", "ncalrpc dir": "ncalrpc"}  # fmt: skip

needs_smbd = [
    pytest.mark.skipif(os.geteuid() != 0, reason="smbd wants root"),
    pytest.mark.skipif(not shutil.which("smbd") or not shutil.which("rpcclient"), reason="Samba is not installed"),
]


def run_script(code, **environment):
    """What a script with our modules prints as JSON, or None."""
    path = f"{BUILD / 'python'}:{pathlib.Path(__file__).parent}"
    environment = {**os.environ, "PYTHONPATH": path, "LD_PRELOAD": os.environ.get("NTADMIN_PRELOAD", ""),
                   **environment}  # fmt: skip
    command = [sys.executable, "-c", f"import json, pywintypes, win32net, win32security, win32ts\n{code}"]
    done = subprocess.run(command, env=environment, text=True, capture_output=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) if done.stdout else None


class Smbd:
    """On a free port of the loopback interface; `settings` are further lines of its configuration."""

    prefix = ()  # what its programs are started by

    def __init__(self, settings=()):
        self.directory = make_place()
        self.held_port = HeldPort()
        self.port = self.held_port.number
        self.name = f"127.0.0.1:{self.port}"
        self.configuration = f"{self.directory}/smb.conf"
        lines = ["[global]", f"smb ports = {self.port}", "bind interfaces only = yes", "interfaces = lo",
                 "disable netbios = yes", "server signing = mandatory", "passdb backend = tdbsam",
                 f"log file = {self.directory}/log", *settings]  # fmt: skip
        for option, name in DIRECTORIES.items():
            os.mkdir(f"{self.directory}/{name}")
            lines.append(f"{option} = {self.directory}/{name}")
        lines += ["[stuff]", f"path = {self.directory}", "comment = things", "max connections = 7"]
        pathlib.Path(self.configuration).write_text("\n".join(lines) + "\n")
        self.credentials = pathlib.Path(f"{self.directory}/credentials")
        self.credentials.write_text(f"username = {USER}\npassword = {PASSWORD}\n")
        self.credentials.chmod(0o600)
        self.process = None

    def start(self):
        self.tool("smbpasswd", "-c", self.configuration, "-a", "-s", USER, input=f"{PASSWORD}\n" * 2)
        environment = {**os.environ, "_NO_WINBINDD": "1"}  # the machine's own would have a say in its log-ons
        self.process = subprocess.Popen([*self.prefix, "smbd", "-F", "--no-process-group", "-s", self.configuration],
                                        stdin=subprocess.DEVNULL, start_new_session=True, env=environment)  # fmt: skip
        deadline = time.monotonic() + PATIENCE
        while "platform_id" not in self.rpcclient("srvinfo"):
            if time.monotonic() > deadline:
                pytest.skip("smbd does not let its own client in: another Samba on this machine maps its accounts")
            time.sleep(0.1)

    def tool(self, *command, **more):
        """What a program prints that works on the same files."""
        environment = {**os.environ, "_NO_WINBINDD": "1"}
        done = subprocess.run([*self.prefix, *command], text=True, capture_output=True, timeout=PATIENCE,
                              env=environment, **more)  # fmt: skip
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout

    def pdbedit(self, *options):
        return self.tool("pdbedit", "-s", self.configuration, *options)

    def rpcclient(self, command):
        words = ["rpcclient", "-s", self.configuration, "-p", str(self.port), "-U", f"{USER}%{PASSWORD}",
                 "127.0.0.1", "-c", command]  # fmt: skip
        return subprocess.run(words, text=True, capture_output=True, timeout=PATIENCE).stdout

    def python(self, code):
        """What a script with our modules prints as JSON; `server` is the name to give."""
        return run_script(f"server = {self.name!r}\n{textwrap.dedent(code)}", NTADMIN_HOST="unix:/nonexistent",
                          NTADMIN_CREDENTIALS=str(self.credentials))  # fmt: skip

    def end(self):
        """smbd, its workers, and its helpers for RPC, which leave its process group: their command names our file."""
        if self.process:
            os.killpg(self.process.pid, 9)
            self.process.wait(PATIENCE)
        leave_place(self.directory)


SCRIPTS = """
add user script = /usr/sbin/useradd --no-create-home --shell /usr/sbin/nologin %u
delete user script = /usr/sbin/userdel %u
rename user script = /usr/sbin/usermod --login %unew %uold
add group script = /bin/sh -c '/usr/sbin/groupadd %g && getent group %g | cut -d: -f3'
delete group script = /usr/sbin/groupdel %g
add user to group script = /usr/sbin/usermod --append --groups %g %u
delete user from group script = /usr/bin/gpasswd --delete %u %g
set primary group script = /usr/sbin/usermod --gid %g %u
"""


def copy_if_there(source, target):
    """Who changes users meanwhile makes and removes files."""
    with contextlib.suppress(FileNotFoundError):
        shutil.copy2(source, target)


class SmbdWithUsers(Smbd):
    """It makes and deletes Unix users, of whom the machine itself sees nothing: its /etc is a copy."""

    def __init__(self):
        super().__init__([*SCRIPTS.strip().splitlines(), "passdb expand explicit = no"])
        shutil.copytree("/etc", f"{self.directory}/etc", symlinks=True, ignore_dangling_symlinks=True,
                        ignore=shutil.ignore_patterns("*.lock"), copy_function=copy_if_there)  # fmt: skip
        pathlib.Path(f"{self.directory}/etc/nsswitch.conf").write_text("passwd: files\ngroup: files\nshadow: files\n")
        # usermod and userdel leave a user alone who has processes, and go by the uid: theirs are not the machine's.
        lowest = random.randrange(20_000, 59_000, 100)
        with open(f"{self.directory}/etc/login.defs", "a", encoding="utf-8") as file:
            file.write(f"UID_MIN {lowest}\nUID_MAX {lowest + 99}\n")
        script = f'mount --bind {self.directory}/etc /etc && exec "$@"'
        self.prefix = ["unshare", "--mount", "sh", "-c", script, "sh"]

    def net(self, *arguments):
        return self.tool("net", "-s", self.configuration, *arguments)
