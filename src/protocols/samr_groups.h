// SAMR: groups, aliases and who is in them ([MS-SAMR] 3.1.5.5 to 3.1.5.9).
#pragma once

#include "protocols/samr_domain.h"

namespace nta::protocols {

struct GROUP_MEMBERSHIP {
  uint32_t RelativeId;
  uint32_t Attributes;

  static constexpr auto described() { return NTA_FIELDS(GROUP_MEMBERSHIP, RelativeId, Attributes); }
};

struct SAMPR_GET_GROUPS_BUFFER {
  uint32_t MembershipCount;
  GROUP_MEMBERSHIP* Groups;

  static constexpr auto described() {
    using S = SAMPR_GET_GROUPS_BUFFER;
    return joined(NTA_FIELDS(S, MembershipCount), NTA_ROWS(S, Groups, MembershipCount));
  }
};

struct SAMPR_GET_MEMBERS_BUFFER {
  uint32_t MemberCount;
  uint32_t* Members;
  uint32_t* Attributes;

  static constexpr auto described() {
    using S = SAMPR_GET_MEMBERS_BUFFER;
    return joined(NTA_FIELDS(S, MemberCount), NTA_ROWS(S, Members, MemberCount), NTA_ROWS(S, Attributes, MemberCount));
  }
};

struct SAMPR_GROUP_GENERAL_INFORMATION {
  RPC_UNICODE_STRING Name;
  uint32_t Attributes;
  uint32_t MemberCount;
  RPC_UNICODE_STRING AdminComment;

  static constexpr auto described() {
    using S = SAMPR_GROUP_GENERAL_INFORMATION;
    return NTA_FIELDS(S, Name, Attributes, MemberCount, AdminComment);
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
    return NTA_FIELDS(S, Name, MemberCount, AdminComment);
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

  static constexpr auto described() { return NTA_FIELDS(OnMember, Handle, MemberId); }
};

struct OnMemberWithAttributes {
  ContextHandle Handle;
  uint32_t MemberId;
  uint32_t Attributes;

  static constexpr auto described() { return NTA_FIELDS(OnMemberWithAttributes, Handle, MemberId, Attributes); }
};

struct OnMemberSid {
  ContextHandle Handle;
  uint8_t* MemberId;

  static constexpr auto described() {
    using S = OnMemberSid;
    return joined(NTA_FIELDS(S, Handle), NTA_FIELD(S, MemberId, "MemberId", ref<sid>));
  }
};

struct OnMemberSids {
  ContextHandle Handle;
  SAMPR_PSID_ARRAY MembersBuffer;

  static constexpr auto described() { return NTA_FIELDS(OnMemberSids, Handle, MembersBuffer); }
};

struct SamrOpenGroup : Method<19> {
  using In = OpenByRid;
  using Out = OpenedHandle;
};

struct SamrQueryInformationGroup : Method<20> {
  using In = HandleAndClass;
  using Out = InformationOut<SAMPR_GROUP_INFO_BUFFER, sampr_group_info>;
};

struct SamrSetInformationGroup : Method<21> {
  using In = InformationIn<SAMPR_GROUP_INFO_BUFFER, sampr_group_info>;
  using Out = OnlyStatus;
};

struct SamrAddMemberToGroup : Method<22> {
  using In = OnMemberWithAttributes;
  using Out = OnlyStatus;
};

struct SamrDeleteGroup : Method<23> {
  using In = OnHandle;
  using Out = ClosedHandle;
};

struct SamrRemoveMemberFromGroup : Method<24> {
  using In = OnMember;
  using Out = OnlyStatus;
};

struct SamrGetMembersInGroup : Method<25> {
  using In = OnHandle;
  struct Out {
    SAMPR_GET_MEMBERS_BUFFER* Members;
    uint32_t nt_status;

    static constexpr auto described() { return joined(NTA_FIELDS(Out, Members), NTA_UNSHOWN(Out, nt_status)); }
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
  using Out = InformationOut<SAMPR_ALIAS_INFO_BUFFER, sampr_alias_info>;
};

struct SamrSetInformationAlias : Method<29> {
  using In = InformationIn<SAMPR_ALIAS_INFO_BUFFER, sampr_alias_info>;
  using Out = OnlyStatus;
};

struct SamrDeleteAlias : Method<30> {
  using In = OnHandle;
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
  using In = OnHandle;
  struct Out {
    SAMPR_PSID_ARRAY Members;
    uint32_t nt_status;

    static constexpr auto described() { return joined(NTA_FIELDS(Out, Members), NTA_UNSHOWN(Out, nt_status)); }
  };
};

struct SamrGetGroupsForUser : Method<39> {
  using In = OnHandle;
  struct Out {
    SAMPR_GET_GROUPS_BUFFER* Groups;
    uint32_t nt_status;

    static constexpr auto described() { return joined(NTA_FIELDS(Out, Groups), NTA_UNSHOWN(Out, nt_status)); }
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
