/* pchannel.h: static virtual channels: names, options and the header before each chunk. */
#ifndef NTADMIN_WIN_PCHANNEL_H
#define NTADMIN_WIN_PCHANNEL_H

#include "windef.h"

/* Sizes in bytes; a channel name has CHANNEL_NAME_LEN characters and a terminator. */
#define CHANNEL_NAME_LEN 7
#define CHANNEL_MAX_COUNT 30
#define CHANNEL_CHUNK_LENGTH 1600
#define CHANNEL_PDU_LENGTH 1608
#define CHANNEL_BUFFER_SIZE 65535

/* CHANNEL_DEF.options. */
#define CHANNEL_OPTION_REMOTE_CONTROL_PERSISTENT 0x100000
#define CHANNEL_OPTION_SHOW_PROTOCOL 0x200000
#define CHANNEL_OPTION_COMPRESS 0x400000
#define CHANNEL_OPTION_COMPRESS_RDP 0x800000
#define CHANNEL_OPTION_PRI_LOW 0x2000000
#define CHANNEL_OPTION_PRI_MED 0x4000000
#define CHANNEL_OPTION_PRI_HIGH 0x8000000
#define CHANNEL_OPTION_ENCRYPT_CS 0x10000000
#define CHANNEL_OPTION_ENCRYPT_SC 0x20000000
#define CHANNEL_OPTION_ENCRYPT_RDP 0x40000000
#define CHANNEL_OPTION_INITIALIZED 0x80000000

/* CHANNEL_PDU_HEADER.flags. */
#define CHANNEL_FLAG_MIDDLE 0
#define CHANNEL_FLAG_FIRST 1
#define CHANNEL_FLAG_LAST 2
#define CHANNEL_FLAG_ONLY 3
#define CHANNEL_FLAG_SHOW_PROTOCOL 0x10
#define CHANNEL_FLAG_SUSPEND 0x20
#define CHANNEL_FLAG_RESUME 0x40
#define CHANNEL_FLAG_FAIL 0x100

#pragma pack(push, 1)
/** What a client asks for when it connects. */
typedef struct tagCHANNEL_DEF {
  char name[CHANNEL_NAME_LEN + 1];
  ULONG options;
} CHANNEL_DEF, *PCHANNEL_DEF, **PPCHANNEL_DEF;
#pragma pack(pop)

/** Precedes each chunk on the channel; length is that of the whole message. */
typedef struct tagCHANNEL_PDU_HEADER {
  UINT32 length;
  UINT32 flags;
} CHANNEL_PDU_HEADER, *PCHANNEL_PDU_HEADER;

#endif
