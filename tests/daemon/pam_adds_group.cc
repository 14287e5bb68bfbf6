// A PAM module that gives a user one more group, the number that its argument says, as pam_group does by its file.
#include <grp.h>
#include <security/pam_modules.h>
#include <unistd.h>

#include <cstdlib>
#include <vector>

extern "C" [[gnu::visibility("default")]] int pam_sm_setcred(pam_handle_t*, int, int count, const char** arguments) {
  if (count != 1) return PAM_SERVICE_ERR;
  std::vector<gid_t> groups(static_cast<size_t>(getgroups(0, nullptr)));
  if (getgroups(static_cast<int>(groups.size()), groups.data()) < 0) return PAM_CRED_ERR;
  groups.push_back(static_cast<gid_t>(std::atoi(arguments[0])));
  return setgroups(groups.size(), groups.data()) == 0 ? PAM_SUCCESS : PAM_CRED_ERR;
}

extern "C" [[gnu::visibility("default")]] int pam_sm_authenticate(pam_handle_t*, int, int, const char**) {
  return PAM_IGNORE;
}
