// QUERY_INFO and SET_INFO on named pipes ([MS-SMB2] 3.3.5.20, 3.3.5.21; the classes are [MS-FSCC] 2.4's).
#include "smb/server_state.h"

namespace nta::smb {
namespace {

constexpr uint8_t info_of_file = 1;
constexpr uint32_t pipe_quota = 4096;

/** What a class of information says about a pipe: numbers, one after the other. */
struct Value {
  uint64_t number;
  size_t size;
};
struct InfoClass {
  uint8_t number;
  std::span<const Value> values;
};

constexpr Value basic[] = {{0, 8}, {0, 8}, {0, 8}, {0, 8}, {0x80, 4}, {0, 4}};
constexpr Value standard[] = {{4096, 8}, {0, 8}, {1, 4}, {1, 1}, {0, 1}, {0, 2}};
constexpr Value pipe_modes[] = {{1, 4}, {0, 4}};  // message mode, blocking
constexpr Value pipe_local[] = {
    {1, 4},                                                                              // message type
    {2, 4},                                                                              // full duplex
    {UINT32_MAX, 4},                                                                     // instances without end
    {1, 4},          {pipe_quota, 4}, {0, 4}, {pipe_quota, 4}, {pipe_quota, 4}, {3, 4},  // connected
    {0, 4},                                                                              // seen from the client's end
};
constexpr InfoClass classes[] = {{4, basic}, {5, standard}, {23, pipe_modes}, {24, pipe_local}};
constexpr uint8_t pipe_modes_class = 23;
constexpr size_t pipe_modes_size = 8;

const InfoClass* find_class(uint8_t number) {
  for (const InfoClass& each : classes)
    if (each.number == number) return &each;
  return nullptr;
}

Bytes write_values(std::span<const Value> values) {
  Bytes bytes;
  for (const Value& value : values)
    for (size_t i = 0; i < value.size; ++i) bytes.push_back(static_cast<std::byte>(value.number >> (8 * i)));
  return bytes;
}

}  // namespace

NtStatus ServerConnection::query_info(Exchange& exchange) {
  auto request = read_body<QueryInfoRequest>(exchange.message);
  if (!request || request->max_output > largest_payload) return NtStatus::invalid_parameter;
  NtStatus refusal{};
  if (!find_pipe(exchange, request->file, refusal)) return refusal;
  if (request->type != info_of_file) return NtStatus::invalid_device_request;
  const InfoClass* info = find_class(request->info_class);
  if (!info) return NtStatus::invalid_info_class;
  Bytes bytes = write_values(info->values);
  if (request->max_output < bytes.size()) return NtStatus::info_length_mismatch;
  return reply(exchange, QueryInfoResponse{.data = bytes});
}

/** Windows' clients ask for message mode before they speak RPC; a pipe here has no other. */
NtStatus ServerConnection::set_info(Exchange& exchange) {
  auto request = read_body<SetInfoRequest>(exchange.message);
  if (!request) return NtStatus::invalid_parameter;
  NtStatus refusal{};
  if (!find_pipe(exchange, request->file, refusal)) return refusal;
  if (request->type != info_of_file || request->info_class != pipe_modes_class) return NtStatus::not_supported;
  if (request->data.size() < pipe_modes_size) return NtStatus::info_length_mismatch;
  return reply(exchange, SetInfoResponse{});
}

}  // namespace nta::smb
