// lsarpc: names to SIDs and back ([MS-LSAT] 3.1.4).
#pragma once

#include "protocols/lsarpc_translated.h"

namespace nta::protocols {

struct LsarLookupNames : Method<14> {
  struct In {
    ContextHandle Handle;
    uint32_t Count;
    RPC_UNICODE_STRING* Names;
    LSAPR_TRANSLATED_SIDS TranslatedSids;
    uint32_t LookupLevel;
    uint32_t MappedCount;

    static constexpr auto described() {
      return fields(
          NTA_FIELD(In, Handle, "", context_handle), NTA_FIELD(In, Count, "Count", u32),
          NTA_FIELD(In, Names, "Names", ref<array_of<type_of<RPC_UNICODE_STRING>>>).counted(NTA_NUMBER(In, Count)),
          NTA_FIELD(In, TranslatedSids, "TranslatedSids", type_of<LSAPR_TRANSLATED_SIDS>),
          NTA_FIELD(In, LookupLevel, "LookupLevel", enum16), NTA_FIELD(In, MappedCount, "MappedCount", u32));
    }
  };
  struct Out {
    LSAPR_REFERENCED_DOMAIN_LIST* ReferencedDomains;
    LSAPR_TRANSLATED_SIDS TranslatedSids;
    uint32_t MappedCount;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(
          NTA_FIELD(Out, ReferencedDomains, "ReferencedDomains", unique<type_of<LSAPR_REFERENCED_DOMAIN_LIST>>),
          NTA_FIELD(Out, TranslatedSids, "TranslatedSids", type_of<LSAPR_TRANSLATED_SIDS>),
          NTA_FIELD(Out, MappedCount, "MappedCount", u32), NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

struct LsarLookupSids : Method<15> {
  struct In {
    ContextHandle Handle;
    LSAPR_SID_ENUM_BUFFER SidEnumBuffer;
    LSAPR_TRANSLATED_NAMES TranslatedNames;
    uint32_t LookupLevel;
    uint32_t MappedCount;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, Handle, "", context_handle),
                    NTA_FIELD(In, SidEnumBuffer, "SidEnumBuffer", type_of<LSAPR_SID_ENUM_BUFFER>),
                    NTA_FIELD(In, TranslatedNames, "TranslatedNames", type_of<LSAPR_TRANSLATED_NAMES>),
                    NTA_FIELD(In, LookupLevel, "LookupLevel", enum16), NTA_FIELD(In, MappedCount, "MappedCount", u32));
    }
  };
  struct Out {
    LSAPR_REFERENCED_DOMAIN_LIST* ReferencedDomains;
    LSAPR_TRANSLATED_NAMES TranslatedNames;
    uint32_t MappedCount;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(
          NTA_FIELD(Out, ReferencedDomains, "ReferencedDomains", unique<type_of<LSAPR_REFERENCED_DOMAIN_LIST>>),
          NTA_FIELD(Out, TranslatedNames, "TranslatedNames", type_of<LSAPR_TRANSLATED_NAMES>),
          NTA_FIELD(Out, MappedCount, "MappedCount", u32), NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

/** UserName is null on the way in; a DomainName that is not asks for the domain as well. */
struct LsarGetUserName : Method<45> {
  struct In {
    char16_t* SystemName;
    RPC_UNICODE_STRING* UserName;
    RPC_UNICODE_STRING** DomainName;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, SystemName, "SystemName", unique<wstring>),
                    NTA_FIELD(In, UserName, "UserName", unique<type_of<RPC_UNICODE_STRING>>),
                    NTA_FIELD(In, DomainName, "DomainName", unique<unique<type_of<RPC_UNICODE_STRING>>>));
    }
  };
  struct Out {
    RPC_UNICODE_STRING* UserName;
    RPC_UNICODE_STRING** DomainName;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, UserName, "UserName", unique<type_of<RPC_UNICODE_STRING>>),
                    NTA_FIELD(Out, DomainName, "DomainName", unique<unique<type_of<RPC_UNICODE_STRING>>>),
                    NTA_FIELD(Out, nt_status, "", u32));
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
      return fields(NTA_FIELD(In, Handle, "", context_handle),
                    NTA_FIELD(In, SidEnumBuffer, "SidEnumBuffer", type_of<LSAPR_SID_ENUM_BUFFER>),
                    NTA_FIELD(In, TranslatedNames, "TranslatedNames", type_of<LSAPR_TRANSLATED_NAMES_EX>),
                    NTA_FIELD(In, LookupLevel, "LookupLevel", enum16), NTA_FIELD(In, MappedCount, "MappedCount", u32),
                    NTA_FIELD(In, LookupOptions, "LookupOptions", u32),
                    NTA_FIELD(In, ClientRevision, "ClientRevision", u32));
    }
  };
  struct Out {
    LSAPR_REFERENCED_DOMAIN_LIST* ReferencedDomains;
    LSAPR_TRANSLATED_NAMES_EX TranslatedNames;
    uint32_t MappedCount;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(
          NTA_FIELD(Out, ReferencedDomains, "ReferencedDomains", unique<type_of<LSAPR_REFERENCED_DOMAIN_LIST>>),
          NTA_FIELD(Out, TranslatedNames, "TranslatedNames", type_of<LSAPR_TRANSLATED_NAMES_EX>),
          NTA_FIELD(Out, MappedCount, "MappedCount", u32), NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

struct LsarLookupNames2 : Method<58> {
  struct In {
    ContextHandle Handle;
    uint32_t Count;
    RPC_UNICODE_STRING* Names;
    LSAPR_TRANSLATED_SIDS_EX TranslatedSids;
    uint32_t LookupLevel;
    uint32_t MappedCount;
    uint32_t LookupOptions;
    uint32_t ClientRevision;

    static constexpr auto described() {
      return fields(
          NTA_FIELD(In, Handle, "", context_handle), NTA_FIELD(In, Count, "Count", u32),
          NTA_FIELD(In, Names, "Names", ref<array_of<type_of<RPC_UNICODE_STRING>>>).counted(NTA_NUMBER(In, Count)),
          NTA_FIELD(In, TranslatedSids, "TranslatedSids", type_of<LSAPR_TRANSLATED_SIDS_EX>),
          NTA_FIELD(In, LookupLevel, "LookupLevel", enum16), NTA_FIELD(In, MappedCount, "MappedCount", u32),
          NTA_FIELD(In, LookupOptions, "LookupOptions", u32), NTA_FIELD(In, ClientRevision, "ClientRevision", u32));
    }
  };
  struct Out {
    LSAPR_REFERENCED_DOMAIN_LIST* ReferencedDomains;
    LSAPR_TRANSLATED_SIDS_EX TranslatedSids;
    uint32_t MappedCount;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(
          NTA_FIELD(Out, ReferencedDomains, "ReferencedDomains", unique<type_of<LSAPR_REFERENCED_DOMAIN_LIST>>),
          NTA_FIELD(Out, TranslatedSids, "TranslatedSids", type_of<LSAPR_TRANSLATED_SIDS_EX>),
          NTA_FIELD(Out, MappedCount, "MappedCount", u32), NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

struct LsarLookupNames3 : Method<68> {
  struct In {
    ContextHandle Handle;
    uint32_t Count;
    RPC_UNICODE_STRING* Names;
    LSAPR_TRANSLATED_SIDS_EX2 TranslatedSids;
    uint32_t LookupLevel;
    uint32_t MappedCount;
    uint32_t LookupOptions;
    uint32_t ClientRevision;

    static constexpr auto described() {
      return fields(
          NTA_FIELD(In, Handle, "", context_handle), NTA_FIELD(In, Count, "Count", u32),
          NTA_FIELD(In, Names, "Names", ref<array_of<type_of<RPC_UNICODE_STRING>>>).counted(NTA_NUMBER(In, Count)),
          NTA_FIELD(In, TranslatedSids, "TranslatedSids", type_of<LSAPR_TRANSLATED_SIDS_EX2>),
          NTA_FIELD(In, LookupLevel, "LookupLevel", enum16), NTA_FIELD(In, MappedCount, "MappedCount", u32),
          NTA_FIELD(In, LookupOptions, "LookupOptions", u32), NTA_FIELD(In, ClientRevision, "ClientRevision", u32));
    }
  };
  struct Out {
    LSAPR_REFERENCED_DOMAIN_LIST* ReferencedDomains;
    LSAPR_TRANSLATED_SIDS_EX2 TranslatedSids;
    uint32_t MappedCount;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(
          NTA_FIELD(Out, ReferencedDomains, "ReferencedDomains", unique<type_of<LSAPR_REFERENCED_DOMAIN_LIST>>),
          NTA_FIELD(Out, TranslatedSids, "TranslatedSids", type_of<LSAPR_TRANSLATED_SIDS_EX2>),
          NTA_FIELD(Out, MappedCount, "MappedCount", u32), NTA_FIELD(Out, nt_status, "", u32));
    }
  };
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
      return fields(NTA_FIELD(In, SidEnumBuffer, "SidEnumBuffer", type_of<LSAPR_SID_ENUM_BUFFER>),
                    NTA_FIELD(In, TranslatedNames, "TranslatedNames", type_of<LSAPR_TRANSLATED_NAMES_EX>),
                    NTA_FIELD(In, LookupLevel, "LookupLevel", enum16), NTA_FIELD(In, MappedCount, "MappedCount", u32),
                    NTA_FIELD(In, LookupOptions, "LookupOptions", u32),
                    NTA_FIELD(In, ClientRevision, "ClientRevision", u32));
    }
  };
  struct Out {
    LSAPR_REFERENCED_DOMAIN_LIST* ReferencedDomains;
    LSAPR_TRANSLATED_NAMES_EX TranslatedNames;
    uint32_t MappedCount;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(
          NTA_FIELD(Out, ReferencedDomains, "ReferencedDomains", unique<type_of<LSAPR_REFERENCED_DOMAIN_LIST>>),
          NTA_FIELD(Out, TranslatedNames, "TranslatedNames", type_of<LSAPR_TRANSLATED_NAMES_EX>),
          NTA_FIELD(Out, MappedCount, "MappedCount", u32), NTA_FIELD(Out, nt_status, "", u32));
    }
  };
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
      return fields(
          NTA_FIELD(In, Count, "Count", u32),
          NTA_FIELD(In, Names, "Names", ref<array_of<type_of<RPC_UNICODE_STRING>>>).counted(NTA_NUMBER(In, Count)),
          NTA_FIELD(In, TranslatedSids, "TranslatedSids", type_of<LSAPR_TRANSLATED_SIDS_EX2>),
          NTA_FIELD(In, LookupLevel, "LookupLevel", enum16), NTA_FIELD(In, MappedCount, "MappedCount", u32),
          NTA_FIELD(In, LookupOptions, "LookupOptions", u32), NTA_FIELD(In, ClientRevision, "ClientRevision", u32));
    }
  };
  struct Out {
    LSAPR_REFERENCED_DOMAIN_LIST* ReferencedDomains;
    LSAPR_TRANSLATED_SIDS_EX2 TranslatedSids;
    uint32_t MappedCount;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(
          NTA_FIELD(Out, ReferencedDomains, "ReferencedDomains", unique<type_of<LSAPR_REFERENCED_DOMAIN_LIST>>),
          NTA_FIELD(Out, TranslatedSids, "TranslatedSids", type_of<LSAPR_TRANSLATED_SIDS_EX2>),
          NTA_FIELD(Out, MappedCount, "MappedCount", u32), NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

}  // namespace nta::protocols
