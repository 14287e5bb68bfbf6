// A virtual channel beside a bare socketpair: as many bytes, in pieces of the same size, to and from another process.
//
//     channel_bench serve                 the command of `ntadmin attach --channel`: does what each line says
//     channel_bench measure NAME MB FILE  in the session: writes "to-channel to-socket from-channel from-socket", MB/s
//
// A line is "w COUNT" (it reads so many bytes, then answers one) or "r COUNT" (it sends so many).
#include <algorithm>
#include <cstring>
#include <functional>
#include <string>

#include "floor.h"
#include "ntadmin/win/winbase.h"
#include "ntadmin/win/wtsapi32.h"

namespace {

using bench::Clock;
using bench::give_up;

constexpr size_t piece = 64 << 10;
constexpr int rounds = 5;

std::string line_from(int fd) {
  std::string line;
  for (char c = 0; read(fd, &c, 1) == 1 && c != '\n';) line += c;
  return line;
}

void serve(int in, int out) {
  std::vector<char> buffer(piece, 'x');
  for (std::string line; !(line = line_from(in)).empty();) {
    size_t left = std::stoul(line.substr(2));
    bool reads = line[0] == 'w';
    while (left > 0) {
      size_t most = std::min(left, buffer.size());
      ssize_t count = reads ? read(in, buffer.data(), most) : write(out, buffer.data(), most);
      if (count <= 0) return;
      left -= static_cast<size_t>(count);
    }
    if (reads && write(out, "k", 1) != 1) return;
  }
}

/** One side's write of all, and read of some. */
struct Side {
  std::function<void(const char*, size_t)> write;
  std::function<size_t(char*, size_t)> read;
};

double megabytes_a_second(size_t size, const std::function<void()>& transfer) {
  double best = 0;
  for (int round = 0; round < rounds; ++round) {
    auto start = Clock::now();
    transfer();
    best =
        std::max(best, static_cast<double>(size) / 1e6 / std::chrono::duration<double>(Clock::now() - start).count());
  }
  return best;
}

double to(const Side& side, size_t size) {
  std::vector<char> buffer(piece, 'x');
  return megabytes_a_second(size, [&] {
    std::string line = "w " + std::to_string(size) + "\n";
    side.write(line.data(), line.size());
    for (size_t left = size; left > 0; left -= std::min(left, piece)) side.write(buffer.data(), std::min(left, piece));
    side.read(buffer.data(), 1);
  });
}

double from(const Side& side, size_t size) {
  std::vector<char> buffer(piece);
  return megabytes_a_second(size, [&] {
    std::string line = "r " + std::to_string(size) + "\n";
    side.write(line.data(), line.size());
    for (size_t left = size; left > 0;) left -= side.read(buffer.data(), std::min(left, piece));
  });
}

Side channel_side(HANDLE channel) {
  return {[channel](const char* data, size_t size) {
            ULONG written = 0;
            if (!WTSVirtualChannelWrite(channel, const_cast<char*>(data), static_cast<ULONG>(size), &written))
              give_up("WTSVirtualChannelWrite");
          },
          [channel](char* data, size_t size) {
            ULONG count = 0;
            if (!WTSVirtualChannelRead(channel, INFINITE, data, static_cast<ULONG>(size), &count))
              give_up("WTSVirtualChannelRead");
            return size_t{count};
          }};
}

Side socket_side(int fd) {
  return {[fd](const char* data, size_t size) {
            for (size_t done = 0; done < size;) {
              ssize_t count = write(fd, data + done, size - done);
              if (count <= 0) give_up("write");
              done += static_cast<size_t>(count);
            }
          },
          [fd](char* data, size_t size) {
            ssize_t count = read(fd, data, size);
            if (count <= 0) give_up("read");
            return static_cast<size_t>(count);
          }};
}

void measure(char* name, size_t size, const char* file) {
  HANDLE channel = WTSVirtualChannelOpen(WTS_CURRENT_SERVER_HANDLE, WTS_CURRENT_SESSION, name);
  if (!channel) give_up("WTSVirtualChannelOpen");
  bench::Process other([](int fd) { serve(fd, fd); });
  Side here = channel_side(channel), bare = socket_side(other.fd());
  FILE* out = std::fopen(file, "w");
  if (!out) give_up("opening the file");
  double to_channel = to(here, size), to_socket = to(bare, size);
  double from_channel = from(here, size), from_socket = from(bare, size);
  std::fprintf(out, "%.1f %.1f %.1f %.1f\n", to_channel, to_socket, from_channel, from_socket);
  std::fclose(out);
  WTSVirtualChannelClose(channel);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2 && std::strcmp(argv[1], "serve") == 0) {
    serve(STDIN_FILENO, STDOUT_FILENO);
  } else if (argc == 5 && std::strcmp(argv[1], "measure") == 0) {
    measure(argv[2], std::stoul(argv[3]) * 1'000'000, argv[4]);
  } else {
    give_up("reading the arguments");
  }
  return 0;
}
