// SAMR: groups, aliases and who is in them ([MS-SAMR] 3.1.5.5 to 3.1.5.9).
#pragma once

#include "protocols/samr_domain.h"

namespace nta::protocols {

struct GROUP_MEMBERSHIP {
  uint32_t RelativeId;
  uint32_t Attributes;

  static constexpr auto described() {
    using S = GROUP_MEMBERSHIP;
    return fields(NTA_FIELD(S, RelativeId, "RelativeId", u32), NTA_FIELD(S, Attributes, "Attributes", u32));
  }
};

struct SAMPR_GET_GROUPS_BUFFER {
  uint32_t MembershipCount;
  GROUP_MEMBERSHIP* Groups;

  static constexpr auto described() {
    using S = SAMPR_GET_GROUPS_BUFFER;
    return fields(NTA_FIELD(S, MembershipCount, "MembershipCount", u32),
                  NTA_FIELD(S, Groups, "Groups", unique<array_of<type_of<GROUP_MEMBERSHIP>>>)
                      .counted(NTA_NUMBER(S, MembershipCount)));
  }
};

struct SAMPR_GET_MEMBERS_BUFFER {
  uint32_t MemberCount;
  uint32_t* Members;
  uint32_t* Attributes;

  static constexpr auto described() {
    using S = SAMPR_GET_MEMBERS_BUFFER;
    return fields(NTA_FIELD(S, MemberCount, "MemberCount", u32),
                  NTA_FIELD(S, Members, "Members", unique<array_of<u32>>).counted(NTA_NUMBER(S, MemberCount)),
                  NTA_FIELD(S, Attributes, "Attributes", unique<array_of<u32>>).counted(NTA_NUMBER(S, MemberCount)));
  }
};

struct SAMPR_GROUP_GENERAL_INFORMATION {
  RPC_UNICODE_STRING Name;
  uint32_t Attributes;
  uint32_t MemberCount;
  RPC_UNICODE_STRING AdminComment;

  static constexpr auto described() {
    using S = SAMPR_GROUP_GENERAL_INFORMATION;
    return fields(NTA_FIELD(S, Name, "Name", type_of<RPC_UNICODE_STRING>), NTA_FIELD(S, Attributes, "Attributes", u32),
                  NTA_FIELD(S, MemberCount, "MemberCount", u32),
                  NTA_FIELD(S, AdminComment, "AdminComment", type_of<RPC_UNICODE_STRING>));
  }
};

union SAMPR_GROUP_INFO_BUFFER {
  SAMPR_GROUP_GENERAL_INFORMATION General;
  SAMPR_TEXT Name;
  SAMPR_NUMBER Attribute;
  SAMPR_TEXT AdminComment;
};
inline constexpr std::array sampr_group_info_arms{
    Arm{1, &type_of<SAMPR_GROUP_GENERAL_INFORMATION>}, Arm{2, &type_of<SAMPR_TEXT>}, Arm{3, &type_of<SAMPR_NUMBER>},
    Arm{4, &type_of<SAMPR_TEXT>}, Arm{5, &type_of<SAMPR_GROUP_GENERAL_INFORMATION>}};
inline constexpr Type sampr_group_info = union_type<SAMPR_GROUP_INFO_BUFFER>(enum16, sampr_group_info_arms);

struct SAMPR_ALIAS_GENERAL_INFORMATION {
  RPC_UNICODE_STRING Name;
  uint32_t MemberCount;
  RPC_UNICODE_STRING AdminComment;

  static constexpr auto described() {
    using S = SAMPR_ALIAS_GENERAL_INFORMATION;
    return fields(NTA_FIELD(S, Name, "Name", type_of<RPC_UNICODE_STRING>),
                  NTA_FIELD(S, MemberCount, "MemberCount", u32),
                  NTA_FIELD(S, AdminComment, "AdminComment", type_of<RPC_UNICODE_STRING>));
  }
};

union SAMPR_ALIAS_INFO_BUFFER {
  SAMPR_ALIAS_GENERAL_INFORMATION General;
  SAMPR_TEXT Name;
  SAMPR_TEXT AdminComment;
};
inline constexpr std::array sampr_alias_info_arms{Arm{1, &type_of<SAMPR_ALIAS_GENERAL_INFORMATION>},
                                                  Arm{2, &type_of<SAMPR_TEXT>}, Arm{3, &type_of<SAMPR_TEXT>}};
inline constexpr Type sampr_alias_info = union_type<SAMPR_ALIAS_INFO_BUFFER>(enum16, sampr_alias_info_arms);

struct OnMember {
  ContextHandle Handle;
  uint32_t MemberId;

  static constexpr auto described() {
    using S = OnMember;
    return fields(NTA_FIELD(S, Handle, "", context_handle), NTA_FIELD(S, MemberId, "MemberId", u32));
  }
};

struct OnMemberWithAttributes {
  ContextHandle Handle;
  uint32_t MemberId;
  uint32_t Attributes;

  static constexpr auto described() {
    using S = OnMemberWithAttributes;
    return fields(NTA_FIELD(S, Handle, "", context_handle), NTA_FIELD(S, MemberId, "MemberId", u32),
                  NTA_FIELD(S, Attributes, "Attributes", u32));
  }
};

struct OnMemberSid {
  ContextHandle Handle;
  uint8_t* MemberId;

  static constexpr auto described() {
    using S = OnMemberSid;
    return fields(NTA_FIELD(S, Handle, "", context_handle), NTA_FIELD(S, MemberId, "MemberId", ref<sid>));
  }
};

struct OnMemberSids {
  ContextHandle Handle;
  SAMPR_PSID_ARRAY MembersBuffer;

  static constexpr auto described() {
    using S = OnMemberSids;
    return fields(NTA_FIELD(S, Handle, "", context_handle),
                  NTA_FIELD(S, MembersBuffer, "MembersBuffer", type_of<SAMPR_PSID_ARRAY>));
  }
};

struct SamrOpenGroup : Method<19> {
  using In = OpenByRid;
  using Out = OpenedHandle;
};

struct SamrQueryInformationGroup : Method<20> {
  using In = HandleAndClass;
  struct Out {
    uint32_t Class;
    SAMPR_GROUP_INFO_BUFFER* Buffer;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, Class, "", local32),
                    NTA_FIELD(Out, Buffer, "Buffer", unique<sampr_group_info>).switched(NTA_NUMBER(Out, Class)),
                    NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

struct SamrSetInformationGroup : Method<21> {
  struct In {
    ContextHandle Handle;
    uint32_t Class;
    SAMPR_GROUP_INFO_BUFFER Buffer;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, Handle, "", context_handle), NTA_FIELD(In, Class, "Class", enum16),
                    NTA_FIELD(In, Buffer, "Buffer", sampr_group_info).switched(NTA_NUMBER(In, Class)));
    }
  };
  using Out = OnlyStatus;
};

struct SamrAddMemberToGroup : Method<22> {
  using In = OnMemberWithAttributes;
  using Out = OnlyStatus;
};

struct SamrDeleteGroup : Method<23> {
  using In = OnSam;
  using Out = ClosedHandle;
};

struct SamrRemoveMemberFromGroup : Method<24> {
  using In = OnMember;
  using Out = OnlyStatus;
};

struct SamrGetMembersInGroup : Method<25> {
  using In = OnSam;
  struct Out {
    SAMPR_GET_MEMBERS_BUFFER* Members;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, Members, "Members", unique<type_of<SAMPR_GET_MEMBERS_BUFFER>>),
                    NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

struct SamrSetMemberAttributesOfGroup : Method<26> {
  using In = OnMemberWithAttributes;
  using Out = OnlyStatus;
};

struct SamrOpenAlias : Method<27> {
  using In = OpenByRid;
  using Out = OpenedHandle;
};

struct SamrQueryInformationAlias : Method<28> {
  using In = HandleAndClass;
  struct Out {
    uint32_t Class;
    SAMPR_ALIAS_INFO_BUFFER* Buffer;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, Class, "", local32),
                    NTA_FIELD(Out, Buffer, "Buffer", unique<sampr_alias_info>).switched(NTA_NUMBER(Out, Class)),
                    NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

struct SamrSetInformationAlias : Method<29> {
  struct In {
    ContextHandle Handle;
    uint32_t Class;
    SAMPR_ALIAS_INFO_BUFFER Buffer;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, Handle, "", context_handle), NTA_FIELD(In, Class, "Class", enum16),
                    NTA_FIELD(In, Buffer, "Buffer", sampr_alias_info).switched(NTA_NUMBER(In, Class)));
    }
  };
  using Out = OnlyStatus;
};

struct SamrDeleteAlias : Method<30> {
  using In = OnSam;
  using Out = ClosedHandle;
};

struct SamrAddMemberToAlias : Method<31> {
  using In = OnMemberSid;
  using Out = OnlyStatus;
};

struct SamrRemoveMemberFromAlias : Method<32> {
  using In = OnMemberSid;
  using Out = OnlyStatus;
};

struct SamrGetMembersInAlias : Method<33> {
  using In = OnSam;
  struct Out {
    SAMPR_PSID_ARRAY Members;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, Members, "Members", type_of<SAMPR_PSID_ARRAY>), NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

struct SamrGetGroupsForUser : Method<39> {
  using In = OnSam;
  struct Out {
    SAMPR_GET_GROUPS_BUFFER* Groups;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, Groups, "Groups", unique<type_of<SAMPR_GET_GROUPS_BUFFER>>),
                    NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

struct SamrAddMultipleMembersToAlias : Method<52> {
  using In = OnMemberSids;
  using Out = OnlyStatus;
};

struct SamrRemoveMultipleMembersFromAlias : Method<53> {
  using In = OnMemberSids;
  using Out = OnlyStatus;
};

}  // namespace nta::protocols
