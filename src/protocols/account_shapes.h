// What samr and lsarpc share: handles in, handles and statuses out, information by class, lists.
#pragma once

#include "protocols/unicode_string.h"

namespace nta::protocols {

struct OnHandle {
  ContextHandle Handle;

  static constexpr auto described() { return NTA_FIELDS(OnHandle, Handle); }
};

struct HandleAndClass {
  ContextHandle Handle;
  uint32_t Class;

  static constexpr auto described() {
    using S = HandleAndClass;
    return joined(NTA_FIELDS(S, Handle), NTA_FIELD(S, Class, "Class", enum16));
  }
};

struct HandleAndName {
  ContextHandle Handle;
  RPC_UNICODE_STRING Name;

  static constexpr auto described() { return NTA_FIELDS(HandleAndName, Handle, Name); }
};

struct EnumerateIn {
  ContextHandle Handle;
  uint32_t EnumerationContext;
  uint32_t PreferedMaximumLength;

  static constexpr auto described() {
    return NTA_FIELDS(EnumerateIn, Handle, EnumerationContext, PreferedMaximumLength);
  }
};

struct OnlyStatus {
  uint32_t nt_status;

  static constexpr auto described() { return fields(NTA_UNSHOWN(OnlyStatus, nt_status)); }
};

struct ClosedHandle {
  ContextHandle Handle;
  uint32_t nt_status;

  static constexpr auto described() {
    return joined(NTA_FIELDS(ClosedHandle, Handle), NTA_UNSHOWN(ClosedHandle, nt_status));
  }
};

struct OpenedHandle {
  ContextHandle Opened;
  uint32_t nt_status;

  static constexpr auto described() {
    return joined(NTA_FIELDS(OpenedHandle, Opened), NTA_UNSHOWN(OpenedHandle, nt_status));
  }
};

/** What a query by class answers: Union holds a structure for each class. Class is the request's, for the union. */
template <class Union, const Type& Form>
struct InformationOut {
  uint32_t Class;
  Union* Buffer;
  uint32_t nt_status;

  static constexpr auto described() {
    using S = InformationOut;
    return fields(NTA_FIELD(S, Class, "", local32),
                  NTA_FIELD(S, Buffer, "Buffer", unique<Form>).switched(NTA_NUMBER(S, Class)),
                  NTA_UNSHOWN(S, nt_status));
  }
};

/** What sets information by class. */
template <class Union, const Type& Form>
struct InformationIn {
  ContextHandle Handle;
  uint32_t Class;
  Union Buffer;

  static constexpr auto described() {
    using S = InformationIn;
    return joined(NTA_FIELDS(S, Handle), NTA_FIELD(S, Class, "Class", enum16),
                  NTA_FIELD(S, Buffer, "Buffer", Form).switched(NTA_NUMBER(S, Class)));
  }
};

/** A descriptor as bytes: SAMPR_ and LSAPR_SR_SECURITY_DESCRIPTOR. */
struct SR_SECURITY_DESCRIPTOR {
  uint32_t Length;
  uint8_t* SecurityDescriptor;

  static constexpr auto described() {
    using S = SR_SECURITY_DESCRIPTOR;
    return joined(NTA_FIELDS(S, Length), NTA_ROWS(S, SecurityDescriptor, Length));
  }
};

struct QuerySecurityIn {
  ContextHandle Handle;
  uint32_t SecurityInformation;

  static constexpr auto described() { return NTA_FIELDS(QuerySecurityIn, Handle, SecurityInformation); }
};

struct QuerySecurityOut {
  SR_SECURITY_DESCRIPTOR* SecurityDescriptor;
  uint32_t nt_status;

  static constexpr auto described() {
    using S = QuerySecurityOut;
    return joined(NTA_FIELDS(S, SecurityDescriptor), NTA_UNSHOWN(S, nt_status));
  }
};

struct SetSecurityIn {
  ContextHandle Handle;
  uint32_t SecurityInformation;
  SR_SECURITY_DESCRIPTOR SecurityDescriptor;

  static constexpr auto described() {
    return NTA_FIELDS(SetSecurityIn, Handle, SecurityInformation, SecurityDescriptor);
  }
};

/** SAMPR_REVISION_INFO and LSAPR_REVISION_INFO: what SamrConnect5 and LsarOpenPolicy3 agree on. */
struct REVISION_INFO_V1 {
  uint32_t Revision;
  uint32_t SupportedFeatures;

  static constexpr auto described() { return NTA_FIELDS(REVISION_INFO_V1, Revision, SupportedFeatures); }
};

union REVISION_INFO {
  REVISION_INFO_V1 V1;
};
inline constexpr std::array revision_info_arms{Arm{1, &type_of<REVISION_INFO_V1>}};
inline constexpr Type revision_info = union_type<REVISION_INFO>(u32, revision_info_arms);

struct OpenedWithRevision {
  uint32_t OutVersion;
  REVISION_INFO OutRevisionInfo;
  ContextHandle Opened;
  uint32_t nt_status;

  static constexpr auto described() {
    using S = OpenedWithRevision;
    return joined(NTA_FIELDS(S, OutVersion),
                  NTA_FIELD(S, OutRevisionInfo, "OutRevisionInfo", revision_info).switched(NTA_NUMBER(S, OutVersion)),
                  NTA_FIELDS(S, Opened), NTA_UNSHOWN(S, nt_status));
  }
};

}  // namespace nta::protocols
