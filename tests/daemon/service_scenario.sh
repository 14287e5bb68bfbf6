#!/bin/bash
# The service as a package installs it, under a real systemd and logind (tests/host/logind_container.sh runs this inside):
# a session with its keeper is a login of logind's, outlives restarts of the daemon, and ends when it is logged off.
set -u
names=(
  "the package gives the daemon a group of its own, and takes it out of the administrators' one"
  "the unit is up when systemctl says so"
  "a session is one row, and a login of logind's and utmp's"
  "it outlives a restart of the service"
  "it outlives kill -9 of both halves"
  "it ends with all its processes at log-off"
  "a message is written to an ordinary login's terminal"
  "an ordinary login is logged off too"
  "a message is shown on another user's desktop, and answered"
)
if [ "${1-}" = --gtest_list_tests ]; then
  printf '  %s\n' "${names[@]}"
  exit
fi

files=/ntadmin-files
user=$NTADMIN_TEST_USER
export LD_LIBRARY_PATH=$files
step=0

passed() {
  echo "ok: ${names[$step]}"
  step=$((step + 1))
}
until_true() { # until_true WHAT COMMAND...
  local what=$1
  shift
  for _ in $(seq 600); do
    "$@" >/dev/null 2>&1 && return
    sleep .05
  done
  echo "FAILED: ${names[$step]}: $what"
  "$files/ntadmin" query session
  loginctl list-sessions
  who
  pgrep -al ntadmin
  journalctl --unit ntadmind --no-pager | tail -n 30
  exit 1
}
rows() { "$files/ntadmin" query session | grep -c "$user"; }
one_row() { [ "$(rows)" = 1 ]; }
no_row() { [ "$(rows)" = 0 ]; }
session() { "$files/ntadmin" query session --json | grep "\"$user\"" | grep -o '"SessionId":[0-9]*' | cut -d : -f 2; }
keeper() { pgrep -x ntadmin-keeper; }
no_keeper() { ! keeper; }
records() { [ "$(who | grep -c "^$user ")" = "$1" ]; }
same_session() { [ "$(session)" = "$id" ] && [ "$(keeper)" = "$kept" ]; }
no_process() { ! pgrep -f "sleep 98765"; }
newest_login() { loginctl list-sessions --no-legend | awk -v user="$user" '$3 == user {print $1}' | tail -n 1; }
keepers_login() { loginctl show-session "$(newest_login)" | grep -q '^Service=ntadmin'; }

groups_are() { [ "$(id -Gn ntadmin)" = "$1" ]; }
refused() { journalctl --unit ntadmind --no-pager | grep -q "is in the administrators' group"; }

cp "$files/ntadmin.pam" /etc/pam.d/ntadmin
sed "s#@CMAKE_INSTALL_FULL_BINDIR@#$files#" "$files/ntadmind.service.in" >/etc/systemd/system/ntadmind.service
sh "$files/postinst" configure || until_true "the installation" false
until_true "a group that is no administrators'" groups_are ntadmind
systemctl stop ntadmind
usermod --gid ntadmin ntadmin # as the first packages had it
systemctl start ntadmind && until_true "the refusal of an administrator" false
until_true "why it does not start" refused
sh "$files/postinst" configure || until_true "the upgrade" false
until_true "the user's one group" groups_are ntadmind
passed

systemctl start ntadmind || until_true "systemctl start" false
"$files/ntadmin" query session >/dev/null || until_true "the first call" false
passed

mkfifo /run/typed
script -qc "login -h 192.0.2.7 -f $user" /dev/null </run/typed >/run/shown 2>&1 &
exec 7>/run/typed
until_true "the login as a row" one_row
echo "LD_LIBRARY_PATH=$files $files/ntadmin attach --new" >&7
until_true "a keeper" keeper
until_true "one row" one_row
until_true "logind's session" keepers_login
until_true "utmp's two records" records 2
id=$(session)
kept=$(keeper)
echo 'nohup setsid sleep 98765 & sleep 1' >&7
until_true "its process" pgrep -f 'sleep 98765'
passed

systemctl restart ntadmind || until_true "systemctl restart" false
until_true "the same session" same_session
passed

systemctl kill --signal=KILL --kill-who=all ntadmind 2>/dev/null
until_true "the service again" systemctl is-active --quiet ntadmind
until_true "the same session" same_session
passed

"$files/ntadmin" logoff "$id"
until_true "the keeper's end" no_keeper
until_true "the end of its process" no_process
until_true "utmp's record" records 1
passed

until_true "the login as a row" one_row
until_true "the message to be taken" "$files/ntadmin" msg "$user" "Dinner is ready"
until_true "the message" grep -q "Dinner is ready" /run/shown
passed

"$files/ntadmin" logoff "$(session)"
until_true "no row" no_row
passed
exec 7>&-

systemctl --global mask dbus.socket dbus.service >/dev/null 2>&1  # the desktop's bus is the test's own
until_true "the end of the user's manager" sh -c "! systemctl is-active --quiet user@$(id -u "$user")"
mkfifo /run/desktop
touch /run/notes
chmod 666 /run/notes
"$files/fake_desktop" /run/user "$(id -u "$user")" 1 /run/notes logind </run/desktop 2>/run/desktop-log &
exec 8>/run/desktop
until_true "the desktop as a row" one_row
until_true "the answer to a message" "$files/ntadmin" msg --wait --time=600 "$user" "Lunch is ready"
until_true "the message" grep -q "^$(id -u "$user") .*: Lunch is ready$" /run/notes
exec 8>&-
passed
