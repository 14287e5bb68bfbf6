// The messages of SMB2 that a client and a server of named pipes exchange ([MS-SMB2] 2.2), each described once.
//
// Buffers are views: of the message read, or of what the caller keeps alive until it is written.
#pragma once

#include <string>

#include "base/wire_values.h"
#include "smb/body.h"

namespace nta::smb {

enum class Dialect : uint16_t {
  none = 0,
  smb_2_0_2 = 0x0202,
  smb_2_1 = 0x0210,
  smb_3_0 = 0x0300,
  smb_3_0_2 = 0x0302,
  smb_3_1_1 = 0x0311,
  any = 0x02FF,  // the answer to an SMB1 negotiate: "negotiate again"
};

/** SecurityMode. */
inline constexpr uint16_t signing_enabled = 1;
inline constexpr uint16_t signing_required = 2;

/** Capabilities of NEGOTIATE. */
inline constexpr uint32_t capability_large_mtu = 0x04;
inline constexpr uint32_t capability_encryption = 0x40;  // 3.0 and 3.0.2; 3.1.1 has a context for it

/** SessionFlags. */
inline constexpr uint16_t session_is_guest = 1;
inline constexpr uint16_t session_is_null = 2;
inline constexpr uint16_t session_encrypts = 4;

inline constexpr uint8_t session_binding = 1;  // SESSION_SETUP flags
inline constexpr uint8_t share_type_pipe = 2;
inline constexpr uint32_t share_flag_no_caching = 0x30;
inline constexpr uint32_t ioctl_is_fsctl = 1;

enum class Fsctl : uint32_t {
  dfs_get_referrals = 0x00060194,
  dfs_get_referrals_ex = 0x000601B0,
  pipe_peek = 0x0011400C,
  pipe_wait = 0x00110018,
  pipe_transceive = 0x0011C017,
  query_network_interface_info = 0x001401FC,
  validate_negotiate_info = 0x00140204,
};

struct FileId {
  uint64_t persistent = 0;
  uint64_t open = 0;  // the volatile half
  bool operator==(const FileId&) const = default;

  template <class Walk, class Self>
  static void walk(Walk& w, Self& m) {
    w.number(m.persistent).number(m.open);
  }
};
inline constexpr FileId no_file{UINT64_MAX, UINT64_MAX};

struct NegotiateRequest {
  static constexpr uint16_t size = 36;
  uint16_t security_mode = 0;
  uint32_t capabilities = 0;
  Guid client;
  uint16_t context_count = 0;
  ByteView contexts;
  std::vector<uint16_t> dialects;

  template <class Walk, class Self>
  static void walk(Walk& w, Self& m) {
    w.count(m.dialects).number(m.security_mode).skip(2).number(m.capabilities).guid(m.client);
    w.rest(4, m.contexts, 8).number(m.context_count).skip(2).list(m.dialects);
  }
};

struct NegotiateResponse {
  static constexpr uint16_t size = 65;
  uint16_t security_mode = 0;
  Dialect dialect = Dialect::none;
  uint16_t context_count = 0;
  Guid server;
  uint32_t capabilities = 0;
  uint32_t max_transact = 0;
  uint32_t max_read = 0;
  uint32_t max_write = 0;
  uint64_t system_time = 0;
  uint64_t start_time = 0;
  ByteView token;
  ByteView contexts;

  template <class Walk, class Self>
  static void walk(Walk& w, Self& m) {
    w.number(m.security_mode).number(m.dialect).number(m.context_count).guid(m.server).number(m.capabilities);
    w.number(m.max_transact).number(m.max_read).number(m.max_write).number(m.system_time).number(m.start_time);
    w.buffer(2, m.token).rest(4, m.contexts, 8);
  }
};

struct SessionSetupRequest {
  static constexpr uint16_t size = 25;
  uint8_t flags = 0;
  uint8_t security_mode = 0;
  uint32_t capabilities = 0;
  uint32_t channel = 0;
  ByteView token;
  uint64_t previous_session = 0;

  template <class Walk, class Self>
  static void walk(Walk& w, Self& m) {
    w.number(m.flags).number(m.security_mode).number(m.capabilities).number(m.channel);
    w.buffer(2, m.token).number(m.previous_session);
  }
};

struct SessionSetupResponse {
  static constexpr uint16_t size = 9;
  uint16_t flags = 0;
  ByteView token;

  template <class Walk, class Self>
  static void walk(Walk& w, Self& m) {
    w.number(m.flags).buffer(2, m.token);
  }
};

/** Both ways of LOGOFF, TREE_DISCONNECT, ECHO; CANCEL, which has no answer; the answer to FLUSH. */
struct EmptyBody {
  static constexpr uint16_t size = 4;

  template <class Walk, class Self>
  static void walk(Walk& w, Self&) {
    w.skip(2);
  }
};

struct TreeConnectRequest {
  static constexpr uint16_t size = 9;
  uint16_t flags = 0;
  ByteView path;  // UTF-16, \\server\share

  template <class Walk, class Self>
  static void walk(Walk& w, Self& m) {
    w.number(m.flags).buffer(2, m.path);
  }
};

struct TreeConnectResponse {
  static constexpr uint16_t size = 16;
  uint8_t share_type = 0;
  uint32_t share_flags = 0;
  uint32_t capabilities = 0;
  uint32_t maximal_access = 0;

  template <class Walk, class Self>
  static void walk(Walk& w, Self& m) {
    w.number(m.share_type).skip(1).number(m.share_flags).number(m.capabilities).number(m.maximal_access);
  }
};

struct CreateRequest {
  static constexpr uint16_t size = 57;
  uint8_t oplock = 0;
  uint32_t impersonation = 2;
  uint32_t access = 0;
  uint32_t attributes = 0;
  uint32_t share_access = 0;
  uint32_t disposition = 1;  // open
  uint32_t options = 0;
  ByteView name;  // UTF-16, without a leading backslash
  ByteView contexts;

  template <class Walk, class Self>
  static void walk(Walk& w, Self& m) {
    w.skip(1).number(m.oplock).number(m.impersonation).skip(16).number(m.access).number(m.attributes);
    w.number(m.share_access).number(m.disposition).number(m.options).buffer(2, m.name);
    w.offset_if_any(4, m.contexts).length(4, m.contexts);
  }
};

/** Times, sizes and attributes of an opened file, as CREATE and CLOSE answer them. All FILETIMEs of a pipe are 0. */
struct FileFacts {
  uint64_t creation_time = 0;
  uint64_t access_time = 0;
  uint64_t write_time = 0;
  uint64_t change_time = 0;
  uint64_t allocation_size = 0;
  uint64_t end_of_file = 0;
  uint32_t attributes = 0;

  template <class Walk, class Self>
  static void walk(Walk& w, Self& m) {
    w.number(m.creation_time).number(m.access_time).number(m.write_time).number(m.change_time);
    w.number(m.allocation_size).number(m.end_of_file).number(m.attributes);
  }
};

struct CreateResponse {
  static constexpr uint16_t size = 89;
  uint8_t oplock = 0;
  uint32_t action = 1;  // opened
  FileFacts facts;
  FileId file;
  ByteView contexts;

  template <class Walk, class Self>
  static void walk(Walk& w, Self& m) {
    w.number(m.oplock).skip(1).number(m.action);
    FileFacts::walk(w, m.facts);
    w.skip(4);
    FileId::walk(w, m.file);
    w.offset_if_any(4, m.contexts).length(4, m.contexts);
  }
};

struct CloseRequest {
  static constexpr uint16_t size = 24;
  uint16_t flags = 0;
  FileId file;

  template <class Walk, class Self>
  static void walk(Walk& w, Self& m) {
    w.number(m.flags).skip(4);
    FileId::walk(w, m.file);
  }
};

struct CloseResponse {
  static constexpr uint16_t size = 60;
  uint16_t flags = 0;
  FileFacts facts;

  template <class Walk, class Self>
  static void walk(Walk& w, Self& m) {
    w.number(m.flags).skip(4);
    FileFacts::walk(w, m.facts);
  }
};

struct FlushRequest {
  static constexpr uint16_t size = 24;
  FileId file;

  template <class Walk, class Self>
  static void walk(Walk& w, Self& m) {
    w.skip(6);
    FileId::walk(w, m.file);
  }
};

struct ReadRequest {
  static constexpr uint16_t size = 49;
  uint8_t padding = 0x50;  // where the reader would like the data of the answer
  uint8_t flags = 0;
  uint32_t length = 0;
  uint64_t offset = 0;
  FileId file;
  uint32_t minimum = 0;
  uint32_t channel = 0;
  uint32_t remaining = 0;

  template <class Walk, class Self>
  static void walk(Walk& w, Self& m) {
    w.number(m.padding).number(m.flags).number(m.length).number(m.offset);
    FileId::walk(w, m.file);
    w.number(m.minimum).number(m.channel).number(m.remaining).skip(4);
  }
};

struct ReadResponse {
  static constexpr uint16_t size = 17;
  ByteView data;
  uint32_t remaining = 0;

  template <class Walk, class Self>
  static void walk(Walk& w, Self& m) {
    w.offset(1, m.data).skip(1).length(4, m.data).number(m.remaining).skip(4);
  }
};

struct WriteRequest {
  static constexpr uint16_t size = 49;
  ByteView data;
  uint64_t offset = 0;
  FileId file;
  uint32_t channel = 0;
  uint32_t remaining = 0;
  uint32_t flags = 0;

  template <class Walk, class Self>
  static void walk(Walk& w, Self& m) {
    w.offset(2, m.data).length(4, m.data).number(m.offset);
    FileId::walk(w, m.file);
    w.number(m.channel).number(m.remaining).skip(4).number(m.flags);
  }
};

struct WriteResponse {
  static constexpr uint16_t size = 17;
  uint32_t count = 0;

  template <class Walk, class Self>
  static void walk(Walk& w, Self& m) {
    w.skip(2).number(m.count).skip(8);
  }
};

struct IoctlRequest {
  static constexpr uint16_t size = 57;
  Fsctl control{};
  FileId file = no_file;
  ByteView input;
  uint32_t max_input = 0;
  ByteView output;
  uint32_t max_output = 0;
  uint32_t flags = ioctl_is_fsctl;

  template <class Walk, class Self>
  static void walk(Walk& w, Self& m) {
    w.skip(2).number(m.control);
    FileId::walk(w, m.file);
    w.offset(4, m.input).length(4, m.input).number(m.max_input);
    w.offset_if_any(4, m.output).length(4, m.output).number(m.max_output).number(m.flags).skip(4);
  }
};

struct IoctlResponse {
  static constexpr uint16_t size = 49;
  Fsctl control{};
  FileId file = no_file;
  ByteView input;
  ByteView output;
  uint32_t flags = 0;

  template <class Walk, class Self>
  static void walk(Walk& w, Self& m) {
    w.skip(2).number(m.control);
    FileId::walk(w, m.file);
    w.offset(4, m.input).length(4, m.input).offset(4, m.output).length(4, m.output).number(m.flags).skip(4);
  }
};

struct QueryInfoRequest {
  static constexpr uint16_t size = 41;
  uint8_t type = 0;
  uint8_t info_class = 0;
  uint32_t max_output = 0;
  ByteView input;
  uint32_t additional = 0;
  uint32_t flags = 0;
  FileId file;

  template <class Walk, class Self>
  static void walk(Walk& w, Self& m) {
    w.number(m.type).number(m.info_class).number(m.max_output).offset(2, m.input).skip(2).length(4, m.input);
    w.number(m.additional).number(m.flags);
    FileId::walk(w, m.file);
  }
};

struct QueryInfoResponse {
  static constexpr uint16_t size = 9;
  ByteView data;

  template <class Walk, class Self>
  static void walk(Walk& w, Self& m) {
    w.offset(2, m.data).length(4, m.data);
  }
};

struct SetInfoRequest {
  static constexpr uint16_t size = 33;
  uint8_t type = 0;
  uint8_t info_class = 0;
  ByteView data;
  uint32_t additional = 0;
  FileId file;

  template <class Walk, class Self>
  static void walk(Walk& w, Self& m) {
    w.number(m.type).number(m.info_class).length(4, m.data).offset(2, m.data).skip(2).number(m.additional);
    FileId::walk(w, m.file);
  }
};

struct SetInfoResponse {
  static constexpr uint16_t size = 2;

  template <class Walk, class Self>
  static void walk(Walk&, Self&) {}
};

/** In place of a command's own body where the status is an error, or pending ([MS-SMB2] 2.2.2). */
struct ErrorResponse {
  static constexpr uint16_t size = 9;
  uint32_t byte_count = 0;  // of error data, which nothing here has

  template <class Walk, class Self>
  static void walk(Walk& w, Self& m) {
    w.skip(2).number(m.byte_count);
  }
};

/** FSCTL_VALIDATE_NEGOTIATE_INFO ([MS-SMB2] 2.2.31.4, 2.2.32.6): what the sender saw in NEGOTIATE. */
struct ValidateNegotiateRequest {
  uint32_t capabilities = 0;
  Guid client;
  uint16_t security_mode = 0;
  std::vector<uint16_t> dialects;
};
struct ValidateNegotiateResponse {
  uint32_t capabilities = 0;
  Guid server;
  uint16_t security_mode = 0;
  Dialect dialect = Dialect::none;
};
Result<ValidateNegotiateRequest> read_validate_request(ByteView bytes);
Bytes write_validate_request(const ValidateNegotiateRequest& request);
Result<ValidateNegotiateResponse> read_validate_response(ByteView bytes);
Bytes write_validate_response(const ValidateNegotiateResponse& response);

}  // namespace nta::smb
