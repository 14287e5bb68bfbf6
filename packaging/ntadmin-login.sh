# ntadmin: interactive logins of the users and @groups in the list become sessions ('ntadmin enable-login'). When no
# session can be had, this stays a plain shell, so that a broken host locks nobody out. NTADMIN_LOGIN=0 skips it.
ntadmin_list=${NTADMIN_LOGIN_LIST:-/etc/ntadmin/logins}
if [ -r "$ntadmin_list" ] && [ -z "${NTADMIN_SESSION-}" ] && [ "${NTADMIN_LOGIN-1}" != 0 ] && [ -t 0 ] && [ -t 1 ]; then
  case $- in
    *i*)
      # Names of a directory's groups have spaces in them, and some groups have no name.
      if { id -un; id -Gnz | tr '\0' '\n' | sed 's/^/@/'; } 2>/dev/null | grep -qxF -f "$ntadmin_list"; then
        ntadmin attach && exit
        echo "ntadmin: no session could be had; this is a plain shell" >&2
      fi
      ;;
  esac
fi
unset ntadmin_list
