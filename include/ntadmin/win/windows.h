/* windows.h: the base headers that a program ported to ntadmin expects behind this name. */
#ifndef NTADMIN_WIN_WINDOWS_H
#define NTADMIN_WIN_WINDOWS_H

#include "processthreadsapi.h"
#include "securitybaseapi.h"
#include "winbase.h"
#include "windef.h"
#include "winerror.h"
#include "winnls.h"
#include "winnt.h"
#include "winuser.h"

#endif
