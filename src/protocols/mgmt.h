// mgmt: what can be asked of every RPC server about itself ([C706] appendix Q).
#pragma once

#include "protocols/epmapper.h"

namespace nta::protocols {

struct rpc_if_id_p_t {
  rpc_if_id_t* id;

  static constexpr auto described() { return fields(NTA_FIELD(rpc_if_id_p_t, id, "id", full<type_of<rpc_if_id_t>>)); }
};

struct rpc_if_id_vector_t {
  uint32_t count;
  rpc_if_id_p_t* if_id;

  static constexpr auto described() {
    return fields(NTA_UNSHOWN(rpc_if_id_vector_t, count),
                  NTA_FIELD(rpc_if_id_vector_t, if_id, "if_id", tail_of<type_of<rpc_if_id_p_t>>)
                      .counted(NTA_NUMBER(rpc_if_id_vector_t, count)));
  }
};

struct inq_if_ids : Method<0> {
  struct In {};
  struct Out {
    rpc_if_id_vector_t* if_id_vector;
    uint32_t rpc_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, if_id_vector, "if_id_vector", full<type_of<rpc_if_id_vector_t>>),
                    NTA_UNSHOWN(Out, rpc_status));
    }
  };
};

/** Calls in, calls out, packets in, packets out. */
struct inq_stats : Method<1> {
  struct In {
    uint32_t count;

    static constexpr auto described() { return NTA_FIELDS(In, count); }
  };
  struct Out {
    uint32_t count;
    uint32_t* statistics;
    uint32_t rpc_status;

    static constexpr auto described() {
      return fields(NTA_UNSHOWN(Out, count),
                    NTA_FIELD(Out, statistics, "statistics", ref<array_of<u32>>).counted(NTA_NUMBER(Out, count)),
                    NTA_UNSHOWN(Out, rpc_status));
    }
  };
};

/** The status comes first here, and the answer is the method's value. */
struct is_server_listening : Method<2> {
  struct In {};
  struct Out {
    uint32_t rpc_status;
    uint32_t is_listening;

    static constexpr auto described() {
      return fields(NTA_UNSHOWN(Out, rpc_status), NTA_FIELD(Out, is_listening, "is_listening", bool32));
    }
  };
};

struct stop_server_listening : Method<3> {
  struct In {};
  struct Out {
    uint32_t rpc_status;

    static constexpr auto described() { return fields(NTA_UNSHOWN(Out, rpc_status)); }
  };
};

struct inq_princ_name : Method<4> {
  struct In {
    uint32_t authn_proto;  // auth_type of a trailer
    uint32_t princ_name_size;

    static constexpr auto described() { return NTA_FIELDS(In, authn_proto, princ_name_size); }
  };
  struct Out {
    uint32_t princ_name_size;
    uint32_t length;
    uint8_t* princ_name;  // text of `length` bytes with its NUL
    uint32_t rpc_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, princ_name_size, "", local32), NTA_FIELD(Out, length, "", local32),
                    NTA_FIELD(Out, princ_name, "princ_name", ref<array_of<byte>>)
                        .counted(NTA_NUMBER(Out, princ_name_size))
                        .sent(NTA_NUMBER(Out, length)),
                    NTA_UNSHOWN(Out, rpc_status));
    }
  };
};

inline constexpr MethodInfo mgmt_methods[] = {
    method<inq_if_ids>("inq_if_ids"),
    method<inq_stats>("inq_stats"),
    method<is_server_listening>("is_server_listening"),
    method<stop_server_listening>("stop_server_listening"),
    method<inq_princ_name>("inq_princ_name"),
};

/** Answered on every endpoint, so it has no pipe of its own. */
inline constexpr Interface mgmt{
    "mgmt", guid("afa8bd80-7d8a-11c9-bef4-08002b102989"), 1, 0, "", mgmt_methods, Audience::everybody};

}  // namespace nta::protocols
