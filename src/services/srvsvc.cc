// srvsvc on this host: its rows.
#include "services/net_handlers.h"
#include "services/rows.h"

namespace nta::services {
namespace {

template <class M>
Result<void> no_such_devices(Host&, Call<M>& call) {
  call.out.InfoStruct.Level = call.in().InfoStruct.Level;
  return fail(Win32::not_supported, "there are no character devices");
}

// Who may is a matter of the level in most methods: the handlers ask.
constexpr Served rows[] = {
    serve<no_such_devices<protocols::NetCharDevEnum>>(),
    serve<no_such_devices<protocols::NetCharDevQEnum>>(),
    serve<connection_enum>(),
    serve<file_enum>(),
    serve<file_get_info>(),
    serve<file_close>(),
    serve<session_enum>(),
    serve<session_del>(),
    serve<share_add>(),
    serve<share_enum>(),
    serve<share_get_info>(),
    serve<share_set_info>(),
    serve<share_del>(),
    serve<share_del_sticky>(),
    serve<share_check>(),
    serve<server_get_info>(),
    serve<server_set_info>(),
    serve<server_disk_enum>(),
    serve<server_statistics>(),
    serve<transport_add>(),
    serve<transport_enum>(),
    serve<transport_del>(),
    serve<remote_tod>(),
    serve<path_type>(),
    serve<path_canonicalize>(),
    serve<path_compare>(),
    serve<name_validate>(),
    serve<name_canonicalize>(),
    serve<name_compare>(),
    serve<share_enum_sticky>(),
    serve<share_del_start>(),
    serve<share_del_commit>(),
    serve<transport_add_ex>(),
    serve<transport_del_ex>(),
    serve<alias_add>(),
    serve<alias_enum>(),
    serve<alias_del>(),
    serve<share_del_ex>(),
};

}  // namespace

std::span<const Served> srvsvc_rows() { return rows; }

}  // namespace nta::services
