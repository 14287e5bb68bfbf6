// Many clients of one server that are logged on, have a pipe open and bound, and then say nothing.
//
//     wire_idle ADDRESS PORT COUNT      writes "ready" when all are there, and ends with its standard input
//
// They come from as many loopback addresses as there have to be for a server that takes a bounded number from each.
#include <arpa/inet.h>
#include <sys/resource.h>

#include "api/client/credentials.h"
#include "base/utf16.h"
#include "floor.h"
#include "protocols/all.h"
#include "transport/connection.h"
#include "transport/smb_channel.h"

namespace {

using namespace nta;
using bench::give_up;

constexpr int clients_of_one_address = 200;

template <class T>
T must(Result<T> result) {
  if (!result) give_up(result.error().text.c_str());
  return *std::move(result);
}

/** A connection of the given number, from one of the addresses 127.1.0.1 and on. */
UniqueFd connect_as(int number, const client::ServerAddress& server) {
  UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in from{};
  from.sin_family = AF_INET;
  from.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 0x10000u + static_cast<uint32_t>(number / clients_of_one_address));
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(server.port);
  ::inet_pton(AF_INET, server.name.c_str(), &to.sin_addr);
  if (::bind(socket.get(), reinterpret_cast<sockaddr*>(&from), sizeof from) != 0) give_up("bind");
  if (::connect(socket.get(), reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) give_up("connect");
  return socket;
}

std::unique_ptr<transport::Connection> open_pipe(UniqueFd socket, const client::ServerAddress& server) {
  transport::Wait wait{.deadline = transport::after(std::chrono::seconds(60))};
  smb::ClientOptions options;
  options.server = to_utf16(server.name);
  options.security = must(client::make_security(server, "cifs"));
  auto connection = must(transport::SmbConnection::open(std::move(socket), std::move(options), wait));
  auto channel = must(transport::open_smb_channel(connection, "srvsvc", transport::Watchable::no, wait));
  const protocols::Interface& interface = protocols::srvsvc;
  const rpc::SyntaxId syntax{interface.uuid, interface.major, interface.minor};
  return must(transport::Connection::open(std::move(channel), std::span(&syntax, 1), {}, wait));
}

void hold_as_many_descriptors_as_may_be() {
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) give_up("reading the arguments");
  hold_as_many_descriptors_as_may_be();
  client::ServerAddress server{argv[1], static_cast<uint16_t>(std::atoi(argv[2]))};
  std::vector<std::unique_ptr<transport::Connection>> clients;
  for (int i = 0; i < std::atoi(argv[3]); ++i) clients.push_back(open_pipe(connect_as(i, server), server));
  std::puts("ready");
  std::fflush(stdout);
  while (std::getchar() != EOF) {
  }
  std::_Exit(0);
}
