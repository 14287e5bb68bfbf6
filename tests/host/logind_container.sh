#!/bin/bash
# Runs a test program inside a small systemd of its own, with a real logind and D-Bus:
#
#     tests/host/logind_container.sh PROGRAM [FILE...]      the files are found in /ntadmin-files
#
# The container is this machine's root beneath an overlay in memory: nothing is written to the machine, and all of it is
# gone afterwards. Where the machine does not allow it (no CAP_SYS_ADMIN, no nspawn) the tests are SKIPPED, exit 77.
set -u
program=$(readlink -e "$1") || exit 2
tests=$("$program" --gtest_list_tests | grep -c '^  ')
shift
user=nta-alice

skip() {
  echo "SKIPPED $tests tests: $1"
  exit 77
}
for tool in systemd-nspawn nsenter busctl systemctl login; do
  command -v $tool >/dev/null || skip "$tool is not installed"
done
[ "$(id -u)" = 0 ] || skip "needs root"
[ -e /lib/systemd/system/systemd-logind.service ] || skip "systemd-logind is not installed"
[ -e /lib/systemd/system/dbus.service ] || skip "dbus is not installed"

place=$(mktemp -d /run/ntadmin-logind.XXXXXX) || skip "no place below /run"
nspawn=
leader=
groups=()
cleanup() {
  if [ -n "$nspawn" ]; then
    # SIGRTMIN+4 to a container's systemd: power off.
    [ -n "$leader" ] && kill -RTMIN+4 "$leader" 2>/dev/null
    for _ in $(seq 100); do kill -0 "$nspawn" 2>/dev/null || break; sleep .05; done
    kill -9 "$nspawn" 2>/dev/null
    wait "$nspawn" 2>/dev/null
  fi
  for group in "${groups[@]}"; do find "$group" -depth -type d -exec rmdir {} + 2>/dev/null; done
  mountpoint -q "$place/root" && umount -l "$place/root"
  mountpoint -q "$place" && umount -l "$place"
  rmdir "$place"
}
trap cleanup EXIT
trap 'exit 1' INT TERM

mount -t tmpfs tmpfs "$place" 2>/dev/null || skip "mounting is not allowed"
mkdir "$place/upper" "$place/work" "$place/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$place/upper,workdir=$place/work" "$place/root" 2>/dev/null ||
  skip "no overlay file system"
root=$place/root

cp "$program" "$root/ntadmin-logind-tests"
mkdir "$root/ntadmin-files"
[ $# -eq 0 ] || cp -P "$@" "$root/ntadmin-files"
echo "$user:x:4242:4242:test user:/tmp:/bin/sh" >>"$root/etc/passwd"
echo "$user:x:4242:" >>"$root/etc/group"
echo "$user:*:19000:0:99999:7:::" >>"$root/etc/shadow"
mkdir -p "$root/etc/systemd/system"
# The default target would start whatever is installed on this machine.
cat >"$root/etc/systemd/system/ntadmin-test.target" <<UNIT
[Unit]
Wants=dbus.socket dbus.service systemd-logind.service systemd-user-sessions.service
After=dbus.service systemd-logind.service systemd-user-sessions.service
AllowIsolate=yes
UNIT
rm -f "$root/etc/machine-id"
systemd-machine-id-setup --root="$root" >/dev/null 2>&1

# nspawn makes the container's control groups below its own. Two containers that had them in common would end each
# other's services.
while IFS=: read -r _ hierarchy path; do
  case $hierarchy in
    "") mounted=$(findmnt --noheadings --first-only --output TARGET --types cgroup2) ;;
    name=systemd) mounted=$(findmnt --noheadings --first-only --output TARGET --types cgroup --options name=systemd) ;;
    *) continue ;;
  esac
  [ -n "$mounted" ] && mkdir "$mounted${path%/}/nta$$" 2>/dev/null && groups+=("$mounted${path%/}/nta$$")
done </proc/self/cgroup
(
  for group in "${groups[@]}"; do echo "$BASHPID" >"$group/cgroup.procs"; done
  exec systemd-nspawn --quiet --directory="$root" --boot --register=no --keep-unit --private-network \
    --machine="nta$$" --console=pipe --kill-signal=SIGRTMIN+4 systemd.unit=ntadmin-test.target
) >"$place/console" 2>&1 </dev/null &
nspawn=$!

inside() { nsenter --target "$leader" --mount --uts --ipc --net --pid --cgroup "$@"; }
up=
for _ in $(seq 400); do
  kill -0 "$nspawn" 2>/dev/null || break
  leader=$(pgrep -P "$nspawn" | head -n 1)
  if [ -n "$leader" ] && inside busctl --system status org.freedesktop.login1 >/dev/null 2>&1 &&
    inside systemctl is-active --quiet systemd-user-sessions; then
    up=yes
    break
  fi
  sleep .05
done
if [ -z "$up" ]; then
  tail -n 5 "$place/console" | sed 's/^/  /'
  skip "the container did not start"
fi
inside env -u NTADMIN_HOST NTADMIN_TEST_USER=$user /ntadmin-logind-tests
