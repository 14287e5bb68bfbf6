// lsarpc: names and SIDs as the lookups take and give them ([MS-LSAT] 2.2).
#pragma once

#include "protocols/lsarpc_policy.h"

namespace nta::protocols {

struct LSAPR_REFERENCED_DOMAIN_LIST {
  uint32_t Entries;
  LSAPR_NAMED_SID* Domains;
  uint32_t MaxEntries;

  static constexpr auto described() {
    using S = LSAPR_REFERENCED_DOMAIN_LIST;
    return fields(
        NTA_FIELD(S, Entries, "Entries", u32),
        NTA_FIELD(S, Domains, "Domains", unique<array_of<type_of<LSAPR_NAMED_SID>>>).counted(NTA_NUMBER(S, Entries)),
        NTA_FIELD(S, MaxEntries, "MaxEntries", u32));
  }
};

struct LSAPR_SID_INFORMATION {
  uint8_t* Sid;

  static constexpr auto described() {
    using S = LSAPR_SID_INFORMATION;
    return fields(NTA_FIELD(S, Sid, "Sid", unique<sid>));
  }
};

struct LSAPR_SID_ENUM_BUFFER {
  uint32_t Entries;
  LSAPR_SID_INFORMATION* SidInfo;

  static constexpr auto described() {
    using S = LSAPR_SID_ENUM_BUFFER;
    return fields(NTA_FIELD(S, Entries, "Entries", u32),
                  NTA_FIELD(S, SidInfo, "SidInfo", unique<array_of<type_of<LSAPR_SID_INFORMATION>>>)
                      .counted(NTA_NUMBER(S, Entries)));
  }
};

struct LSAPR_TRANSLATED_NAME {
  uint32_t Use;
  RPC_UNICODE_STRING Name;
  int32_t DomainIndex;

  static constexpr auto described() {
    using S = LSAPR_TRANSLATED_NAME;
    return fields(NTA_FIELD(S, Use, "Use", enum16), NTA_FIELD(S, Name, "Name", type_of<RPC_UNICODE_STRING>),
                  NTA_FIELD(S, DomainIndex, "DomainIndex", i32));
  }
};

struct LSAPR_TRANSLATED_NAMES {
  uint32_t Entries;
  LSAPR_TRANSLATED_NAME* Rows;

  static constexpr auto described() {
    using S = LSAPR_TRANSLATED_NAMES;
    return fields(
        NTA_FIELD(S, Entries, "Entries", u32),
        NTA_FIELD(S, Rows, "Rows", unique<array_of<type_of<LSAPR_TRANSLATED_NAME>>>).counted(NTA_NUMBER(S, Entries)));
  }
};

struct LSAPR_TRANSLATED_NAME_EX {
  uint32_t Use;
  RPC_UNICODE_STRING Name;
  int32_t DomainIndex;
  uint32_t Flags;

  static constexpr auto described() {
    using S = LSAPR_TRANSLATED_NAME_EX;
    return fields(NTA_FIELD(S, Use, "Use", enum16), NTA_FIELD(S, Name, "Name", type_of<RPC_UNICODE_STRING>),
                  NTA_FIELD(S, DomainIndex, "DomainIndex", i32), NTA_FIELD(S, Flags, "Flags", u32));
  }
};

struct LSAPR_TRANSLATED_NAMES_EX {
  uint32_t Entries;
  LSAPR_TRANSLATED_NAME_EX* Rows;

  static constexpr auto described() {
    using S = LSAPR_TRANSLATED_NAMES_EX;
    return fields(NTA_FIELD(S, Entries, "Entries", u32),
                  NTA_FIELD(S, Rows, "Rows", unique<array_of<type_of<LSAPR_TRANSLATED_NAME_EX>>>)
                      .counted(NTA_NUMBER(S, Entries)));
  }
};

struct LSA_TRANSLATED_SID {
  uint32_t Use;
  uint32_t RelativeId;
  int32_t DomainIndex;

  static constexpr auto described() {
    using S = LSA_TRANSLATED_SID;
    return fields(NTA_FIELD(S, Use, "Use", enum16), NTA_FIELD(S, RelativeId, "RelativeId", u32),
                  NTA_FIELD(S, DomainIndex, "DomainIndex", i32));
  }
};

struct LSAPR_TRANSLATED_SIDS {
  uint32_t Entries;
  LSA_TRANSLATED_SID* Rows;

  static constexpr auto described() {
    using S = LSAPR_TRANSLATED_SIDS;
    return fields(
        NTA_FIELD(S, Entries, "Entries", u32),
        NTA_FIELD(S, Rows, "Rows", unique<array_of<type_of<LSA_TRANSLATED_SID>>>).counted(NTA_NUMBER(S, Entries)));
  }
};

struct LSAPR_TRANSLATED_SID_EX {
  uint32_t Use;
  uint32_t RelativeId;
  int32_t DomainIndex;
  uint32_t Flags;

  static constexpr auto described() {
    using S = LSAPR_TRANSLATED_SID_EX;
    return fields(NTA_FIELD(S, Use, "Use", enum16), NTA_FIELD(S, RelativeId, "RelativeId", u32),
                  NTA_FIELD(S, DomainIndex, "DomainIndex", i32), NTA_FIELD(S, Flags, "Flags", u32));
  }
};

struct LSAPR_TRANSLATED_SIDS_EX {
  uint32_t Entries;
  LSAPR_TRANSLATED_SID_EX* Rows;

  static constexpr auto described() {
    using S = LSAPR_TRANSLATED_SIDS_EX;
    return fields(
        NTA_FIELD(S, Entries, "Entries", u32),
        NTA_FIELD(S, Rows, "Rows", unique<array_of<type_of<LSAPR_TRANSLATED_SID_EX>>>).counted(NTA_NUMBER(S, Entries)));
  }
};

struct LSAPR_TRANSLATED_SID_EX2 {
  uint32_t Use;
  uint8_t* Sid;
  int32_t DomainIndex;
  uint32_t Flags;

  static constexpr auto described() {
    using S = LSAPR_TRANSLATED_SID_EX2;
    return fields(NTA_FIELD(S, Use, "Use", enum16), NTA_FIELD(S, Sid, "Sid", unique<sid>),
                  NTA_FIELD(S, DomainIndex, "DomainIndex", i32), NTA_FIELD(S, Flags, "Flags", u32));
  }
};

struct LSAPR_TRANSLATED_SIDS_EX2 {
  uint32_t Entries;
  LSAPR_TRANSLATED_SID_EX2* Rows;

  static constexpr auto described() {
    using S = LSAPR_TRANSLATED_SIDS_EX2;
    return fields(NTA_FIELD(S, Entries, "Entries", u32),
                  NTA_FIELD(S, Rows, "Rows", unique<array_of<type_of<LSAPR_TRANSLATED_SID_EX2>>>)
                      .counted(NTA_NUMBER(S, Entries)));
  }
};

}  // namespace nta::protocols
