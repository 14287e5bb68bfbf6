/* lmstats.h: counters of servers and clients. */
#ifndef NTADMIN_WIN_LMSTATS_H
#define NTADMIN_WIN_LMSTATS_H

#include "lmcons.h"

#define STATSOPT_CLR 1
#define STATS_OVERFLOW 0xFFFFFFFE
#define STATS_NO_VALUE 0xFFFFFFFF

/** Counters of a server since start, in seconds since 1970 UTC; 64-bit counts in two halves. */
typedef struct _STAT_SERVER_0 {
  DWORD sts0_start;
  DWORD sts0_fopens;
  DWORD sts0_devopens;
  DWORD sts0_jobsqueued;
  DWORD sts0_sopens;
  DWORD sts0_stimedout;
  DWORD sts0_serrorout;
  DWORD sts0_pwerrors;
  DWORD sts0_permerrors;
  DWORD sts0_syserrors;
  DWORD sts0_bytessent_low;
  DWORD sts0_bytessent_high;
  DWORD sts0_bytesrcvd_low;
  DWORD sts0_bytesrcvd_high;
  DWORD sts0_avresponse;
  DWORD sts0_reqbufneed;
  DWORD sts0_bigbufneed;
} STAT_SERVER_0, *PSTAT_SERVER_0, *LPSTAT_SERVER_0;

/** Counters of a client since StatisticsStartTime. */
typedef struct _STAT_WORKSTATION_0 {
  LARGE_INTEGER StatisticsStartTime;
  LARGE_INTEGER BytesReceived;
  LARGE_INTEGER SmbsReceived;
  LARGE_INTEGER PagingReadBytesRequested;
  LARGE_INTEGER NonPagingReadBytesRequested;
  LARGE_INTEGER CacheReadBytesRequested;
  LARGE_INTEGER NetworkReadBytesRequested;
  LARGE_INTEGER BytesTransmitted;
  LARGE_INTEGER SmbsTransmitted;
  LARGE_INTEGER PagingWriteBytesRequested;
  LARGE_INTEGER NonPagingWriteBytesRequested;
  LARGE_INTEGER CacheWriteBytesRequested;
  LARGE_INTEGER NetworkWriteBytesRequested;
  DWORD InitiallyFailedOperations;
  DWORD FailedCompletionOperations;
  DWORD ReadOperations;
  DWORD RandomReadOperations;
  DWORD ReadSmbs;
  DWORD LargeReadSmbs;
  DWORD SmallReadSmbs;
  DWORD WriteOperations;
  DWORD RandomWriteOperations;
  DWORD WriteSmbs;
  DWORD LargeWriteSmbs;
  DWORD SmallWriteSmbs;
  DWORD RawReadsDenied;
  DWORD RawWritesDenied;
  DWORD NetworkErrors;
  DWORD Sessions;
  DWORD FailedSessions;
  DWORD Reconnects;
  DWORD CoreConnects;
  DWORD Lanman20Connects;
  DWORD Lanman21Connects;
  DWORD LanmanNtConnects;
  DWORD ServerDisconnects;
  DWORD HungSessions;
  DWORD UseCount;
  DWORD FailedUseCount;
  DWORD CurrentCommands;
} STAT_WORKSTATION_0, *PSTAT_WORKSTATION_0, *LPSTAT_WORKSTATION_0;

NTADMIN_EXTERN_C_BEGIN

/** Counters of LanmanServer (STAT_SERVER_0) or LanmanWorkstation (STAT_WORKSTATION_0); Level and Options are 0.
 *  @return 0; 5, 50 another service, 87, 124. */
NTADMIN_API NET_API_STATUS NetStatisticsGet(LPWSTR ServerName, LPWSTR Service, DWORD Level, DWORD Options,
                                            LPBYTE* Buffer);

NTADMIN_EXTERN_C_END

#endif
