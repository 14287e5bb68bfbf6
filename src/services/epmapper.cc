// The endpoint mapper on this host ([C706] appendix O; [MS-RPCE] 3.1.2.5): where its interfaces are, and nothing that
// others registered.
#include "protocols/epmapper.h"

#include "rpc/tower.h"
#include "services/rows.h"

namespace nta::services {
namespace {

using namespace protocols;
using rpc::Tower;

constexpr uint32_t most_entries = 500;  // of one answer
constexpr size_t most_lookups = 8;      // of one client, which may be anybody

struct Entry {
  const Interface* interface;
  Tower tower;
};

rpc::SyntaxId syntax_of(const Interface& interface) { return {interface.uuid, interface.major, interface.minor}; }

Tower tower_of(const Host& host, const Client& client, const Interface& interface, Tower::Transport transport) {
  Tower tower{.interface = syntax_of(interface), .transport = transport, .port = 0, .address = {}, .pipe = {}};
  if (transport == Tower::Transport::pipe) {
    tower.pipe = interface.pipe;
    tower.address = host.computer;
  } else {
    tower.port = host.endpoints.tcp_port;
    tower.address = client.to;  // the address that this client can reach
  }
  return tower;
}

/** Every endpoint of every interface that has one. */
std::vector<Entry> all_entries(const Host& host, const Client& client) {
  std::vector<Entry> entries;
  auto add = [&](const Interface& interface, Tower::Transport transport) {
    entries.push_back({&interface, tower_of(host, client, interface, transport)});
  };
  for (const Service& service : all_services()) {
    if (service.interface->pipe.empty()) continue;
    if (host.endpoints.has_pipes) add(*service.interface, Tower::Transport::pipe);
    if (host.endpoints.tcp_port != 0) add(*service.interface, Tower::Transport::tcp);
  }
  return entries;
}

twr_t* to_wire(const Tower& tower, Arena& memory) {
  Bytes octets = rpc::write_tower(tower);
  auto* out = memory.make<twr_t>();
  out->tower_length = static_cast<uint32_t>(octets.size());
  out->tower_octet_string = memory.make<uint8_t>(octets.size());
  std::memcpy(out->tower_octet_string, octets.data(), octets.size());
  return out;
}

void fill(const Entry& entry, ept_entry_t& out, Arena& memory) {
  out.tower = to_wire(entry.tower, memory);
  size_t length = std::min(entry.interface->name.size(), sizeof out.annotation - 1);
  std::memcpy(out.annotation, entry.interface->name.data(), length);
  out.annotation_length = static_cast<uint32_t>(length + 1);
}

/** What was asked for. */
struct Asked {
  std::optional<Guid> object;
  std::optional<rpc_if_id_t> interface;
  uint32_t versions = 0;
};

/** What a lookup is about, between its calls, and how many of its entries were given. */
struct Lookup final : ContextObject {
  explicit Lookup(Asked what) : asked(what) {}
  Asked asked;
  size_t given = 0;
};

Asked read_inquiry(const ept_lookup::In& in) {
  Asked asked{.object = {}, .interface = {}, .versions = in.vers_option};
  auto inquiry = static_cast<Inquiry>(in.inquiry_type);
  bool by_object = inquiry == Inquiry::by_object || inquiry == Inquiry::by_both;
  if (by_object && in.object && !in.object->is_null()) asked.object = *in.object;
  bool by_interface = inquiry == Inquiry::by_interface || inquiry == Inquiry::by_both;
  if (by_interface && in.interface_id) asked.interface = *in.interface_id;
  return asked;
}

// vers_option is 0 to 4 with some and 1 to 5 with others; both mean "all" by the first of theirs.
bool is_asked_for(const Asked& asked, const Entry& entry) {
  if (asked.object) return false;  // nothing here has an object
  if (!asked.interface) return true;
  if (asked.interface->uuid != entry.interface->uuid) return false;
  return asked.versions <= 1 || (asked.interface->vers_major == entry.interface->major &&
                                 asked.interface->vers_minor <= entry.interface->minor);
}

std::vector<Entry> entries_for(const Host& host, const Client& client, const Asked& asked) {
  auto entries = all_entries(host, client);
  std::erase_if(entries, [&](const Entry& entry) { return !is_asked_for(asked, entry); });
  return entries;
}

Result<Lookup*> begin_lookup(Host& host, Call<ept_lookup>& call) {
  Asked asked = read_inquiry(call.in());
  if (entries_for(host, *call.client, asked).empty()) return fail(Win32::ept_s_not_registered, "no such endpoint");
  if (call.client->contexts->count<Lookup>() >= most_lookups)
    return fail(Win32::no_system_resources, "{} lookups are under way", most_lookups);
  auto lookup = std::make_unique<Lookup>(asked);
  Lookup* begun = lookup.get();
  NTA_TRY(call.out.entry_handle, call.client->contexts->add(std::move(lookup)));
  return begun;
}

/** The lookup that a handle stands for. Who has come back for more is told of the end by the status, with the last
 *  entries or without any: smbtorture and rpcclient wait for that. Who got everything at once is not: impacket takes
 * the null handle for the end, and the status for a failure. */
Result<Lookup*> continue_lookup(Call<ept_lookup>& call) {
  NTA_TRY(Lookup * lookup, call.client->contexts->find<Lookup>(call.in().entry_handle));
  call.out.entry_handle = call.in().entry_handle;
  return lookup;
}

Result<void> lookup(Host& host, Call<ept_lookup>& call) {
  auto& out = call.out;
  out.max_ents = call.in().max_ents;
  out.entries = call.memory.make<ept_entry_t>(1);
  bool is_first = call.in().entry_handle == ContextHandle{};
  NTA_TRY(Lookup * lookup, is_first ? begin_lookup(host, call) : continue_lookup(call));
  auto entries = entries_for(host, *call.client, lookup->asked);
  auto left = std::span(entries).subspan(std::min(lookup->given, entries.size()));
  if (left.empty()) {
    call.client->contexts->remove(std::exchange(out.entry_handle, {}));
    return fail(Win32::ept_s_not_registered, "no more endpoints");
  }
  out.num_ents = std::min({call.in().max_ents, most_entries, static_cast<uint32_t>(left.size())});
  out.entries = call.memory.make<ept_entry_t>(std::max(out.num_ents, 1u));
  for (uint32_t i = 0; i < out.num_ents; ++i) fill(left[i], out.entries[i], call.memory);
  lookup->given += out.num_ents;
  bool is_last = out.num_ents == left.size() && (is_first || out.num_ents < out.max_ents);
  if (!is_last) return {};
  call.client->contexts->remove(std::exchange(out.entry_handle, {}));
  if (is_first) return {};
  return fail(Win32::ept_s_not_registered, "no more endpoints than these");
}

Result<Tower> wanted_tower(const twr_t* tower) {
  if (!tower) return fail(Win32::ept_s_not_registered, "no tower to look for");
  auto octets = std::as_bytes(std::span(tower->tower_octet_string, tower->tower_length));
  auto wanted = rpc::read_tower(octets);
  if (!wanted) return fail(Win32::ept_s_not_registered, "{}", wanted.error().text);
  if (wanted->transfer != rpc::ndr_syntax) return fail(Win32::ept_s_not_registered, "only NDR 2.0 is spoken here");
  return wanted;
}

Result<void> map(Host& host, Call<ept_map>& call) {
  auto& out = call.out;
  out.max_towers = call.in().max_towers;
  out.towers = call.memory.make<twr_p_t>(1);
  NTA_TRY(Tower wanted, wanted_tower(call.in().map_tower));
  for (const Entry& entry : all_entries(host, *call.client)) {
    const rpc::SyntaxId& ours = entry.tower.interface;
    if (entry.tower.transport != wanted.transport || ours.uuid != wanted.interface.uuid ||
        ours.major != wanted.interface.major || ours.minor < wanted.interface.minor)
      continue;
    if (out.max_towers == 0) return {};
    out.num_towers = 1;
    out.towers->tower = to_wire(entry.tower, call.memory);
    return {};
  }
  return fail(Win32::ept_s_not_registered, "interface {} has no such endpoint", wanted.interface.uuid.text());
}

Result<void> lookup_handle_free(Host&, Call<ept_lookup_handle_free>& call) {
  NTA_CHECK(call.client->contexts->find<Lookup>(call.in().entry_handle));
  call.client->contexts->remove(call.in().entry_handle);
  return {};
}

constexpr Served rows[] = {serve<lookup>(), serve<map>(), serve<lookup_handle_free>()};

}  // namespace

std::span<const Served> epmapper_rows() { return rows; }

}  // namespace nta::services
