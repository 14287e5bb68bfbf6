/* lmserver.h: servers: what they are, their settings, disks, transports and names. */
#ifndef NTADMIN_WIN_LMSERVER_H
#define NTADMIN_WIN_LMSERVER_H

#include "lmcons.h"
#include "lmserver_constants.h"
#include "lmserver_levels.h"

typedef struct _SERVER_INFO_100 {
  DWORD sv100_platform_id;
  LPWSTR sv100_name;
} SERVER_INFO_100, *PSERVER_INFO_100, *LPSERVER_INFO_100;

/** type: SV_TYPE_*. */
typedef struct _SERVER_INFO_101 {
  DWORD sv101_platform_id;
  LPWSTR sv101_name;
  DWORD sv101_version_major;
  DWORD sv101_version_minor;
  DWORD sv101_type;
  LPWSTR sv101_comment;
} SERVER_INFO_101, *PSERVER_INFO_101, *LPSERVER_INFO_101;

/** users and licenses are counts; disc: minutes until an idle session is closed, or SV_NODISC; announce and anndelta in
 * seconds and milliseconds. */
typedef struct _SERVER_INFO_102 {
  DWORD sv102_platform_id;
  LPWSTR sv102_name;
  DWORD sv102_version_major;
  DWORD sv102_version_minor;
  DWORD sv102_type;
  LPWSTR sv102_comment;
  DWORD sv102_users;
  LONG sv102_disc;
  BOOL sv102_hidden;
  DWORD sv102_announce;
  DWORD sv102_anndelta;
  DWORD sv102_licenses;
  LPWSTR sv102_userpath;
} SERVER_INFO_102, *PSERVER_INFO_102, *LPSERVER_INFO_102;

/** Level 102 with capabilities: SRV_*. */
typedef struct _SERVER_INFO_103 {
  DWORD sv103_platform_id;
  LPWSTR sv103_name;
  DWORD sv103_version_major;
  DWORD sv103_version_minor;
  DWORD sv103_type;
  LPWSTR sv103_comment;
  DWORD sv103_users;
  LONG sv103_disc;
  BOOL sv103_hidden;
  DWORD sv103_announce;
  DWORD sv103_anndelta;
  DWORD sv103_licenses;
  LPWSTR sv103_userpath;
  DWORD sv103_capabilities;
} SERVER_INFO_103, *PSERVER_INFO_103, *LPSERVER_INFO_103;

/** LAN Manager; current servers answer ERROR_INVALID_LEVEL. */
typedef struct _SERVER_INFO_402 {
  DWORD sv402_ulist_mtime;
  DWORD sv402_glist_mtime;
  DWORD sv402_alist_mtime;
  LPWSTR sv402_alerts;
  DWORD sv402_security;
  DWORD sv402_numadmin;
  DWORD sv402_lanmask;
  LPWSTR sv402_guestacct;
  DWORD sv402_chdevs;
  DWORD sv402_chdevq;
  DWORD sv402_chdevjobs;
  DWORD sv402_connections;
  DWORD sv402_shares;
  DWORD sv402_openfiles;
  DWORD sv402_sessopens;
  DWORD sv402_sessvcs;
  DWORD sv402_sessreqs;
  DWORD sv402_opensearch;
  DWORD sv402_activelocks;
  DWORD sv402_numreqbuf;
  DWORD sv402_sizreqbuf;
  DWORD sv402_numbigbuf;
  DWORD sv402_numfiletasks;
  DWORD sv402_alertsched;
  DWORD sv402_erroralert;
  DWORD sv402_logonalert;
  DWORD sv402_accessalert;
  DWORD sv402_diskalert;
  DWORD sv402_netioalert;
  DWORD sv402_maxauditsz;
  LPWSTR sv402_srvheuristics;
} SERVER_INFO_402, *PSERVER_INFO_402, *LPSERVER_INFO_402;

/** LAN Manager; current servers answer ERROR_INVALID_LEVEL. */
typedef struct _SERVER_INFO_403 {
  DWORD sv403_ulist_mtime;
  DWORD sv403_glist_mtime;
  DWORD sv403_alist_mtime;
  LPWSTR sv403_alerts;
  DWORD sv403_security;
  DWORD sv403_numadmin;
  DWORD sv403_lanmask;
  LPWSTR sv403_guestacct;
  DWORD sv403_chdevs;
  DWORD sv403_chdevq;
  DWORD sv403_chdevjobs;
  DWORD sv403_connections;
  DWORD sv403_shares;
  DWORD sv403_openfiles;
  DWORD sv403_sessopens;
  DWORD sv403_sessvcs;
  DWORD sv403_sessreqs;
  DWORD sv403_opensearch;
  DWORD sv403_activelocks;
  DWORD sv403_numreqbuf;
  DWORD sv403_sizreqbuf;
  DWORD sv403_numbigbuf;
  DWORD sv403_numfiletasks;
  DWORD sv403_alertsched;
  DWORD sv403_erroralert;
  DWORD sv403_logonalert;
  DWORD sv403_accessalert;
  DWORD sv403_diskalert;
  DWORD sv403_netioalert;
  DWORD sv403_maxauditsz;
  LPWSTR sv403_srvheuristics;
  DWORD sv403_auditedevents;
  DWORD sv403_autoprofile;
  LPWSTR sv403_autopath;
} SERVER_INFO_403, *PSERVER_INFO_403, *LPSERVER_INFO_403;

typedef struct _SERVER_INFO_502 {
  DWORD sv502_sessopens;
  DWORD sv502_sessvcs;
  DWORD sv502_opensearch;
  DWORD sv502_sizreqbuf;
  DWORD sv502_initworkitems;
  DWORD sv502_maxworkitems;
  DWORD sv502_rawworkitems;
  DWORD sv502_irpstacksize;
  DWORD sv502_maxrawbuflen;
  DWORD sv502_sessusers;
  DWORD sv502_sessconns;
  DWORD sv502_maxpagedmemoryusage;
  DWORD sv502_maxnonpagedmemoryusage;
  BOOL sv502_enablesoftcompat;
  BOOL sv502_enableforcedlogoff;
  BOOL sv502_timesource;
  BOOL sv502_acceptdownlevelapis;
  BOOL sv502_lmannounce;
} SERVER_INFO_502, *PSERVER_INFO_502, *LPSERVER_INFO_502;

typedef struct _SERVER_INFO_503 {
  DWORD sv503_sessopens;
  DWORD sv503_sessvcs;
  DWORD sv503_opensearch;
  DWORD sv503_sizreqbuf;
  DWORD sv503_initworkitems;
  DWORD sv503_maxworkitems;
  DWORD sv503_rawworkitems;
  DWORD sv503_irpstacksize;
  DWORD sv503_maxrawbuflen;
  DWORD sv503_sessusers;
  DWORD sv503_sessconns;
  DWORD sv503_maxpagedmemoryusage;
  DWORD sv503_maxnonpagedmemoryusage;
  BOOL sv503_enablesoftcompat;
  BOOL sv503_enableforcedlogoff;
  BOOL sv503_timesource;
  BOOL sv503_acceptdownlevelapis;
  BOOL sv503_lmannounce;
  LPWSTR sv503_domain;
  DWORD sv503_maxcopyreadlen;
  DWORD sv503_maxcopywritelen;
  DWORD sv503_minkeepsearch;
  DWORD sv503_maxkeepsearch;
  DWORD sv503_minkeepcomplsearch;
  DWORD sv503_maxkeepcomplsearch;
  DWORD sv503_threadcountadd;
  DWORD sv503_numblockthreads;
  DWORD sv503_scavtimeout;
  DWORD sv503_minrcvqueue;
  DWORD sv503_minfreeworkitems;
  DWORD sv503_xactmemsize;
  DWORD sv503_threadpriority;
  DWORD sv503_maxmpxct;
  DWORD sv503_oplockbreakwait;
  DWORD sv503_oplockbreakresponsewait;
  BOOL sv503_enableoplocks;
  BOOL sv503_enableoplockforceclose;
  BOOL sv503_enablefcbopens;
  BOOL sv503_enableraw;
  BOOL sv503_enablesharednetdrives;
  DWORD sv503_minfreeconnections;
  DWORD sv503_maxfreeconnections;
} SERVER_INFO_503, *PSERVER_INFO_503, *LPSERVER_INFO_503;

typedef struct _SERVER_INFO_598 {
  DWORD sv598_maxrawworkitems;
  DWORD sv598_maxthreadsperqueue;
  DWORD sv598_producttype;
  DWORD sv598_serversize;
  DWORD sv598_connectionlessautodisc;
  DWORD sv598_sharingviolationretries;
  DWORD sv598_sharingviolationdelay;
  DWORD sv598_maxglobalopensearch;
  DWORD sv598_removeduplicatesearches;
  DWORD sv598_lockviolationoffset;
  DWORD sv598_lockviolationdelay;
  DWORD sv598_mdlreadswitchover;
  DWORD sv598_cachedopenlimit;
  DWORD sv598_otherqueueaffinity;
  BOOL sv598_restrictnullsessaccess;
  BOOL sv598_enablewfw311directipx;
  DWORD sv598_queuesamplesecs;
  DWORD sv598_balancecount;
  DWORD sv598_preferredaffinity;
  DWORD sv598_maxfreerfcbs;
  DWORD sv598_maxfreemfcbs;
  DWORD sv598_maxfreelfcbs;
  DWORD sv598_maxfreepagedpoolchunks;
  DWORD sv598_minpagedpoolchunksize;
  DWORD sv598_maxpagedpoolchunksize;
  BOOL sv598_sendsfrompreferredprocessor;
  DWORD sv598_cacheddirectorylimit;
  DWORD sv598_maxcopylength;
  BOOL sv598_enablecompression;
  BOOL sv598_autosharewks;
  BOOL sv598_autoshareserver;
  BOOL sv598_enablesecuritysignature;
  BOOL sv598_requiresecuritysignature;
  DWORD sv598_minclientbuffersize;
  GUID sv598_serverguid;
  DWORD sv598_ConnectionNoSessionsTimeout;
  DWORD sv598_IdleThreadTimeOut;
  BOOL sv598_enableW9xsecuritysignature;
  BOOL sv598_enforcekerberosreauthentication;
  BOOL sv598_disabledos;
  DWORD sv598_lowdiskspaceminimum;
  BOOL sv598_disablestrictnamechecking;
  BOOL sv598_enableauthenticateusersharing;
} SERVER_INFO_598, *PSERVER_INFO_598, *LPSERVER_INFO_598;

typedef struct _SERVER_INFO_599 {
  DWORD sv599_sessopens;
  DWORD sv599_sessvcs;
  DWORD sv599_opensearch;
  DWORD sv599_sizreqbuf;
  DWORD sv599_initworkitems;
  DWORD sv599_maxworkitems;
  DWORD sv599_rawworkitems;
  DWORD sv599_irpstacksize;
  DWORD sv599_maxrawbuflen;
  DWORD sv599_sessusers;
  DWORD sv599_sessconns;
  DWORD sv599_maxpagedmemoryusage;
  DWORD sv599_maxnonpagedmemoryusage;
  BOOL sv599_enablesoftcompat;
  BOOL sv599_enableforcedlogoff;
  BOOL sv599_timesource;
  BOOL sv599_acceptdownlevelapis;
  BOOL sv599_lmannounce;
  LPWSTR sv599_domain;
  DWORD sv599_maxcopyreadlen;
  DWORD sv599_maxcopywritelen;
  DWORD sv599_minkeepsearch;
  DWORD sv599_maxkeepsearch;
  DWORD sv599_minkeepcomplsearch;
  DWORD sv599_maxkeepcomplsearch;
  DWORD sv599_threadcountadd;
  DWORD sv599_numblockthreads;
  DWORD sv599_scavtimeout;
  DWORD sv599_minrcvqueue;
  DWORD sv599_minfreeworkitems;
  DWORD sv599_xactmemsize;
  DWORD sv599_threadpriority;
  DWORD sv599_maxmpxct;
  DWORD sv599_oplockbreakwait;
  DWORD sv599_oplockbreakresponsewait;
  BOOL sv599_enableoplocks;
  BOOL sv599_enableoplockforceclose;
  BOOL sv599_enablefcbopens;
  BOOL sv599_enableraw;
  BOOL sv599_enablesharednetdrives;
  DWORD sv599_minfreeconnections;
  DWORD sv599_maxfreeconnections;
  DWORD sv599_initsesstable;
  DWORD sv599_initconntable;
  DWORD sv599_initfiletable;
  DWORD sv599_initsearchtable;
  DWORD sv599_alertschedule;
  DWORD sv599_errorthreshold;
  DWORD sv599_networkerrorthreshold;
  DWORD sv599_diskspacethreshold;
  DWORD sv599_reserved;
  DWORD sv599_maxlinkdelay;
  DWORD sv599_minlinkthroughput;
  DWORD sv599_linkinfovalidtime;
  DWORD sv599_scavqosinfoupdatetime;
  DWORD sv599_maxworkitemidletime;
} SERVER_INFO_599, *PSERVER_INFO_599, *LPSERVER_INFO_599;

/** A transport that the server listens on; transportaddress is not a string and has transportaddresslength bytes. */
typedef struct _SERVER_TRANSPORT_INFO_0 {
  DWORD svti0_numberofvcs;
  LPWSTR svti0_transportname;
  LPBYTE svti0_transportaddress;
  DWORD svti0_transportaddresslength;
  LPWSTR svti0_networkaddress;
} SERVER_TRANSPORT_INFO_0, *PSERVER_TRANSPORT_INFO_0, *LPSERVER_TRANSPORT_INFO_0;

typedef struct _SERVER_TRANSPORT_INFO_1 {
  DWORD svti1_numberofvcs;
  LPWSTR svti1_transportname;
  LPBYTE svti1_transportaddress;
  DWORD svti1_transportaddresslength;
  LPWSTR svti1_networkaddress;
  LPWSTR svti1_domain;
} SERVER_TRANSPORT_INFO_1, *PSERVER_TRANSPORT_INFO_1, *LPSERVER_TRANSPORT_INFO_1;

/** flags: SVTI2_*. */
typedef struct _SERVER_TRANSPORT_INFO_2 {
  DWORD svti2_numberofvcs;
  LPWSTR svti2_transportname;
  LPBYTE svti2_transportaddress;
  DWORD svti2_transportaddresslength;
  LPWSTR svti2_networkaddress;
  LPWSTR svti2_domain;
  ULONG svti2_flags;
} SERVER_TRANSPORT_INFO_2, *PSERVER_TRANSPORT_INFO_2, *LPSERVER_TRANSPORT_INFO_2;

typedef struct _SERVER_TRANSPORT_INFO_3 {
  DWORD svti3_numberofvcs;
  LPWSTR svti3_transportname;
  LPBYTE svti3_transportaddress;
  DWORD svti3_transportaddresslength;
  LPWSTR svti3_networkaddress;
  LPWSTR svti3_domain;
  ULONG svti3_flags;
  DWORD svti3_passwordlength;
  BYTE svti3_password[256];
} SERVER_TRANSPORT_INFO_3, *PSERVER_TRANSPORT_INFO_3, *LPSERVER_TRANSPORT_INFO_3;

NTADMIN_EXTERN_C_BEGIN

/** Tells what a server is. Levels 100 and 101 anybody may ask; 102, 103, 502 and 503 Administrators and operators.
 *  @return 0; 5, 87, 124; 53 the server is not reached, 64 it was lost in mid-call (so for every function with a
 * server's name). */
NTADMIN_API NET_API_STATUS NetServerGetInfo(LPWSTR servername, DWORD level, LPBYTE* bufptr);

/** Changes settings of a server: levels 101, 102, 502, 503, 599 and those of one member. ParmError, if not null,
 * receives the number of the member at fault.
 *  @return 0; 5, 87, 124; 50 a setting that the server does not have. */
NTADMIN_API NET_API_STATUS NetServerSetInfo(LPWSTR servername, DWORD level, LPBYTE buf, LPDWORD ParmError);

/** Lists a server's drives, level 0: WCHAR[3] each, a letter, a colon and a terminator. prefmaxlen and resume_handle
 * are not used.
 *  @return 0; 5, 87, 124. */
NTADMIN_API NET_API_STATUS NetServerDiskEnum(LPWSTR servername, DWORD level, LPBYTE* bufptr, DWORD prefmaxlen,
                                             LPDWORD entriesread, LPDWORD totalentries, LPDWORD resume_handle);

/** Lists servers of a network; levels 100 and 101.
 *  @return 6118: no browser service collects them any more; 87, 124. */
NTADMIN_API NET_API_STATUS NetServerEnum(LPCWSTR servername, DWORD level, LPBYTE* bufptr, DWORD prefmaxlen,
                                         LPDWORD entriesread, LPDWORD totalentries, DWORD servertype, LPCWSTR domain,
                                         LPDWORD resume_handle);

/** Binds a server to a transport under a name; level 0.
 *  @return 0; 5, 50, 52, 87, 124, 1212. */
NTADMIN_API NET_API_STATUS NetServerTransportAdd(LPWSTR servername, DWORD level, LPBYTE bufptr);

/** The same, levels 0 to 3. */
NTADMIN_API NET_API_STATUS NetServerTransportAddEx(LPWSTR servername, DWORD level, LPBYTE bufptr);

/** Ends a binding; level 0.
 *  @return 0, also if there was none; 5, 50 it is the machine's own name, 87, 124. */
NTADMIN_API NET_API_STATUS NetServerTransportDel(LPWSTR servername, DWORD level, LPBYTE bufptr);

/** Lists the transports a server listens on; levels 0, 1 and 2. Enumerations: see lmshare.h.
 *  @return 0, 234; 5, 87, 124, 2123. */
NTADMIN_API NET_API_STATUS NetServerTransportEnum(LPWSTR servername, DWORD level, LPBYTE* bufptr, DWORD prefmaxlen,
                                                  LPDWORD entriesread, LPDWORD totalentries, LPDWORD resume_handle);

/** Gives a server one more name on all its transports; one that takes it is enough. Null domain: the machine's.
 *  @return 0; 5, 52, 87, 1212. */
NTADMIN_API NET_API_STATUS NetServerComputerNameAdd(LPWSTR ServerName, LPWSTR EmulatedDomainName,
                                                    LPWSTR EmulatedServerName);

/** Takes away what NetServerComputerNameAdd gave.
 *  @return 0; 5, 50 it is the machine's own name, 87, 2310. */
NTADMIN_API NET_API_STATUS NetServerComputerNameDel(LPWSTR ServerName, LPWSTR EmulatedServerName);

NTADMIN_EXTERN_C_END

#endif
