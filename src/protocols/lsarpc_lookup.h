// lsarpc: names to SIDs and back ([MS-LSAT] 3.1.4).
#pragma once

#include "protocols/lsarpc_translated.h"

namespace nta::protocols {

/** What LookupNames2 and 3 ask. */
template <class Sids>
struct NamesToTranslate {
  ContextHandle Handle;
  uint32_t Count;
  RPC_UNICODE_STRING* Names;
  Sids TranslatedSids;
  uint32_t LookupLevel;
  uint32_t MappedCount;
  uint32_t LookupOptions;
  uint32_t ClientRevision;

  static constexpr auto described() {
    using S = NamesToTranslate;
    return joined(
        NTA_FIELDS(S, Handle, Count),
        NTA_FIELD(S, Names, "Names", ref<array_of<type_of<RPC_UNICODE_STRING>>>).counted(NTA_NUMBER(S, Count)),
        NTA_FIELDS(S, TranslatedSids), NTA_FIELD(S, LookupLevel, "LookupLevel", enum16),
        NTA_FIELDS(S, MappedCount, LookupOptions, ClientRevision));
  }
};

/** What lookups of names answer. */
template <class Sids>
struct TranslatedToSids {
  LSAPR_REFERENCED_DOMAIN_LIST* ReferencedDomains;
  Sids TranslatedSids;
  uint32_t MappedCount;
  uint32_t nt_status;

  static constexpr auto described() {
    using S = TranslatedToSids;
    return joined(NTA_FIELDS(S, ReferencedDomains, TranslatedSids, MappedCount), NTA_UNSHOWN(S, nt_status));
  }
};

/** What lookups of SIDs answer. */
template <class Names>
struct TranslatedToNames {
  LSAPR_REFERENCED_DOMAIN_LIST* ReferencedDomains;
  Names TranslatedNames;
  uint32_t MappedCount;
  uint32_t nt_status;

  static constexpr auto described() {
    using S = TranslatedToNames;
    return joined(NTA_FIELDS(S, ReferencedDomains, TranslatedNames, MappedCount), NTA_UNSHOWN(S, nt_status));
  }
};

struct LsarLookupNames : Method<14> {
  struct In {
    ContextHandle Handle;
    uint32_t Count;
    RPC_UNICODE_STRING* Names;
    LSAPR_TRANSLATED_SIDS TranslatedSids;
    uint32_t LookupLevel;
    uint32_t MappedCount;

    static constexpr auto described() {
      return joined(
          NTA_FIELDS(In, Handle, Count),
          NTA_FIELD(In, Names, "Names", ref<array_of<type_of<RPC_UNICODE_STRING>>>).counted(NTA_NUMBER(In, Count)),
          NTA_FIELDS(In, TranslatedSids), NTA_FIELD(In, LookupLevel, "LookupLevel", enum16),
          NTA_FIELDS(In, MappedCount));
    }
  };
  using Out = TranslatedToSids<LSAPR_TRANSLATED_SIDS>;
};

struct LsarLookupSids : Method<15> {
  struct In {
    ContextHandle Handle;
    LSAPR_SID_ENUM_BUFFER SidEnumBuffer;
    LSAPR_TRANSLATED_NAMES TranslatedNames;
    uint32_t LookupLevel;
    uint32_t MappedCount;

    static constexpr auto described() {
      return joined(NTA_FIELDS(In, Handle, SidEnumBuffer, TranslatedNames),
                    NTA_FIELD(In, LookupLevel, "LookupLevel", enum16), NTA_FIELDS(In, MappedCount));
    }
  };
  using Out = TranslatedToNames<LSAPR_TRANSLATED_NAMES>;
};

/** UserName is null on the way in; a DomainName that is not asks for the domain as well. */
struct LsarGetUserName : Method<45> {
  struct In {
    char16_t* SystemName;
    RPC_UNICODE_STRING* UserName;
    RPC_UNICODE_STRING** DomainName;

    static constexpr auto described() { return NTA_FIELDS(In, SystemName, UserName, DomainName); }
  };
  struct Out {
    RPC_UNICODE_STRING* UserName;
    RPC_UNICODE_STRING** DomainName;
    uint32_t nt_status;

    static constexpr auto described() {
      return joined(NTA_FIELDS(Out, UserName, DomainName), NTA_UNSHOWN(Out, nt_status));
    }
  };
};

struct LsarLookupSids2 : Method<57> {
  struct In {
    ContextHandle Handle;
    LSAPR_SID_ENUM_BUFFER SidEnumBuffer;
    LSAPR_TRANSLATED_NAMES_EX TranslatedNames;
    uint32_t LookupLevel;
    uint32_t MappedCount;
    uint32_t LookupOptions;
    uint32_t ClientRevision;

    static constexpr auto described() {
      return joined(NTA_FIELDS(In, Handle, SidEnumBuffer, TranslatedNames),
                    NTA_FIELD(In, LookupLevel, "LookupLevel", enum16),
                    NTA_FIELDS(In, MappedCount, LookupOptions, ClientRevision));
    }
  };
  using Out = TranslatedToNames<LSAPR_TRANSLATED_NAMES_EX>;
};

struct LsarLookupNames2 : Method<58> {
  using In = NamesToTranslate<LSAPR_TRANSLATED_SIDS_EX>;
  using Out = TranslatedToSids<LSAPR_TRANSLATED_SIDS_EX>;
};

struct LsarLookupNames3 : Method<68> {
  using In = NamesToTranslate<LSAPR_TRANSLATED_SIDS_EX2>;
  using Out = TranslatedToSids<LSAPR_TRANSLATED_SIDS_EX2>;
};

struct LsarLookupSids3 : Method<76> {
  struct In {
    LSAPR_SID_ENUM_BUFFER SidEnumBuffer;
    LSAPR_TRANSLATED_NAMES_EX TranslatedNames;
    uint32_t LookupLevel;
    uint32_t MappedCount;
    uint32_t LookupOptions;
    uint32_t ClientRevision;

    static constexpr auto described() {
      return joined(NTA_FIELDS(In, SidEnumBuffer, TranslatedNames), NTA_FIELD(In, LookupLevel, "LookupLevel", enum16),
                    NTA_FIELDS(In, MappedCount, LookupOptions, ClientRevision));
    }
  };
  using Out = TranslatedToNames<LSAPR_TRANSLATED_NAMES_EX>;
};

struct LsarLookupNames4 : Method<77> {
  struct In {
    uint32_t Count;
    RPC_UNICODE_STRING* Names;
    LSAPR_TRANSLATED_SIDS_EX2 TranslatedSids;
    uint32_t LookupLevel;
    uint32_t MappedCount;
    uint32_t LookupOptions;
    uint32_t ClientRevision;

    static constexpr auto described() {
      return joined(
          NTA_FIELDS(In, Count),
          NTA_FIELD(In, Names, "Names", ref<array_of<type_of<RPC_UNICODE_STRING>>>).counted(NTA_NUMBER(In, Count)),
          NTA_FIELDS(In, TranslatedSids), NTA_FIELD(In, LookupLevel, "LookupLevel", enum16),
          NTA_FIELDS(In, MappedCount, LookupOptions, ClientRevision));
    }
  };
  using Out = TranslatedToSids<LSAPR_TRANSLATED_SIDS_EX2>;
};

}  // namespace nta::protocols
