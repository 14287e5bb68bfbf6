/* dsgetdc.h: where domain controllers are found. */
#ifndef NTADMIN_WIN_DSGETDC_H
#define NTADMIN_WIN_DSGETDC_H

#include "lmcons.h"
#include "winnt.h"

/* What DsGetDcName is asked for. */
#define DS_FORCE_REDISCOVERY 0x1
#define DS_DIRECTORY_SERVICE_REQUIRED 0x10
#define DS_DIRECTORY_SERVICE_PREFERRED 0x20
#define DS_GC_SERVER_REQUIRED 0x40
#define DS_PDC_REQUIRED 0x80
#define DS_BACKGROUND_ONLY 0x100
#define DS_IP_REQUIRED 0x200
#define DS_KDC_REQUIRED 0x400
#define DS_TIMESERV_REQUIRED 0x800
#define DS_WRITABLE_REQUIRED 0x1000
#define DS_GOOD_TIMESERV_PREFERRED 0x2000
#define DS_AVOID_SELF 0x4000
#define DS_ONLY_LDAP_NEEDED 0x8000
#define DS_IS_FLAT_NAME 0x10000
#define DS_IS_DNS_NAME 0x20000
#define DS_TRY_NEXTCLOSEST_SITE 0x40000
#define DS_DIRECTORY_SERVICE_6_REQUIRED 0x80000
#define DS_WEB_SERVICE_REQUIRED 0x100000
#define DS_DIRECTORY_SERVICE_8_REQUIRED 0x200000
#define DS_DIRECTORY_SERVICE_9_REQUIRED 0x400000
#define DS_DIRECTORY_SERVICE_10_REQUIRED 0x800000
#define DS_KEY_LIST_SUPPORT_REQUIRED 0x1000000
#define DS_DIRECTORY_SERVICE_13_REQUIRED 0x2000000
#define DS_DIRECTORY_SERVICE_ALL_VERSIONS 0x2E80010
#define DS_RETURN_DNS_NAME 0x40000000
#define DS_RETURN_FLAT_NAME 0x80000000
#define DSGETDC_VALID_FLAGS 0xC3FFFFF1

/* What it answers. */
#define DS_INET_ADDRESS 0x1
#define DS_PDC_FLAG 0x1
#define DS_NETBIOS_ADDRESS 0x2
#define DS_GC_FLAG 0x4
#define DS_LDAP_FLAG 0x8
#define DS_DS_FLAG 0x10
#define DS_KDC_FLAG 0x20
#define DS_TIMESERV_FLAG 0x40
#define DS_CLOSEST_FLAG 0x80
#define DS_WRITABLE_FLAG 0x100
#define DS_GOOD_TIMESERV_FLAG 0x200
#define DS_NDNC_FLAG 0x400
#define DS_SELECT_SECRET_DOMAIN_6_FLAG 0x800
#define DS_FULL_SECRET_DOMAIN_6_FLAG 0x1000
#define DS_WS_FLAG 0x2000
#define DS_DS_8_FLAG 0x4000
#define DS_DS_9_FLAG 0x8000
#define DS_DS_10_FLAG 0x10000
#define DS_KEY_LIST_FLAG 0x20000
#define DS_DS_13_FLAG 0x40000
#define DS_PING_FLAGS 0xFFFFF
#define DS_DNS_CONTROLLER_FLAG 0x20000000
#define DS_DNS_DOMAIN_FLAG 0x40000000
#define DS_DNS_FOREST_FLAG 0x80000000

/* Trusted domains. */
#define DS_DOMAIN_IN_FOREST 0x1
#define DS_DOMAIN_DIRECT_OUTBOUND 0x2
#define DS_DOMAIN_TREE_ROOT 0x4
#define DS_DOMAIN_PRIMARY 0x8
#define DS_DOMAIN_NATIVE_MODE 0x10
#define DS_DOMAIN_DIRECT_INBOUND 0x20
#define DS_DOMAIN_VALID_FLAGS 0x3F

/* DsGetDcOpen. */
#define DS_ONLY_DO_SITE_NAME 0x1
#define DS_NOTIFY_AFTER_SITE_RECORDS 0x2
#define DS_OPEN_VALID_OPTION_FLAGS 0x3
#define DS_OPEN_VALID_FLAGS 0x94C1

/** Both names start with two backslashes. DomainControllerAddressType: DS_INET_ADDRESS or DS_NETBIOS_ADDRESS; Flags:
 * DS_*_FLAG. */
typedef struct _DOMAIN_CONTROLLER_INFOA {
  LPSTR DomainControllerName;
  LPSTR DomainControllerAddress;
  ULONG DomainControllerAddressType;
  GUID DomainGuid;
  LPSTR DomainName;
  LPSTR DnsForestName;
  ULONG Flags;
  LPSTR DcSiteName;
  LPSTR ClientSiteName;
} DOMAIN_CONTROLLER_INFOA, *PDOMAIN_CONTROLLER_INFOA, *LPDOMAIN_CONTROLLER_INFOA;

/** Both names start with two backslashes. DomainControllerAddressType: DS_INET_ADDRESS or DS_NETBIOS_ADDRESS; Flags:
 * DS_*_FLAG. */
typedef struct _DOMAIN_CONTROLLER_INFOW {
  LPWSTR DomainControllerName;
  LPWSTR DomainControllerAddress;
  ULONG DomainControllerAddressType;
  GUID DomainGuid;
  LPWSTR DomainName;
  LPWSTR DnsForestName;
  ULONG Flags;
  LPWSTR DcSiteName;
  LPWSTR ClientSiteName;
} DOMAIN_CONTROLLER_INFOW, *PDOMAIN_CONTROLLER_INFOW, *LPDOMAIN_CONTROLLER_INFOW;

#ifdef UNICODE
typedef DOMAIN_CONTROLLER_INFOW DOMAIN_CONTROLLER_INFO, *PDOMAIN_CONTROLLER_INFO, *LPDOMAIN_CONTROLLER_INFO;
#else
typedef DOMAIN_CONTROLLER_INFOA DOMAIN_CONTROLLER_INFO, *PDOMAIN_CONTROLLER_INFO, *LPDOMAIN_CONTROLLER_INFO;
#endif

typedef struct _DS_DOMAIN_TRUSTSA {
  LPSTR NetbiosDomainName;
  LPSTR DnsDomainName;
  ULONG Flags;
  ULONG ParentIndex;
  ULONG TrustType;
  ULONG TrustAttributes;
  PSID DomainSid;
  GUID DomainGuid;
} DS_DOMAIN_TRUSTSA, *PDS_DOMAIN_TRUSTSA, *LPDS_DOMAIN_TRUSTSA;

typedef struct _DS_DOMAIN_TRUSTSW {
  LPWSTR NetbiosDomainName;
  LPWSTR DnsDomainName;
  ULONG Flags;
  ULONG ParentIndex;
  ULONG TrustType;
  ULONG TrustAttributes;
  PSID DomainSid;
  GUID DomainGuid;
} DS_DOMAIN_TRUSTSW, *PDS_DOMAIN_TRUSTSW, *LPDS_DOMAIN_TRUSTSW;

#ifdef UNICODE
typedef DS_DOMAIN_TRUSTSW DS_DOMAIN_TRUSTS, *PDS_DOMAIN_TRUSTS;
#else
typedef DS_DOMAIN_TRUSTSA DS_DOMAIN_TRUSTS, *PDS_DOMAIN_TRUSTS;
#endif

NTADMIN_EXTERN_C_BEGIN

/** Finds a domain controller: the machine ComputerName, null for this one, looks in DNS and asks those that it finds.
 *  @param DomainName  in DNS; null is the domain of the machine, which an ntadmin host does not have.
 *  @param SiteName  null: any.
 *  @param DomainControllerInfo  free with NetApiBufferFree.
 *  @return 0; 87; 1004 flags that contradict each other; 1212 no name of a domain; 1355 none was found. */
NTADMIN_API DWORD DsGetDcNameA(LPCSTR ComputerName, LPCSTR DomainName, GUID* DomainGuid, LPCSTR SiteName, ULONG Flags,
                               PDOMAIN_CONTROLLER_INFOA* DomainControllerInfo);

NTADMIN_API DWORD DsGetDcNameW(LPCWSTR ComputerName, LPCWSTR DomainName, GUID* DomainGuid, LPCWSTR SiteName,
                               ULONG Flags, PDOMAIN_CONTROLLER_INFOW* DomainControllerInfo);

#ifdef UNICODE
#define DsGetDcName DsGetDcNameW
#else
#define DsGetDcName DsGetDcNameA
#endif

NTADMIN_EXTERN_C_END

#endif
