"""The programs' own help, their manual pages and the completion script say the same things."""

import os
import pathlib
import re
import shlex
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
MAN = ROOT / "docs/man"
BIN = pathlib.Path(os.environ["NTADMIN_BUILD"]) / "bin"

PAGES = {  # commands that share a page, or have it inside another's
    "query session": "ntadmin-query.1",
    "query user": "ntadmin-query.1",
    "query process": "ntadmin-query.1",
    "attach": "ntadmin-attach.1",
    "events": "ntadmin-events.1",
    "msg": "ntadmin-msg.1",
    "shutdown": "ntadmin-shutdown.1",
    "query termserver": "ntadmin-query.1",
    "reset session": "rwinsta.1",
    "enable-login": "ntadmin-enable-login.1",
    "disable-login": "ntadmin-enable-login.1",
    "shadow": "ntadmin-shadow.1",
    "listener": "ntadmin-listener.1",
    "userconfig": "ntadmin-userconfig.1",
    "change logon": "ntadmin-change-logon.1",
    "account import": "ntadmin-account.8",
    "account export": "ntadmin-account.8",
    "setup": "ntadmin-setup.8",
    "backup": "ntadmin-setup.8",
    "restore": "ntadmin-setup.8",
    "ping": "ntadmin-ping.1",
    "completion": "ntadmin.1",
    "net session": "ntadmin-net.1",
    "net file": "ntadmin-net.1",
    "net share": "ntadmin-net.1",
    "net statistics": "ntadmin-net.1",
    "net config": "ntadmin-net.1",
    "net user": "ntadmin-net.1",
    "net accounts": "ntadmin-net.1",
    "net group": "ntadmin-net.1",
    "net localgroup": "ntadmin-net.1",
    "net use": "ntadmin-net.1",
    "net view": "ntadmin-net.1",
    "net time": "ntadmin-net.1",
}


def run(*words):
    return subprocess.run([BIN / words[0], *words[1:]], text=True, capture_output=True, timeout=60)


def help_of(*words):
    result = run(*words, "--help")
    assert (result.returncode, result.stderr) == (0, "")
    return result.stdout


def commands():
    """(name, second name) of each command, from `ntadmin --help`."""
    found = []
    for line in help_of("ntadmin").splitlines():
        match = re.match(r"  (\S+(?: \S+)?)  +\S.*?(?: \(also: (\w+)\))?$", line)
        if match:
            also = match[2] or (match[1] if (BIN / match[1]).exists() else None)
            found.append((match[1], also))
    return found


def options(text):
    return re.findall(r"^  (--[a-z-]+)", text, re.M)


def page_text(name):
    """A page as a reader sees it, without overstriking."""
    rendered = subprocess.run(["mandoc", "-T", "utf8", MAN / name], text=True, capture_output=True, check=True).stdout
    return re.sub(".\b", "", rendered)


def test_there_are_commands():
    assert {"qwinsta", "quser", "qprocess", "logoff", "tsdiscon", "tskill"} <= set(dict(commands()).values())


@pytest.mark.parametrize("name, also", commands())
def test_each_command_has_a_page_with_each_of_its_options(name, also):
    text = page_text(PAGES.get(name, f"{name}.1"))
    usage = help_of("ntadmin", *name.split())
    assert options(usage)
    for option in options(usage):
        if option != "--help":
            assert option in text, f"{option} of '{name}'"


@pytest.mark.parametrize("name, also", commands())
def test_a_command_is_also_the_program_of_its_second_name(name, also):
    listing = page_text("ntadmin.1")
    assert name in listing
    if also:
        assert help_of(also).splitlines()[1:] == help_of("ntadmin", *name.split()).splitlines()[1:]
        assert also in listing


@pytest.mark.parametrize("page", sorted(path.name for path in MAN.iterdir()))
def test_pages_are_sound(page):
    result = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", MAN / page], text=True, capture_output=True)
    assert result.stdout + result.stderr == ""


def test_the_daemons_page_has_each_of_its_options():
    text = page_text("ntadmind.8")
    for option in re.findall(r"--[a-z-]+", help_of("ntadmind")):
        assert option in text, option


def test_the_configurations_page_has_each_of_its_keys():
    text = page_text("ntadmind.conf.5")
    keys = re.findall(r"^#(\w+) =", (ROOT / "packaging/ntadmind.conf").read_text(), re.M)
    assert keys
    for key in keys:
        assert key in text, key


SESSIONS = """[
 {"SessionId":0,"SessionName":"Services","UserName":"","DomainName":"","State":"Disconnected","Current":false},
 {"SessionId":3,"SessionName":"Pty#3","UserName":"alice","DomainName":"HOST","State":"Active","Current":true},
 {"SessionId":4,"SessionName":"","UserName":"bob","DomainName":"HOST","State":"Disconnected","Current":false},
 {"SessionId":5,"SessionName":"","UserName":"$(touch oh)","DomainName":"HOST","State":"Disconnected","Current":false}
]"""


def complete(line):
    """What bash would offer at the end of `line`, where those sessions are."""
    script = f"""
        ntadmin() {{ echo {shlex.quote(SESSIONS)}; }}
        {run("ntadmin", "completion", "bash").stdout}
        COMP_WORDS=({line}); [[ {line!r} == *' ' ]] && COMP_WORDS+=('')
        COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 )); _ntadmin; printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    return subprocess.run(["bash", "-c", script], text=True, capture_output=True, check=True).stdout.split()


@pytest.mark.parametrize(
    "line, offered",
    [
        ("ntadmin lo", ["logoff"]),
        ("ntadmin query ", ["session", "user", "process", "termserver"]),
        ("ntadmin query session --j", ["--json"]),
        ("ntadmin logoff 3 --v", ["--verbose"]),
        ("/usr/bin/qwinsta --s", ["--server"]),
        ("ntadmin nonsense ", []),
        ("qwinsta /", ["/?", "/server:", "/fleet:", "/json", "/counter"]),
        ("tsdiscon ", ["--help", "--server", "--verbose", "3", "Pty#3", "4"]),
        ("ntadmin query user a", ["alice"]),
        ("ntadmin query session alice ", ["--help", "--server", "--fleet", "--json", "--counter"]),
        ("ntadmin userconfig roo", ["root"]),
        ("ntadmin listener s", ["show", "set", "security"]),
    ],
)
def test_bash_completes(line, offered):
    assert complete(line) == offered
