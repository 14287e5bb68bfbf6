// The answers of WTSQuerySessionInformation, one function a class; each makes one call.
#pragma once

#include "api/wtsapi32/answer.h"
#include "api/wtsapi32/server.h"

namespace nta::api {

struct Query {
  client::Server& server;
  DWORD session;  // may be WTS_CURRENT_SESSION: the server knows whose it is
  Text text;
};

/** A block for the caller, and its size as he is told. */
struct Answer {
  void* block = nullptr;
  DWORD bytes = 0;
};

Result<Answer> text_answer(const Query& query, std::u16string_view text);
Result<Answer> bytes_answer(const void* bytes, size_t size);

template <class Number>
Result<Answer> number_answer(Number number) {
  return bytes_answer(&number, sizeof number);
}

/** A structure in its W or A form. */
template <class Narrow, class Wide>
Result<Answer> structure_answer(const Query& query, const Wide& wide) {
  if (query.text == Text::wide) return bytes_answer(&wide, sizeof wide);
  NTA_TRY(Narrow * narrow, (hand_out<Narrow>(std::span<const Wide>(&wide, 1), BlockKind::plain)));
  return Answer{narrow, sizeof(Narrow)};
}

// query_session.cc: what TermSrvSession knows.
Result<Answer> session_id(const Query& query);
Result<Answer> user_name(const Query& query);
Result<Answer> domain_name(const Query& query);
Result<Answer> win_station_name(const Query& query);
Result<Answer> connect_state(const Query& query);
Result<Answer> session_info(const Query& query);
Result<Answer> session_info_ex(const Query& query);

// query_client.cc: what RCMPublic knows of the client and of the session's settings.
Result<Answer> initial_program(const Query& query);
Result<Answer> application_name(const Query& query);
Result<Answer> working_directory(const Query& query);
Result<Answer> oem_id(const Query& query);
Result<Answer> client_build_number(const Query& query);
Result<Answer> client_name(const Query& query);
Result<Answer> client_directory(const Query& query);
Result<Answer> client_product_id(const Query& query);
Result<Answer> client_hardware_id(const Query& query);
Result<Answer> client_address(const Query& query);
Result<Answer> client_display(const Query& query);
Result<Answer> client_protocol_type(const Query& query);
Result<Answer> client_info(const Query& query);
Result<Answer> config_info(const Query& query);
Result<Answer> is_remote_session(const Query& query);

}  // namespace nta::api
