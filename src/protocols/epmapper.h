// epmapper: which endpoints the interfaces of a host have ([C706] appendix O, [MS-RPCE] 2.2.1.2).
#pragma once

#include "protocols/method.h"

namespace nta::protocols {

/** twr_t: a protocol tower. rpc/tower.h reads and writes its octets. */
struct twr_t {
  uint32_t tower_length;
  uint8_t* tower_octet_string;

  static constexpr auto described() {
    return fields(
        NTA_UNSHOWN(twr_t, tower_length),
        NTA_FIELD(twr_t, tower_octet_string, "tower", tail_of<byte>).counted(NTA_NUMBER(twr_t, tower_length)));
  }
};

struct twr_p_t {
  twr_t* tower;

  static constexpr auto described() { return fields(NTA_FIELD(twr_p_t, tower, "tower", full<type_of<twr_t>>)); }
};

struct ept_entry_t {
  Guid object;
  twr_t* tower;
  uint32_t annotation_length;
  uint8_t annotation[64];  // with its NUL

  static constexpr auto described() {
    return fields(NTA_FIELD(ept_entry_t, object, "object", uuid),
                  NTA_FIELD(ept_entry_t, tower, "tower", full<type_of<twr_t>>),
                  NTA_FIELD(ept_entry_t, annotation_length, "", local32),
                  NTA_FIELD(ept_entry_t, annotation, "annotation", fixed<byte, 64>)
                      .sent(NTA_NUMBER(ept_entry_t, annotation_length)));
  }
};

struct rpc_if_id_t {
  Guid uuid;
  uint16_t vers_major;
  uint16_t vers_minor;

  static constexpr auto described() {
    return fields(NTA_FIELD(rpc_if_id_t, uuid, "uuid", describe::uuid),
                  NTA_FIELD(rpc_if_id_t, vers_major, "major", u16), NTA_FIELD(rpc_if_id_t, vers_minor, "minor", u16));
  }
};

/** What ept_lookup asks for. */
enum class Inquiry : uint32_t { all = 0, by_interface = 1, by_object = 2, by_both = 3 };

struct ept_lookup : Method<2> {
  struct In {
    uint32_t inquiry_type;
    Guid* object;
    rpc_if_id_t* interface_id;
    uint32_t vers_option;
    ContextHandle entry_handle;  // null in the first call
    uint32_t max_ents;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, inquiry_type, "inquiry_type", u32), NTA_FIELD(In, object, "object", full<uuid>),
                    NTA_FIELD(In, interface_id, "interface_id", full<type_of<rpc_if_id_t>>),
                    NTA_FIELD(In, vers_option, "vers_option", u32),
                    NTA_FIELD(In, entry_handle, "entry_handle", context_handle),
                    NTA_FIELD(In, max_ents, "max_ents", u32));
    }
  };
  struct Out {
    ContextHandle entry_handle;  // null when there is no more
    uint32_t num_ents;
    uint32_t max_ents;
    ept_entry_t* entries;
    uint32_t rpc_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, entry_handle, "entry_handle", context_handle),
                    NTA_FIELD(Out, num_ents, "num_ents", u32), NTA_FIELD(Out, max_ents, "", local32),
                    NTA_FIELD(Out, entries, "entries", ref<array_of<type_of<ept_entry_t>>>)
                        .counted(NTA_NUMBER(Out, max_ents))
                        .sent(NTA_NUMBER(Out, num_ents)),
                    NTA_UNSHOWN(Out, rpc_status));
    }
  };
};

struct ept_map : Method<3> {
  struct In {
    Guid* object;
    twr_t* map_tower;
    ContextHandle entry_handle;
    uint32_t max_towers;

    static constexpr auto described() {
      return fields(
          NTA_FIELD(In, object, "object", full<uuid>), NTA_FIELD(In, map_tower, "map_tower", full<type_of<twr_t>>),
          NTA_FIELD(In, entry_handle, "entry_handle", context_handle), NTA_FIELD(In, max_towers, "max_towers", u32));
    }
  };
  struct Out {
    ContextHandle entry_handle;
    uint32_t num_towers;
    uint32_t max_towers;
    twr_p_t* towers;
    uint32_t rpc_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, entry_handle, "entry_handle", context_handle),
                    NTA_FIELD(Out, num_towers, "num_towers", u32), NTA_FIELD(Out, max_towers, "", local32),
                    NTA_FIELD(Out, towers, "towers", ref<array_of<type_of<twr_p_t>>>)
                        .counted(NTA_NUMBER(Out, max_towers))
                        .sent(NTA_NUMBER(Out, num_towers)),
                    NTA_UNSHOWN(Out, rpc_status));
    }
  };
};

struct ept_lookup_handle_free : Method<4> {
  struct In {
    ContextHandle entry_handle;

    static constexpr auto described() { return fields(NTA_FIELD(In, entry_handle, "entry_handle", context_handle)); }
  };
  struct Out {
    ContextHandle entry_handle;
    uint32_t rpc_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, entry_handle, "entry_handle", context_handle), NTA_UNSHOWN(Out, rpc_status));
    }
  };
};

inline constexpr MethodInfo epmapper_methods[] = {
    method<ept_lookup>("ept_lookup"),
    method<ept_map>("ept_map"),
    method<ept_lookup_handle_free>("ept_lookup_handle_free"),
};

inline constexpr Interface epmapper{
    "epmapper", guid("e1af8308-5d1f-11c9-91a4-08002b14a0fa"), 3, 0, "epmapper", epmapper_methods, Audience::everybody};

/** The port it is found at when nothing else is said. */
inline constexpr uint16_t epmapper_port = 135;

}  // namespace nta::protocols
