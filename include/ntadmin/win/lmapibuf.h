/* lmapibuf.h: the blocks that functions of network management return.
 *
 * Every such block is one allocation, whatever its structures point to; NetApiBufferFree frees it whole. Declarations
 * are below as far as libnetapi32 has the functions. */
#ifndef NTADMIN_WIN_LMAPIBUF_H
#define NTADMIN_WIN_LMAPIBUF_H

#include "lmcons.h"

NTADMIN_EXTERN_C_BEGIN

/** Gives a block of ByteCount bytes, for 0 one that holds nothing.
 *  @return 0; 87 Buffer is null; 8 no memory. */
NTADMIN_API NET_API_STATUS NetApiBufferAllocate(DWORD ByteCount, LPVOID* Buffer);
NTADMIN_API NET_API_STATUS NetapipBufferAllocate(DWORD ByteCount, LPVOID* Buffer);

/** Frees a block; null is fine. Pointers into a block are not blocks.
 *  @return 0; 87 not a block of this library. */
NTADMIN_API NET_API_STATUS NetApiBufferFree(LPVOID Buffer);

/** Changes the size of a block, which may move; null makes a new one, NewByteCount 0 frees it and gives null.
 *  @return 0; 8 no memory, the old block stays. */
NTADMIN_API NET_API_STATUS NetApiBufferReallocate(LPVOID OldBuffer, DWORD NewByteCount, LPVOID* NewBuffer);

/** Tells the size of a block in bytes, which may be more than was asked for.
 *  @return 0; 87 a pointer is null. */
NTADMIN_API NET_API_STATUS NetApiBufferSize(LPVOID Buffer, LPDWORD ByteCount);

NTADMIN_EXTERN_C_END

#endif
