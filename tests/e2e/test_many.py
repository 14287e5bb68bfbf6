"""Many at once: 200 sessions, clients that race for one session, listings while everything changes."""

import concurrent.futures

import pytest
from harness import ACTIVE, DISCONNECTED, until


@pytest.mark.parametrize("count", [200])
def test_two_hundred_sessions_at_once(host, count):
    before = set(host.rows())
    terminals = []
    for start in range(0, count, 10):
        part = [host.attach("--new", "--", "/bin/sh", "-c", "echo up; read line; echo got $line; read line")
                for _ in range(start, start + 10)]  # fmt: skip
        for terminal in part:
            terminal.wait_for("up")
        terminals += part
    rows = {number: row for number, row in host.rows().items() if number not in before}
    assert len(rows) == count
    assert {row["State"] for row in rows.values()} == {ACTIVE}
    assert len({row["SessionName"] for row in rows.values()}) == count
    listed = host.json("query", "session")
    assert {row["SessionId"] for row in listed} >= set(rows)
    for number, terminal in enumerate(terminals):
        terminal.enter(f"word{number}")
    until("every answer", lambda: all(f"got word{n}" in t.text() for n, t in enumerate(terminals)), patience=120)

    host.kill()
    host.start()
    until("all found again", lambda: set(rows) <= set(host.rows()), patience=120)
    again = host.rows()
    assert {number: again[number]["SessionName"] for number in rows} == {n: row["SessionName"] for n, row in rows.items()}

    for terminal in terminals:
        terminal.hang_up()
    until("all disconnected", lambda: {host.rows()[number]["State"] for number in rows} == {DISCONNECTED}, patience=120)
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: host.run("logoff", str(number), check=True), rows))
    until("all gone", lambda: not set(rows) & set(host.rows()), patience=120)


def test_two_clients_that_race_for_one_session_leave_one_with_it(host):
    terminal = host.open()
    for _ in range(5):
        racers = [host.attach(str(terminal.session)) for _ in range(2)]
        until("one client left", lambda: sum(racer.process.poll() is None for racer in racers) == 1)
        winner = next(racer for racer in racers if racer.process.poll() is None)
        winner.enter("echo wi''nner")
        winner.wait_for("winner")
        loser = next(racer for racer in racers if racer is not winner)
        assert loser.wait_for_end() in (0, 1)
        until("the winner's session", lambda: host.rows()[terminal.session]["State"] == ACTIVE)


def test_disconnecting_and_logging_off_at_once_ends_in_one_of_the_two(host):
    for _ in range(3):
        terminal = host.open()
        number = str(terminal.session)
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            done = list(pool.map(lambda command: host.run(command, number), ["tsdiscon", "logoff", "logoff"]))
        assert all(each.returncode in (0, 1) for each in done)
        until("logged off", lambda: terminal.session not in host.rows())
        terminal.wait_for_end()


def test_listings_hold_while_sessions_come_and_go(host):
    def churn(_):
        terminal = host.attach("--new", "--", "/bin/sh", "-c", "exit 0")
        terminal.wait_for_end()

    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        churning = [pool.submit(churn, n) for n in range(20)]
        while not all(each.done() for each in churning):
            host.rows()
            host.json("query", "session")
        for each in churning:
            each.result()
    until("nothing left", lambda: not [row for row in host.rows().values() if row["SessionName"].startswith("Pty#")])
