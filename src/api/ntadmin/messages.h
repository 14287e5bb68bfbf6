// Texts of error codes, for FormatMessage.
#pragma once

#include <cstdint>
#include <string_view>

namespace nta::api {

/** The sentence for a Win32, NERR or RPC code, or for an HRESULT; empty when there is none. ASCII only. */
std::string_view message_text(uint32_t code);

}  // namespace nta::api
