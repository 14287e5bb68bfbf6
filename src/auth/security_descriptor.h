// Security descriptors: their self-relative form, and the access check over a DACL ([MS-DTYP] 2.4.4, 2.4.6, 2.5.3.2).
#pragma once

#include "auth/access_token.h"
#include "base/bytes.h"

namespace nta::auth {

/** Standard and special rights ([MS-DTYP] 2.4.3). */
inline constexpr uint32_t right_delete = 0x00010000;
inline constexpr uint32_t right_read_control = 0x00020000;
inline constexpr uint32_t right_write_dac = 0x00040000;
inline constexpr uint32_t right_write_owner = 0x00080000;
inline constexpr uint32_t right_maximum_allowed = 0x02000000;

/** Rights on a session, as a listener's descriptor grants them (WTS_SECURITY_*, wtsapi32.h). */
inline constexpr uint32_t wts_query_information = 0x001;
inline constexpr uint32_t wts_set_information = 0x002;
inline constexpr uint32_t wts_reset = 0x004;
inline constexpr uint32_t wts_virtual_channels = 0x008;
inline constexpr uint32_t wts_remote_control = 0x010;
inline constexpr uint32_t wts_logon = 0x020;
inline constexpr uint32_t wts_logoff = 0x040;
inline constexpr uint32_t wts_message = 0x080;
inline constexpr uint32_t wts_connect = 0x100;
inline constexpr uint32_t wts_disconnect = 0x200;
inline constexpr uint32_t wts_all_access = 0x000F03BF;

enum class AceType : uint8_t { allowed = 0, denied = 1 };

inline constexpr uint8_t ace_inherit_only = 0x08;

struct Ace {
  AceType type = AceType::allowed;
  uint8_t flags = 0;
  uint32_t mask = 0;
  Sid sid;
  bool operator==(const Ace&) const = default;
};

struct SecurityDescriptor {
  std::optional<Sid> owner;
  std::optional<Sid> group;
  /** None: no DACL, everything is granted. Empty: nothing is. */
  std::optional<std::vector<Ace>> dacl;

  bool operator==(const SecurityDescriptor&) const = default;

  /** The self-relative form, as WTSGetListenerSecurity gives it and the state directory keeps it. */
  Bytes bytes() const;
  /** Refuses what access_check could not honour: ACE types other than allow and deny, and a descriptor whose parts
   *  lie outside it. A SACL is accepted and left out: nothing here audits by it. */
  static Result<SecurityDescriptor> parse(ByteView bytes);
};

/** What a descriptor says to each right that was asked for. Neither granted nor open: denied. */
struct Decision {
  uint32_t granted = 0;
  uint32_t open = 0;  // no entry names it
};
Decision decide(const AccessToken& token, const SecurityDescriptor& descriptor, uint32_t desired);

/** The rights among `desired` that the descriptor gives. With right_maximum_allowed, all that it gives. */
uint32_t granted_access(const AccessToken& token, const SecurityDescriptor& descriptor, uint32_t desired);

/** Whether every right of `desired` is granted. */
bool access_check(const AccessToken& token, const SecurityDescriptor& descriptor, uint32_t desired);

/** Whether a right is denied to the user or to everybody, in any entry, or granted to neither: how a user's descriptor
 *  says that the password may not be changed ([MS-SAMR] 3.1.5.12). */
bool withholds(const SecurityDescriptor& descriptor, const Sid& user, uint32_t right);

/** What a new listener gets: the defaults of Windows' configuration tools. */
SecurityDescriptor default_listener_descriptor();

}  // namespace nta::auth
