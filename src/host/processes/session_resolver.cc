#include "host/processes/session_resolver.h"

#include <optional>

#include "host/processes/proc_files.h"

namespace nta::host {
namespace {

constexpr int most_hops = 4096;

template <class Map, class Key>
std::optional<SessionId> look_up(const Map& map, const Key& key) {
  auto found = map.find(key);
  if (found == map.end()) return std::nullopt;
  return found->second;
}

}  // namespace

std::string scope_in_cgroup(std::string_view cgroup) {
  // Only what directly follows the slices is systemd's own: below user@UID.service users make cgroups of any name.
  while (!cgroup.empty()) {
    if (cgroup[0] == '/') cgroup.remove_prefix(1);
    auto part = cgroup.substr(0, cgroup.find('/'));
    if (part.starts_with("session-") && part.ends_with(".scope")) return std::string(part.substr(8, part.size() - 14));
    if (!part.ends_with(".slice")) return {};
    cgroup.remove_prefix(part.size());
  }
  return {};
}

template <class FactsOf>
SessionId SessionResolver::resolve(pid_t pid, FactsOf facts_of) const {
  std::optional<SessionId> by_leader;
  std::optional<Facts> own;
  pid_t at = pid;
  for (int hop = 0; at > 1 && hop < most_hops; ++hop) {
    std::optional<Facts> facts = facts_of(at);
    if (!facts) break;
    if (!own) own = facts;
    if (auto session = look_up(anchors_.roots, at)) return *session;
    if (!by_leader) by_leader = look_up(anchors_.leaders, at);
    at = facts->parent;
  }
  if (!own) return services_session;
  if (!anchors_.scopes.empty()) {
    if (auto session = look_up(anchors_.scopes, scope_of(pid))) return *session;
  }
  if (by_leader) return *by_leader;
  if (auto session = look_up(anchors_.leaders, own->kernel_session)) return *session;
  if (auto session = own->terminal ? look_up(anchors_.terminals, own->terminal) : std::nullopt) return *session;
  return services_session;
}

std::string SessionResolver::scope_of(pid_t pid) const {
  auto text = proc::read(proc_root_ + "/" + std::to_string(pid) + "/cgroup");
  if (!text) return {};
  // Lines are HIERARCHY:CONTROLLERS:PATH; systemd's own is 0:: (cgroup 2) or N:name=systemd:.
  std::string_view rest = *text;
  while (!rest.empty()) {
    auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    size_t first = line.find(':'), second = line.find(':', first + 1);
    if (second == std::string_view::npos) continue;
    auto controllers = line.substr(first + 1, second - first - 1);
    if (!controllers.empty() && controllers != "name=systemd") continue;
    if (auto scope = scope_in_cgroup(line.substr(second + 1)); !scope.empty()) return scope;
  }
  return {};
}

SessionId SessionResolver::session_of(pid_t pid) const {
  return resolve(pid, [&](pid_t at) -> std::optional<Facts> {
    auto stat = proc::read_stat(proc_root_, at);
    if (!stat) return std::nullopt;
    return Facts{stat->parent, stat->kernel_session, stat->terminal};
  });
}

SessionId SessionResolver::session_of(pid_t pid, const std::unordered_map<pid_t, Facts>& facts) const {
  return resolve(pid, [&](pid_t at) -> std::optional<Facts> {
    auto found = facts.find(at);
    if (found == facts.end()) return std::nullopt;
    return found->second;
  });
}

}  // namespace nta::host
