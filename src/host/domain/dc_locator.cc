#include "host/domain/dc_locator.h"

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <poll.h>
#include <resolv.h>
#include <sys/random.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <optional>

#include "base/types.h"

namespace nta::host {
namespace {

using std::chrono::milliseconds;

constexpr size_t most_candidates = 8;
constexpr size_t most_addresses = 4;            // of each
constexpr milliseconds longest_ping{1000};      // of one address
constexpr milliseconds longest_question{3000};  // of DNS
constexpr size_t most_searches = 2;             // of the pool's threads, which serve log-ons, too

Error nowhere(std::string_view domain) {
  return fail(Win32::no_such_domain, "no domain controller of {} was found", domain);
}

/** What a wish needs of a controller's own flags. */
struct Need {
  uint32_t wanted, has;
};
constexpr Need needs[] = {
    {dc_wanted::directory_service, 0x10},
    {dc_wanted::global_catalog, 0x4},
    {dc_wanted::primary, 0x1},
    {dc_wanted::kdc, 0x20},
    {dc_wanted::time, 0x40},
    {dc_wanted::writable, 0x100},
    {dc_wanted::only_ldap, 0x8},
    {dc_wanted::directory_service_6, 0x1000},
    {dc_wanted::web_service, 0x2000},
    {dc_wanted::directory_service_8, 0x4000},
    {dc_wanted::directory_service_9, 0x8000},
    {dc_wanted::directory_service_10, 0x10000},
};

Result<DcCandidate> candidate_from(ns_msg& message, const ns_rr& row) {
  constexpr size_t fixed_part = 6;  // priority, weight, port ([RFC2782])
  ByteReader in(std::as_bytes(std::span(ns_rr_rdata(row), ns_rr_rdlen(row))), std::endian::big);
  DcCandidate candidate;
  NTA_TRY(candidate.priority, in.u16());
  NTA_CHECK(in.u16());
  NTA_TRY(candidate.port, in.u16());
  std::array<char, NS_MAXDNAME> host{};
  if (ns_name_uncompress(ns_msg_base(message), ns_msg_end(message), ns_rr_rdata(row) + fixed_part, host.data(),
                         host.size()) < 0)
    return fail(Win32::invalid_data, "a service record without a host");
  candidate.host = host.data();
  return candidate;
}

/** Each of the servers is asked once, for the whole name alone, and all of them within `patience`, but for a second
 * each at least: the resolver counts in seconds. */
void hurry(struct __res_state& state, milliseconds patience) {
  auto seconds = std::chrono::floor<std::chrono::seconds>(patience).count();
  state.options &= ~static_cast<unsigned long>(RES_DNSRCH | RES_DEFNAMES);
  state.retry = 1;
  state.retrans = static_cast<int>(std::max<int64_t>(1, seconds / std::max(state.nscount, 1)));
}

Result<std::vector<DcCandidate>> services_in_dns(const std::string& record, milliseconds patience) {
  struct __res_state state {};
  if (res_ninit(&state) != 0) return fail(Win32::no_such_domain, "names cannot be resolved on this machine");
  hurry(state, patience);
  std::unique_ptr<struct __res_state, void (*)(res_state)> closing(&state, [](res_state open) { res_nclose(open); });
  std::array<unsigned char, NS_MAXMSG> answer;
  int length = res_nquery(&state, record.c_str(), ns_c_in, ns_t_srv, answer.data(), answer.size());
  ns_msg message;
  if (length < 0 || ns_initparse(answer.data(), std::min<int>(length, answer.size()), &message) != 0)
    return fail(Win32::no_such_domain, "DNS has no {}", record);
  std::vector<DcCandidate> list;
  for (int i = 0; i < ns_msg_count(message, ns_s_an); ++i) {
    ns_rr row;
    if (ns_parserr(&message, ns_s_an, i, &row) != 0 || ns_rr_type(row) != ns_t_srv) continue;
    if (auto candidate = candidate_from(message, row)) list.push_back(*std::move(candidate));
  }
  return list;
}

using AddressList = std::unique_ptr<addrinfo, void (*)(addrinfo*)>;

AddressList resolve(const std::string& host, const char* port, int flags) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_DGRAM;
  hints.ai_flags = flags;
  addrinfo* list = nullptr;
  if (::getaddrinfo(host.c_str(), port, &hints, &list) != 0) list = nullptr;
  return {list, ::freeaddrinfo};
}

/** getaddrinfo asks as this thread's resolver is set, which is as the configuration says again afterwards. */
std::vector<std::string> addresses_of(const std::string& host, milliseconds patience) {
  if (res_init() == 0) hurry(_res, patience);
  AddressList list = resolve(host, nullptr, 0);
  res_init();
  std::vector<std::string> texts;
  for (const addrinfo* each = list.get(); each; each = each->ai_next) {
    std::array<char, NI_MAXHOST> text{};
    if (::getnameinfo(each->ai_addr, each->ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) == 0)
      texts.emplace_back(text.data());
  }
  return texts;
}

Result<DomainController> ping_address(const std::string& address, uint16_t port, const DcQuestion& question,
                                      milliseconds patience) {
  const std::string& domain = question.domain;
  AddressList list = resolve(address, std::to_string(port).c_str(), AI_NUMERICHOST | AI_NUMERICSERV);
  if (!list) return nowhere(domain);
  UniqueFd socket(::socket(list->ai_family, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!socket || ::connect(socket.get(), list->ai_addr, list->ai_addrlen) != 0) return nowhere(domain);
  uint32_t message = 0;
  if (::getrandom(&message, sizeof message, 0) != sizeof message) message = 1;
  message &= 0x7FFFFFFF;
  Bytes ping = dc_ping(message, question);
  if (::send(socket.get(), ping.data(), ping.size(), MSG_NOSIGNAL) < 0) return nowhere(domain);
  pollfd waiting{.fd = socket.get(), .events = POLLIN, .revents = 0};
  if (::poll(&waiting, 1, static_cast<int>(patience.count())) != 1) return nowhere(domain);
  std::array<std::byte, 65536> answer;
  ssize_t length = ::recv(socket.get(), answer.data(), answer.size(), MSG_DONTWAIT);
  if (length < 0) return nowhere(domain);
  NTA_TRY(DomainController found, parse_dc_answer(message, ByteView(answer).first(static_cast<size_t>(length))));
  found.address = address;
  return found;
}

}  // namespace

std::string dc_record(const DcWanted& wanted) {
  std::string site = wanted.site.empty() ? "" : wanted.site + "._sites.";
  if (wanted.flags & dc_wanted::primary) return "_ldap._tcp.pdc._msdcs." + wanted.domain;
  if (wanted.flags & dc_wanted::global_catalog) return "_ldap._tcp." + site + "gc._msdcs." + wanted.domain;
  if (wanted.flags & dc_wanted::only_ldap) return "_ldap._tcp." + site + wanted.domain;
  return "_ldap._tcp." + site + "dc._msdcs." + wanted.domain;
}

bool dc_suits(uint32_t flags, uint32_t wanted) {
  return std::all_of(std::begin(needs), std::end(needs),
                     [=](const Need& need) { return !(wanted & need.wanted) || (flags & need.has); });
}

DcWays network_ways() { return {services_in_dns, addresses_of, ping_address}; }

namespace {

using Left = std::function<milliseconds()>;

/** What the first of a candidate's addresses says that answers: the others would say the same. Every controller answers
 *  at the LDAP port, also one that is listed for its global catalog ([MS-ADTS] 6.3.3). */
Result<DomainController> ask(const DcCandidate& candidate, const DcWanted& wanted, const DcWays& ways,
                             const Left& left) {
  constexpr uint16_t ldap_port = 389, global_catalog_port = 3268;
  uint16_t port = candidate.port == global_catalog_port ? ldap_port : candidate.port;
  auto addresses = ways.addresses(candidate.host, std::min(left(), longest_question));
  if (addresses.size() > most_addresses) addresses.resize(most_addresses);
  for (const std::string& address : addresses) {
    milliseconds wait = std::min(left(), longest_ping);
    if (wait <= milliseconds::zero()) break;
    auto found = ways.ping(address, port, {wanted.domain, wanted.account, wanted.account_control}, wait);
    if (found) return found;
  }
  return nowhere(wanted.domain);
}

}  // namespace

Result<DomainController> locate_dc(const DcWanted& wanted, const DcWays& ways, milliseconds patience) {
  constexpr uint32_t keeps_time = 0x40, keeps_good_time = 0x200;
  const auto end = std::chrono::steady_clock::now() + patience;
  auto left = [end] { return std::chrono::floor<milliseconds>(end - std::chrono::steady_clock::now()); };
  NTA_TRY(auto candidates, ways.services(dc_record(wanted), std::min(left(), longest_question)));
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const auto& one, const auto& other) { return one.priority < other.priority; });
  if (candidates.size() > most_candidates) candidates.resize(most_candidates);
  std::optional<DomainController> second_best;
  for (const DcCandidate& candidate : candidates) {
    if (left() <= milliseconds::zero()) break;
    auto found = ask(candidate, wanted, ways, left);
    if (!found || !dc_suits(found->flags, wanted.flags)) continue;
    if (!wanted.account.empty() && !found->has_account)  // [MS-NRPC] 3.5.4.3.1: nobody else is asked
      return fail(Win32::no_such_user, "{} has no account '{}'", wanted.domain, wanted.account);
    if (!(wanted.flags & dc_wanted::good_time) || (found->flags & keeps_good_time)) return found;
    if (!second_best && (found->flags & keeps_time)) second_best = *std::move(found);
  }
  if (second_best) return *std::move(second_best);
  return nowhere(wanted.domain);
}

Result<DcTurn> take_dc_turn() {
  static std::atomic<size_t> taken{0};
  // Taken before it is looked at, and given back by whoever holds it last: here, if there was none to have.
  size_t before = taken.fetch_add(1);
  DcTurn turn(&taken, [](std::atomic<size_t>* count) { count->fetch_sub(1); });
  if (before >= most_searches) return fail(Win32::busy, "{} domains are being searched for already", most_searches);
  return turn;
}

}  // namespace nta::host
