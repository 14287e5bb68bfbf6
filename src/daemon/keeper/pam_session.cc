#include "daemon/keeper/pam_session.h"

#include <cstdlib>
#include <utility>

#include "base/log.h"

namespace nta::daemon::keeper {
namespace {

constexpr const char* service = "ntadmin";

// Nobody is there to be asked: what modules say is logged, what they ask is not answered.
int converse(int count, const pam_message** messages, pam_response** responses, void*) {
  if (count <= 0 || count > PAM_MAX_NUM_MSG) return PAM_CONV_ERR;
  for (int i = 0; i < count; ++i) {
    int style = messages[i]->msg_style;
    if (style != PAM_TEXT_INFO && style != PAM_ERROR_MSG) return PAM_CONV_ERR;
    log::info("pam-says", "{}", messages[i]->msg ? messages[i]->msg : "");
  }
  *responses = static_cast<pam_response*>(std::calloc(static_cast<size_t>(count), sizeof(pam_response)));
  return *responses ? PAM_SUCCESS : PAM_BUF_ERR;
}

constexpr pam_conv conversation{converse, nullptr};

bool is_about_the_account(int status) {
  return status == PAM_ACCT_EXPIRED || status == PAM_PERM_DENIED || status == PAM_NEW_AUTHTOK_REQD ||
         status == PAM_USER_UNKNOWN || status == PAM_AUTH_ERR;
}

}  // namespace

PamSession::PamSession(PamSession&& other) noexcept
    : handle_(std::exchange(other.handle_, nullptr)),
      credentials_(std::exchange(other.credentials_, false)),
      opened_(std::exchange(other.opened_, false)) {}

PamSession::~PamSession() {
  if (!handle_) return;
  int status = PAM_SUCCESS;
  if (opened_) status = pam_close_session(handle_, 0);
  if (credentials_) pam_setcred(handle_, PAM_DELETE_CRED);
  pam_end(handle_, status);
}

Result<void> PamSession::step(const char* name, int status) {
  if (status == PAM_SUCCESS) return {};
  return fail(is_about_the_account(status) ? Win32::access_denied : Win32::logon_failure,
              "{} of service '{}': {}; the system's authentication log says more", name, service,
              pam_strerror(handle_, status));
}

Result<void> PamSession::begin(const About& about) {
  const char* directory = about.config_directory.empty() ? nullptr : about.config_directory.c_str();
  NTA_CHECK(step("pam_start", pam_start_confdir(service, about.user.c_str(), &conversation, directory, &handle_)));
  // No PAM_TTY: the terminal is made later, by the user's own process, and logind would show any name given here.
  if (!about.remote_host.empty())
    NTA_CHECK(step("pam_set_item", pam_set_item(handle_, PAM_RHOST, about.remote_host.c_str())));
  for (const std::string& variable : about.environment)
    NTA_CHECK(step("pam_putenv", pam_putenv(handle_, variable.c_str())));
  NTA_CHECK(step("pam_acct_mgmt", pam_acct_mgmt(handle_, PAM_SILENT)));
  NTA_CHECK(step("pam_setcred", pam_setcred(handle_, PAM_ESTABLISH_CRED | PAM_SILENT)));
  credentials_ = true;
  NTA_CHECK(step("pam_open_session", pam_open_session(handle_, PAM_SILENT)));
  opened_ = true;
  return {};
}

Result<PamSession> PamSession::open(const About& about) {
  PamSession session;
  NTA_CHECK(session.begin(about));
  return session;
}

std::vector<std::string> PamSession::environment() const {
  std::vector<std::string> variables;
  char** list = pam_getenvlist(handle_);
  for (char** each = list; each && *each; ++each) {
    variables.emplace_back(*each);
    std::free(*each);
  }
  std::free(list);
  return variables;
}

}  // namespace nta::daemon::keeper
