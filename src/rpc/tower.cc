#include "rpc/tower.h"

#include <arpa/inet.h>

#include "base/wire_values.h"

namespace nta::rpc {
namespace {

constexpr uint8_t floor_uuid = 0x0D;
constexpr uint8_t floor_connection_oriented = 0x0B;
constexpr uint8_t floor_tcp = 0x07;
constexpr uint8_t floor_ip = 0x09;
constexpr uint8_t floor_pipe = 0x0F;
constexpr uint8_t floor_netbios = 0x11;
constexpr uint16_t floors = 5;
constexpr std::string_view pipe_prefix = "\\pipe\\";

Error malformed(std::string_view what) { return fail(Win32::rpc_invalid_binding, "protocol tower: {}", what); }

struct Floor {
  ByteView left;   // protocol, and what belongs to it
  ByteView right;  // address
  uint8_t protocol() const { return std::to_integer<uint8_t>(left[0]); }
};

Result<Floor> read_floor(ByteReader& in) {
  Floor floor;
  NTA_TRY(uint16_t left, in.u16());
  NTA_TRY(floor.left, in.take(left));
  NTA_TRY(uint16_t right, in.u16());
  NTA_TRY(floor.right, in.take(right));
  if (floor.left.empty()) return malformed("a floor without a protocol");
  return floor;
}

Result<SyntaxId> read_syntax(ByteReader& in) {
  NTA_TRY(Floor floor, read_floor(in));
  if (floor.protocol() != floor_uuid) return malformed("no interface where one belongs");
  ByteReader left(floor.left.subspan(1)), right(floor.right);
  SyntaxId id;
  NTA_TRY(id.uuid, read_guid(left));
  NTA_TRY(id.major, left.u16());
  NTA_TRY(id.minor, right.u16());
  return id;
}

std::string text_of(ByteView bytes) {
  std::string text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  return text.substr(0, text.find('\0'));
}

bool is_prefix(std::string_view text) {
  if (text.size() < pipe_prefix.size()) return false;
  for (size_t i = 0; i < pipe_prefix.size(); ++i)
    if ((text[i] | 0x20) != (pipe_prefix[i] | 0x20)) return false;
  return true;
}

void write_floor(ByteWriter& out, ByteView left, ByteView right) {
  out.u16(static_cast<uint16_t>(left.size()));
  out.raw(left);
  out.u16(static_cast<uint16_t>(right.size()));
  out.raw(right);
}

void write_floor(ByteWriter& out, uint8_t protocol, ByteView right) {
  std::byte left{protocol};
  write_floor(out, ByteView(&left, 1), right);
}

void write_syntax(ByteWriter& out, const SyntaxId& id) {
  Bytes left, right;
  ByteWriter to_left(left), to_right(right);
  to_left.u8(floor_uuid);
  write_guid(to_left, id.uuid);
  to_left.u16(id.major);
  to_right.u16(id.minor);
  write_floor(out, left, right);
}

/** With its NUL. */
ByteView octets(const std::string& text) { return std::as_bytes(std::span(text.c_str(), text.size() + 1)); }

Result<void> read_tcp(const Floor& endpoint, ByteReader& in, Tower& tower) {
  ByteReader port(endpoint.right, std::endian::big);
  NTA_TRY(tower.port, port.u16());
  NTA_TRY(Floor host, read_floor(in));
  if (host.protocol() != floor_ip || host.right.size() != sizeof(in_addr)) return malformed("no IPv4 address");
  char text[INET_ADDRSTRLEN];
  ::inet_ntop(AF_INET, host.right.data(), text, sizeof text);
  tower.address = text;
  return {};
}

Result<void> read_pipe(const Floor& endpoint, ByteReader& in, Tower& tower) {
  tower.transport = Tower::Transport::pipe;
  tower.pipe = text_of(endpoint.right);
  if (is_prefix(tower.pipe)) tower.pipe.erase(0, pipe_prefix.size());
  NTA_TRY(Floor host, read_floor(in));
  if (host.protocol() != floor_netbios) return malformed("no NetBIOS name");
  tower.address = text_of(host.right);
  while (tower.address.starts_with('\\')) tower.address.erase(0, 1);
  return {};
}

}  // namespace

Result<Tower> read_tower(ByteView bytes) {
  ByteReader in(bytes);
  NTA_TRY(uint16_t count, in.u16());
  if (count != floors) return malformed("not five floors");
  Tower tower;
  NTA_TRY(tower.interface, read_syntax(in));
  NTA_TRY(tower.transfer, read_syntax(in));
  NTA_TRY(Floor rpc, read_floor(in));
  if (rpc.protocol() != floor_connection_oriented) return malformed("not connection-oriented");
  NTA_TRY(Floor endpoint, read_floor(in));
  if (endpoint.protocol() == floor_tcp)
    NTA_CHECK(read_tcp(endpoint, in, tower));
  else if (endpoint.protocol() == floor_pipe)
    NTA_CHECK(read_pipe(endpoint, in, tower));
  else
    return malformed("neither TCP nor a pipe");
  return tower;
}

Bytes write_tower(const Tower& tower) {
  Bytes bytes;
  ByteWriter out(bytes);
  out.u16(floors);
  write_syntax(out, tower.interface);
  write_syntax(out, tower.transfer);
  Bytes minor(2);
  write_floor(out, floor_connection_oriented, minor);
  if (tower.transport == Tower::Transport::tcp) {
    uint16_t port = htons(tower.port);
    in_addr address{};  // 0.0.0.0 for what is no IPv4 address: towers have no other ([C706] appendix I)
    ::inet_pton(AF_INET, tower.address.c_str(), &address);
    write_floor(out, floor_tcp, std::as_bytes(std::span(&port, 1)));
    write_floor(out, floor_ip, std::as_bytes(std::span(&address, 1)));
  } else {
    write_floor(out, floor_pipe, octets(std::string(pipe_prefix) + tower.pipe));
    write_floor(out, floor_netbios, octets("\\\\" + tower.address));
  }
  return bytes;
}

}  // namespace nta::rpc
