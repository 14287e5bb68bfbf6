// Letting somebody who is not its client see a session of ours, or open one of its channels: what the daemon tells the
// session's process first.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

namespace nta::host {

/** What looking on at a session may be; the values of a listener's ShadowSettings. */
enum class ShadowPolicy : uint32_t { off = 0, control_asked = 1, control = 2, view_asked = 3, view = 4 };

/** Of a ShadowSettings; a number that means nothing lets nobody in. */
constexpr ShadowPolicy shadow_policy(uint32_t setting) {
  return setting <= static_cast<uint32_t>(ShadowPolicy::view) ? static_cast<ShadowPolicy>(setting) : ShadowPolicy::off;
}
constexpr bool is_asked(ShadowPolicy policy) {
  return policy == ShadowPolicy::control_asked || policy == ShadowPolicy::view_asked;
}
constexpr bool lets_control(ShadowPolicy policy) {
  return policy == ShadowPolicy::control_asked || policy == ShadowPolicy::control;
}

/** One process, let in once. */
struct Admission {
  enum class Purpose : uint32_t { view = 0, control = 1, attach = 2, channel = 3 };  // as the session protocol's

  uid_t uid = 0;
  pid_t pid = 0;
  Purpose purpose = Purpose::view;
  uint32_t ask_seconds = 0;  // how long the session's person has to agree; 0: is not asked
  std::string ticket;        // what it shows; known to nobody else
  std::string who;           // for the person, and for the audit
};

}  // namespace nta::host
