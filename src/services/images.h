// Sessions as the memory images and text that the TermSrv interfaces send. Plain, visible conversions: these structures
// are not the API's (docs/layout.md).
#pragma once

#include <span>

#include "base/arena.h"
#include "host/sessions/session.h"
#include "protocols/termsrv_session.h"
#include "protocols/winstation.h"

namespace nta::services {

protocols::PROTOCOLSTATUSEX status_image(const host::Session& session);
protocols::WINSTATIONCLIENT client_image(const host::Session& session);
protocols::WINSTATIONCONFIG config_image(const host::Session& session);
protocols::WINSTATIONINFORMATION information_image(const host::Session& session);

/** Locked 0, unlocked 1, unknown -1: WTS_SESSIONSTATE_*. */
int32_t session_flags(const host::Session& session);

/** The bytes of an image, in the arena. */
template <class Image>
uint8_t* image_bytes(const Image& image, Arena& memory) {
  return memory.copy(std::span(reinterpret_cast<const uint8_t*>(&image), sizeof image));
}

}  // namespace nta::services
