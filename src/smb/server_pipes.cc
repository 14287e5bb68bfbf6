// CREATE, CLOSE, READ, WRITE, IOCTL, CANCEL on named pipes ([MS-SMB2] 3.3.5.9 to 3.3.5.16).
#include <algorithm>

#include "base/utf16.h"
#include "smb/server_state.h"

namespace nta::smb {
namespace {

constexpr uint32_t attribute_normal = 0x80;
constexpr uint64_t pipe_allocation = 4096;
constexpr uint32_t pipe_connected = 3;  // NamedPipeState of PIPE_PEEK ([MS-FSCC] 2.3.49)
constexpr uint32_t pipe_closing = 4;
constexpr size_t peek_head_size = 16;
constexpr uint32_t attribute_directory = 0x10;
constexpr FileFacts root_facts{.attributes = attribute_directory};
constexpr FileFacts pipe_facts{.allocation_size = pipe_allocation, .attributes = attribute_normal};

/** In lower case. A name with a backslash before it is another name, and names nothing, as on Windows. */
std::string pipe_name(ByteView name) {
  std::string lower = to_utf8(utf16_text(name));
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

/** [MS-SMB2] 3.1.5.2: one credit for each 64 KiB sent or asked for. */
bool is_paid(const Header& request, uint64_t size) {
  uint64_t charge = std::max<uint64_t>(request.credit_charge, 1);
  return size <= charge * 65536;
}

}  // namespace

ServerPipe* ServerConnection::find_open(Exchange& exchange, FileId file, NtStatus& refusal) {
  Chain& chain = exchange.chain;
  if (exchange.request.has(flag_related)) {
    if (is_error(chain.status)) {
      refusal = chain.status;
      return nullptr;
    }
    file = chain.file;
    refusal = NtStatus::invalid_handle;
  } else {
    refusal = NtStatus::file_closed;
  }
  auto found = pipes_.find(file.open);
  if (found == pipes_.end() || found->second.id() != file || found->second.session() != exchange.session->id ||
      found->second.tree() != exchange.request.tree_id)
    return nullptr;
  chain.file = file;
  return &found->second;
}

ServerPipe* ServerConnection::find_pipe(Exchange& exchange, FileId file, NtStatus& refusal) {
  ServerPipe* open = find_open(exchange, file, refusal);
  if (!open || !open->is_root()) return open;
  refusal = NtStatus::invalid_device_request;
  return nullptr;
}

NtStatus ServerConnection::create(Exchange& exchange) {
  auto request = read_body<CreateRequest>(exchange.message);
  if (!request || request->name.size() % 2 != 0) return NtStatus::invalid_parameter;
  exchange.chain.file = no_file;
  std::string name = pipe_name(request->name);
  if (!name.empty() && !options_.has_pipe(name)) return NtStatus::object_name_not_found;
  const Session& session = *exchange.session;
  if (session.is_nobodys() && !name.empty() && !options_.null_session_pipes.contains(name))
    return NtStatus::access_denied;
  if (pipes_.size() >= options_.limits.pipes) return NtStatus::insufficient_resources;
  FileId id{.persistent = file_salt_, .open = ++last_pipe_};
  pipes_.try_emplace(id.open, id, name, session.id, exchange.request.tree_id);
  exchange.chain.file = id;
  if (name.empty()) return reply(exchange, CreateResponse{.facts = root_facts, .file = id, .contexts = {}});
  ByteView key = session.protection ? session.protection->application_key().view() : ByteView();
  events_.push_back(PipeOpened{.pipe = id.open,
                               .session = session.id,
                               .tree = exchange.request.tree_id,
                               .name = std::move(name),
                               .token = session.token,
                               .session_key = Bytes(key.begin(), key.end())});
  return reply(exchange, CreateResponse{.facts = pipe_facts, .file = id, .contexts = {}});
}

NtStatus ServerConnection::close_file(Exchange& exchange) {
  auto request = read_body<CloseRequest>(exchange.message);
  if (!request) return NtStatus::invalid_parameter;
  NtStatus refusal{};
  ServerPipe* pipe = find_open(exchange, request->file, refusal);
  if (!pipe) return refusal;
  remove_pipe(pipe->id().open);
  constexpr uint16_t wants_facts = 1;
  bool has_facts = request->flags & wants_facts;
  return reply(exchange, CloseResponse{.flags = static_cast<uint16_t>(request->flags & wants_facts),
                                       .facts = has_facts ? pipe_facts : FileFacts{}});
}

NtStatus ServerConnection::flush(Exchange& exchange) {
  auto request = read_body<FlushRequest>(exchange.message);
  if (!request) return NtStatus::invalid_parameter;
  NtStatus refusal{};
  return find_open(exchange, request->file, refusal) ? reply(exchange, EmptyBody{}) : refusal;
}

NtStatus ServerConnection::read(Exchange& exchange) {
  auto request = read_body<ReadRequest>(exchange.message);
  if (!request || request->length > largest_payload || !is_paid(exchange.request, request->length))
    return NtStatus::invalid_parameter;
  NtStatus refusal{};
  ServerPipe* pipe = find_pipe(exchange, request->file, refusal);
  if (!pipe) return refusal;
  return deliver(exchange, *pipe, {.request = exchange.request, .longest = request->length});
}

NtStatus ServerConnection::write(Exchange& exchange) {
  auto request = read_body<WriteRequest>(exchange.message);
  if (!request || request->data.size() > largest_payload || !is_paid(exchange.request, request->data.size()))
    return NtStatus::invalid_parameter;
  NtStatus refusal{};
  ServerPipe* pipe = find_pipe(exchange, request->file, refusal);
  if (!pipe) return refusal;
  if (pipe->is_broken()) return NtStatus::pipe_broken;
  events_.push_back(PipeWritten{pipe->id().open, Bytes(request->data.begin(), request->data.end())});
  return reply(exchange, WriteResponse{.count = static_cast<uint32_t>(request->data.size())});
}

NtStatus ServerConnection::ioctl(Exchange& exchange) {
  auto request = read_body<IoctlRequest>(exchange.message);
  if (!request || request->input.size() > largest_payload || request->max_output > largest_payload ||
      !is_paid(exchange.request, std::max<uint64_t>(request->input.size(), request->max_output)))
    return NtStatus::invalid_parameter;
  if (request->flags != ioctl_is_fsctl) return NtStatus::not_supported;
  switch (request->control) {
    case Fsctl::pipe_transceive:
      return transceive(exchange, request->input, request->file, request->max_output);
    case Fsctl::pipe_peek:
      return peek(exchange, request->file, request->max_output);
    case Fsctl::pipe_wait:
      return wait_for_pipe(exchange, request->input);
    case Fsctl::validate_negotiate_info:
      return validate_negotiate(exchange, request->input, request->max_output);
    case Fsctl::dfs_get_referrals:
    case Fsctl::dfs_get_referrals_ex:
      return NtStatus::fs_driver_required;
    case Fsctl::query_network_interface_info:
      return NtStatus::not_supported;
  }
  return NtStatus::invalid_device_request;
}

NtStatus ServerConnection::transceive(Exchange& exchange, ByteView input, FileId file, uint32_t longest) {
  NtStatus refusal{};
  ServerPipe* pipe = find_pipe(exchange, file, refusal);
  if (!pipe) return refusal;
  if (pipe->is_broken()) return NtStatus::pipe_broken;
  if (pipe->messages() > 0 || !pipe->waiting().empty()) return NtStatus::pipe_busy;
  WaitingRead read{.request = exchange.request, .is_transceive = true, .longest = longest};
  NtStatus status = wait(exchange, *pipe, read);
  if (status == NtStatus::pending) events_.push_back(PipeWritten{pipe->id().open, Bytes(input.begin(), input.end())});
  return status;
}

NtStatus ServerConnection::peek(Exchange& exchange, FileId file, uint32_t longest) {
  NtStatus refusal{};
  ServerPipe* pipe = find_pipe(exchange, file, refusal);
  if (!pipe) return refusal;
  if (pipe->is_broken() && pipe->messages() == 0) return NtStatus::pipe_broken;
  if (longest < peek_head_size) return NtStatus::buffer_too_small;
  Bytes output;
  ByteWriter out(output);
  out.u32(pipe->is_broken() ? pipe_closing : pipe_connected);
  out.u32(static_cast<uint32_t>(pipe->queued()));
  out.u32(static_cast<uint32_t>(pipe->messages()));
  out.u32(static_cast<uint32_t>(pipe->front_left()));
  size_t count = std::min<size_t>(longest - peek_head_size, pipe->front_left());
  out.raw(pipe->front().first(count));
  NtStatus status = count < pipe->front_left() ? NtStatus::buffer_overflow : NtStatus::success;
  return reply(exchange, IoctlResponse{.control = Fsctl::pipe_peek, .file = pipe->id(), .output = output}, status);
}

/** FSCTL_PIPE_WAIT ([MS-FSCC] 2.3.51). Pipes have instances without end here, so that nobody waits. */
NtStatus ServerConnection::wait_for_pipe(Exchange& exchange, ByteView input) {
  ByteReader in(input);
  auto timeout = in.u64();
  auto length = in.u32();
  auto flags = in.u16();
  auto name = length ? in.take(*length) : Result<ByteView>(fail(Win32::invalid_data, "cut off"));
  if (!timeout || !flags || !name) return NtStatus::invalid_parameter;
  if (!options_.has_pipe(pipe_name(*name))) return NtStatus::object_name_not_found;
  return reply(exchange, IoctlResponse{.control = Fsctl::pipe_wait});
}

/** What a file server would do with files. */
NtStatus ServerConnection::refuse_command(Exchange&) { return NtStatus::invalid_device_request; }

NtStatus ServerConnection::deliver(Exchange& exchange, ServerPipe& pipe, const WaitingRead& read) {
  bool is_first = pipe.waiting().empty();
  if (auto taken = is_first ? pipe.read(read.longest) : std::nullopt) {
    if (!pipe.is_broken() && pipe.queued() < options_.limits.pipe_bytes) events_.push_back(PipeDrained{pipe.id().open});
    NtStatus status = taken->left > 0 ? NtStatus::buffer_overflow : NtStatus::success;
    return reply(exchange, ReadResponse{.data = taken->bytes, .remaining = static_cast<uint32_t>(taken->left)}, status);
  }
  if (pipe.is_broken()) return NtStatus::pipe_broken;
  return wait(exchange, pipe, read);
}

/** Nothing to read: the answer comes later. Only the last of a chain may wait ([MS-SMB2] 3.3.5.2.7, note 266). */
NtStatus ServerConnection::wait(Exchange& exchange, ServerPipe& pipe, WaitingRead read) {
  if (!exchange.is_last) return NtStatus::internal_error;
  if (waiting_ >= options_.limits.waiting) return NtStatus::insufficient_resources;
  read.is_sealed = exchange.chain.sealed_by != nullptr;
  read.number = ++last_waiting_;
  pipe.waiting().push_back(read);
  ++waiting_;
  ++unannounced_;
  return NtStatus::pending;
}

void ServerConnection::announce_waiting(uint64_t last) {
  for (auto& [number, pipe] : pipes_) {
    for (WaitingRead& read : pipe.waiting()) {
      if (read.async_id != 0 || read.number > last) continue;
      --unannounced_;
      read.async_id = ++last_async_;
      SessionPtr session = sessions_.at(pipe.session());
      Header header = answer_to(read.request, NtStatus::pending, session);
      header.flags = flag_response | flag_async;
      header.async_id = read.async_id;
      send_alone(header, ErrorResponse{}, session, read.is_sealed);
    }
  }
}

void ServerConnection::pipe_message(uint64_t number, ByteView message) {
  auto found = pipes_.find(number);
  if (found == pipes_.end()) return;
  found->second.add_message(message);
  serve_waiting(found->second);
}

void ServerConnection::pipe_broken(uint64_t number) {
  auto found = pipes_.find(number);
  if (found == pipes_.end()) return;
  found->second.set_broken();
  serve_waiting(found->second);
}

bool ServerConnection::pipe_has_room(uint64_t number) const {
  auto found = pipes_.find(number);
  return found != pipes_.end() && found->second.queued() < options_.limits.pipe_bytes;
}

void ServerConnection::serve_waiting(ServerPipe& pipe) {
  while (!pipe.waiting().empty() && (pipe.messages() > 0 || pipe.is_broken())) {
    WaitingRead read = pipe.waiting().front();
    pipe.waiting().pop_front();
    auto taken = pipe.read(read.longest);
    if (!taken)
      answer_waiting(read, pipe, NtStatus::pipe_broken, {});
    else
      answer_waiting(read, pipe, taken->left > 0 ? NtStatus::buffer_overflow : NtStatus::success, taken->bytes);
  }
}

void ServerConnection::answer_waiting(const WaitingRead& read, const ServerPipe& pipe, NtStatus status,
                                      ByteView bytes) {
  --waiting_;
  SessionPtr session = sessions_.at(pipe.session());
  Header header;
  if (read.async_id == 0) {
    --unannounced_;
    header = answer_to(read.request, status, session);
  } else {  // the interim answer has granted the credits
    header = {.credit_charge = read.request.credit_charge,
              .status = code(status),
              .command = read.request.command,
              .flags = flag_response | flag_async,
              .message_id = read.request.message_id,
              .async_id = read.async_id,
              .session_id = session->id};
  }
  if (is_error(status))
    send_alone(header, ErrorResponse{}, session, read.is_sealed);
  else if (read.is_transceive)
    send_alone(header, IoctlResponse{.control = Fsctl::pipe_transceive, .file = pipe.id(), .output = bytes}, session,
               read.is_sealed);
  else
    send_alone(header, ReadResponse{.data = bytes, .remaining = 0}, session, read.is_sealed);
}

/** [MS-SMB2] 3.3.5.16: by the id that the interim answer gave, or by the request's own. */
void ServerConnection::cancel(const Header& request) {
  for (auto& [number, pipe] : pipes_) {
    auto& waiting = pipe.waiting();
    auto found = std::find_if(waiting.begin(), waiting.end(), [&](const WaitingRead& read) {
      return request.has(flag_async) ? read.async_id == request.async_id
                                     : read.request.message_id == request.message_id;
    });
    if (found == waiting.end() || pipe.session() != request.session_id) continue;
    WaitingRead read = *found;
    waiting.erase(found);
    return answer_waiting(read, pipe, NtStatus::cancelled, {});
  }
}

void ServerConnection::remove_pipe(uint64_t id) {
  auto found = pipes_.find(id);
  if (found == pipes_.end()) return;
  for (const WaitingRead& read : found->second.waiting())
    answer_waiting(read, found->second, NtStatus::pipe_broken, {});
  if (!found->second.is_root()) events_.push_back(PipeClosed{id});
  pipes_.erase(found);
}

void ServerConnection::remove_pipes(const std::function<bool(const ServerPipe&)>& which) {
  std::vector<uint64_t> removed;
  for (const auto& [number, pipe] : pipes_)
    if (which(pipe)) removed.push_back(number);
  for (uint64_t number : removed) remove_pipe(number);
}

void ServerConnection::close_pipe(uint64_t pipe) { remove_pipe(pipe); }

}  // namespace nta::smb
