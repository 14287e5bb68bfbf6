/* lmdfs.h: distributed file systems: layouts and numbers only. */
#ifndef NTADMIN_WIN_LMDFS_H
#define NTADMIN_WIN_LMDFS_H

#include "lmcons.h"
#include "winnt.h"

/* Volumes and storages. */
#define DFS_VOLUME_FLAVOR_UNUSED1 0x0
#define DFS_STORAGE_STATE_OFFLINE 0x1
#define DFS_VOLUME_STATE_OK 0x1
#define DFS_STORAGE_STATE_ONLINE 0x2
#define DFS_VOLUME_STATE_INCONSISTENT 0x2
#define DFS_VOLUME_STATE_OFFLINE 0x3
#define DFS_STORAGE_STATE_ACTIVE 0x4
#define DFS_VOLUME_STATE_ONLINE 0x4
#define DFS_STORAGE_STATES 0xF
#define DFS_VOLUME_STATES 0xF
#define DFS_VOLUME_STATE_RESYNCHRONIZE 0x10
#define DFS_VOLUME_STATE_STANDBY 0x20
#define DFS_VOLUME_STATE_FORCE_SYNC 0x40
#define DFS_VOLUME_FLAVOR_STANDALONE 0x100
#define DFS_VOLUME_FLAVOR_AD_BLOB 0x200
#define DFS_STORAGE_FLAVOR_UNUSED2 0x300
#define DFS_VOLUME_FLAVORS 0x300

/* Properties, and what a call is to do. */
#define NET_DFS_SETDC_FLAGS 0x0
#define DFS_ADD_VOLUME 0x1
#define DFS_MOVE_FLAG_REPLACE_IF_EXISTS 0x1
#define DFS_NAMESPACE_CAPABILITY_ABDE 0x1
#define DFS_PROPERTY_FLAG_INSITE_REFERRALS 0x1
#define DFS_SITE_PRIMARY 0x1
#define NET_DFS_SETDC_TIMEOUT 0x1
#define DFS_PROPERTY_FLAG_ROOT_SCALABILITY 0x2
#define DFS_RESTORE_VOLUME 0x2
#define NET_DFS_SETDC_INITPKT 0x2
#define DFS_PROPERTY_FLAG_SITE_COSTING 0x4
#define DFS_PROPERTY_FLAG_TARGET_FAILBACK 0x8
#define DFS_PROPERTY_FLAG_CLUSTER_ENABLED 0x10
#define DFS_PROPERTY_FLAG_ABDE 0x20
#define DFS_VALID_PROPERTY_FLAGS 0x3F
#define DFS_FORCE_REMOVE 0x80000000

typedef enum _DFS_TARGET_PRIORITY_CLASS NTADMIN_ENUM_INT {
  DfsInvalidPriorityClass = -1,
  DfsSiteCostNormalPriorityClass = 0,
  DfsGlobalHighPriorityClass = 1,
  DfsSiteCostHighPriorityClass = 2,
  DfsSiteCostLowPriorityClass = 3,
  DfsGlobalLowPriorityClass = 4
} DFS_TARGET_PRIORITY_CLASS,
    *PDFS_TARGET_PRIORITY_CLASS;

typedef enum _DFS_NAMESPACE_VERSION_ORIGIN NTADMIN_ENUM_INT {
  DFS_NAMESPACE_VERSION_ORIGIN_COMBINED = 0,
  DFS_NAMESPACE_VERSION_ORIGIN_SERVER = 1,
  DFS_NAMESPACE_VERSION_ORIGIN_DOMAIN = 2
} DFS_NAMESPACE_VERSION_ORIGIN,
    *PDFS_NAMESPACE_VERSION_ORIGIN;

typedef struct _DFS_TARGET_PRIORITY {
  DFS_TARGET_PRIORITY_CLASS TargetPriorityClass;
  USHORT TargetPriorityRank;
  USHORT Reserved;
} DFS_TARGET_PRIORITY, *PDFS_TARGET_PRIORITY, *LPDFS_TARGET_PRIORITY;

typedef struct _DFS_SITENAME_INFO {
  ULONG SiteFlags;
  LPWSTR SiteName;
} DFS_SITENAME_INFO, *PDFS_SITENAME_INFO, *LPDFS_SITENAME_INFO;

typedef struct _DFS_STORAGE_INFO {
  ULONG State;
  LPWSTR ServerName;
  LPWSTR ShareName;
} DFS_STORAGE_INFO, *PDFS_STORAGE_INFO, *LPDFS_STORAGE_INFO;

typedef struct _DFS_STORAGE_INFO_0_32 {
  ULONG State;
  ULONG ServerName;
  ULONG ShareName;
} DFS_STORAGE_INFO_0_32, *PDFS_STORAGE_INFO_0_32, *LPDFS_STORAGE_INFO_0_32;

typedef struct _DFS_STORAGE_INFO_1 {
  ULONG State;
  LPWSTR ServerName;
  LPWSTR ShareName;
  DFS_TARGET_PRIORITY TargetPriority;
} DFS_STORAGE_INFO_1, *PDFS_STORAGE_INFO_1, *LPDFS_STORAGE_INFO_1;

typedef struct _DFS_SUPPORTED_NAMESPACE_VERSION_INFO {
  ULONG DomainDfsMajorVersion;
  ULONG DomainDfsMinorVersion;
  ULONGLONG DomainDfsCapabilities;
  ULONG StandaloneDfsMajorVersion;
  ULONG StandaloneDfsMinorVersion;
  ULONGLONG StandaloneDfsCapabilities;
} DFS_SUPPORTED_NAMESPACE_VERSION_INFO, *PDFS_SUPPORTED_NAMESPACE_VERSION_INFO, *LPDFS_SUPPORTED_NAMESPACE_VERSION_INFO;

typedef struct _DFS_GET_PKT_ENTRY_STATE_ARG {
  USHORT DfsEntryPathLen;
  USHORT ServerNameLen;
  USHORT ShareNameLen;
  ULONG Level;
  WCHAR Buffer[1];
} DFS_GET_PKT_ENTRY_STATE_ARG, *PDFS_GET_PKT_ENTRY_STATE_ARG, *LPDFS_GET_PKT_ENTRY_STATE_ARG;

typedef struct _DFS_INFO_1 {
  LPWSTR EntryPath;
} DFS_INFO_1, *PDFS_INFO_1, *LPDFS_INFO_1;

typedef struct _DFS_INFO_1_32 {
  ULONG EntryPath;
} DFS_INFO_1_32, *PDFS_INFO_1_32, *LPDFS_INFO_1_32;

typedef struct _DFS_INFO_2 {
  LPWSTR EntryPath;
  LPWSTR Comment;
  DWORD State;
  DWORD NumberOfStorages;
} DFS_INFO_2, *PDFS_INFO_2, *LPDFS_INFO_2;

typedef struct _DFS_INFO_2_32 {
  ULONG EntryPath;
  ULONG Comment;
  DWORD State;
  DWORD NumberOfStorages;
} DFS_INFO_2_32, *PDFS_INFO_2_32, *LPDFS_INFO_2_32;

typedef struct _DFS_INFO_3 {
  LPWSTR EntryPath;
  LPWSTR Comment;
  DWORD State;
  DWORD NumberOfStorages;
  LPDFS_STORAGE_INFO Storage;
} DFS_INFO_3, *PDFS_INFO_3, *LPDFS_INFO_3;

typedef struct _DFS_INFO_3_32 {
  ULONG EntryPath;
  ULONG Comment;
  DWORD State;
  DWORD NumberOfStorages;
  ULONG Storage;
} DFS_INFO_3_32, *PDFS_INFO_3_32, *LPDFS_INFO_3_32;

typedef struct _DFS_INFO_4 {
  LPWSTR EntryPath;
  LPWSTR Comment;
  DWORD State;
  ULONG Timeout;
  GUID Guid;
  DWORD NumberOfStorages;
  LPDFS_STORAGE_INFO Storage;
} DFS_INFO_4, *PDFS_INFO_4, *LPDFS_INFO_4;

typedef struct _DFS_INFO_4_32 {
  ULONG EntryPath;
  ULONG Comment;
  DWORD State;
  ULONG Timeout;
  GUID Guid;
  DWORD NumberOfStorages;
  ULONG Storage;
} DFS_INFO_4_32, *PDFS_INFO_4_32, *LPDFS_INFO_4_32;

typedef struct _DFS_INFO_5 {
  LPWSTR EntryPath;
  LPWSTR Comment;
  DWORD State;
  ULONG Timeout;
  GUID Guid;
  ULONG PropertyFlags;
  ULONG MetadataSize;
  DWORD NumberOfStorages;
} DFS_INFO_5, *PDFS_INFO_5, *LPDFS_INFO_5;

typedef struct _DFS_INFO_6 {
  LPWSTR EntryPath;
  LPWSTR Comment;
  DWORD State;
  ULONG Timeout;
  GUID Guid;
  ULONG PropertyFlags;
  ULONG MetadataSize;
  DWORD NumberOfStorages;
  LPDFS_STORAGE_INFO_1 Storage;
} DFS_INFO_6, *PDFS_INFO_6, *LPDFS_INFO_6;

typedef struct _DFS_INFO_7 {
  GUID GenerationGuid;
} DFS_INFO_7, *PDFS_INFO_7, *LPDFS_INFO_7;

typedef struct _DFS_INFO_8 {
  LPWSTR EntryPath;
  LPWSTR Comment;
  DWORD State;
  ULONG Timeout;
  GUID Guid;
  ULONG PropertyFlags;
  ULONG MetadataSize;
  ULONG SdLengthReserved;
  PSECURITY_DESCRIPTOR pSecurityDescriptor;
  DWORD NumberOfStorages;
} DFS_INFO_8, *PDFS_INFO_8, *LPDFS_INFO_8;

typedef struct _DFS_INFO_9 {
  LPWSTR EntryPath;
  LPWSTR Comment;
  DWORD State;
  ULONG Timeout;
  GUID Guid;
  ULONG PropertyFlags;
  ULONG MetadataSize;
  ULONG SdLengthReserved;
  PSECURITY_DESCRIPTOR pSecurityDescriptor;
  DWORD NumberOfStorages;
  LPDFS_STORAGE_INFO_1 Storage;
} DFS_INFO_9, *PDFS_INFO_9, *LPDFS_INFO_9;

typedef struct _DFS_INFO_50 {
  ULONG NamespaceMajorVersion;
  ULONG NamespaceMinorVersion;
  ULONGLONG NamespaceCapabilities;
} DFS_INFO_50, *PDFS_INFO_50, *LPDFS_INFO_50;

typedef struct _DFS_INFO_100 {
  LPWSTR Comment;
} DFS_INFO_100, *PDFS_INFO_100, *LPDFS_INFO_100;

typedef struct _DFS_INFO_101 {
  DWORD State;
} DFS_INFO_101, *PDFS_INFO_101, *LPDFS_INFO_101;

typedef struct _DFS_INFO_102 {
  ULONG Timeout;
} DFS_INFO_102, *PDFS_INFO_102, *LPDFS_INFO_102;

typedef struct _DFS_INFO_103 {
  ULONG PropertyFlagMask;
  ULONG PropertyFlags;
} DFS_INFO_103, *PDFS_INFO_103, *LPDFS_INFO_103;

typedef struct _DFS_INFO_104 {
  DFS_TARGET_PRIORITY TargetPriority;
} DFS_INFO_104, *PDFS_INFO_104, *LPDFS_INFO_104;

typedef struct _DFS_INFO_105 {
  LPWSTR Comment;
  DWORD State;
  ULONG Timeout;
  ULONG PropertyFlagMask;
  ULONG PropertyFlags;
} DFS_INFO_105, *PDFS_INFO_105, *LPDFS_INFO_105;

typedef struct _DFS_INFO_106 {
  DWORD State;
  DFS_TARGET_PRIORITY TargetPriority;
} DFS_INFO_106, *PDFS_INFO_106, *LPDFS_INFO_106;

typedef struct _DFS_INFO_107 {
  LPWSTR Comment;
  DWORD State;
  ULONG Timeout;
  ULONG PropertyFlagMask;
  ULONG PropertyFlags;
  ULONG SdLengthReserved;
  PSECURITY_DESCRIPTOR pSecurityDescriptor;
} DFS_INFO_107, *PDFS_INFO_107, *LPDFS_INFO_107;

typedef struct _DFS_INFO_150 {
  ULONG SdLengthReserved;
  PSECURITY_DESCRIPTOR pSecurityDescriptor;
} DFS_INFO_150, *PDFS_INFO_150, *LPDFS_INFO_150;

typedef struct _DFS_INFO_200 {
  LPWSTR FtDfsName;
} DFS_INFO_200, *PDFS_INFO_200, *LPDFS_INFO_200;

typedef struct _DFS_INFO_300 {
  DWORD Flags;
  LPWSTR DfsName;
} DFS_INFO_300, *PDFS_INFO_300, *LPDFS_INFO_300;

typedef struct _DFS_SITELIST_INFO {
  ULONG cSites;
  DFS_SITENAME_INFO Site[1];
} DFS_SITELIST_INFO, *PDFS_SITELIST_INFO, *LPDFS_SITELIST_INFO;

#endif
