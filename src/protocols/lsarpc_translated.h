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
    return joined(NTA_FIELDS(S, Entries), NTA_ROWS(S, Domains, Entries), NTA_FIELDS(S, MaxEntries));
  }
};

struct LSAPR_SID_INFORMATION {
  uint8_t* Sid;

  static constexpr auto described() { return fields(NTA_FIELD(LSAPR_SID_INFORMATION, Sid, "Sid", unique<sid>)); }
};

struct LSAPR_SID_ENUM_BUFFER {
  uint32_t Entries;
  LSAPR_SID_INFORMATION* SidInfo;

  static constexpr auto described() {
    using S = LSAPR_SID_ENUM_BUFFER;
    return joined(NTA_FIELDS(S, Entries), NTA_ROWS(S, SidInfo, Entries));
  }
};

/** Rows in the order asked. */
template <class Row>
struct TranslatedRows {
  uint32_t Entries;
  Row* Rows;

  static constexpr auto described() {
    return joined(NTA_FIELDS(TranslatedRows, Entries), NTA_ROWS(TranslatedRows, Rows, Entries));
  }
};

struct LSAPR_TRANSLATED_NAME {
  uint32_t Use;
  RPC_UNICODE_STRING Name;
  int32_t DomainIndex;

  static constexpr auto described() {
    using S = LSAPR_TRANSLATED_NAME;
    return joined(NTA_FIELD(S, Use, "Use", enum16), NTA_FIELDS(S, Name, DomainIndex));
  }
};

using LSAPR_TRANSLATED_NAMES = TranslatedRows<LSAPR_TRANSLATED_NAME>;

struct LSAPR_TRANSLATED_NAME_EX {
  uint32_t Use;
  RPC_UNICODE_STRING Name;
  int32_t DomainIndex;
  uint32_t Flags;

  static constexpr auto described() {
    using S = LSAPR_TRANSLATED_NAME_EX;
    return joined(NTA_FIELD(S, Use, "Use", enum16), NTA_FIELDS(S, Name, DomainIndex, Flags));
  }
};

using LSAPR_TRANSLATED_NAMES_EX = TranslatedRows<LSAPR_TRANSLATED_NAME_EX>;

struct LSA_TRANSLATED_SID {
  uint32_t Use;
  uint32_t RelativeId;
  int32_t DomainIndex;

  static constexpr auto described() {
    using S = LSA_TRANSLATED_SID;
    return joined(NTA_FIELD(S, Use, "Use", enum16), NTA_FIELDS(S, RelativeId, DomainIndex));
  }
};

using LSAPR_TRANSLATED_SIDS = TranslatedRows<LSA_TRANSLATED_SID>;

struct LSAPR_TRANSLATED_SID_EX {
  uint32_t Use;
  uint32_t RelativeId;
  int32_t DomainIndex;
  uint32_t Flags;

  static constexpr auto described() {
    using S = LSAPR_TRANSLATED_SID_EX;
    return joined(NTA_FIELD(S, Use, "Use", enum16), NTA_FIELDS(S, RelativeId, DomainIndex, Flags));
  }
};

using LSAPR_TRANSLATED_SIDS_EX = TranslatedRows<LSAPR_TRANSLATED_SID_EX>;

struct LSAPR_TRANSLATED_SID_EX2 {
  uint32_t Use;
  uint8_t* Sid;
  int32_t DomainIndex;
  uint32_t Flags;

  static constexpr auto described() {
    using S = LSAPR_TRANSLATED_SID_EX2;
    return joined(NTA_FIELD(S, Use, "Use", enum16), NTA_FIELD(S, Sid, "Sid", unique<sid>),
                  NTA_FIELDS(S, DomainIndex, Flags));
  }
};

using LSAPR_TRANSLATED_SIDS_EX2 = TranslatedRows<LSAPR_TRANSLATED_SID_EX2>;

}  // namespace nta::protocols
