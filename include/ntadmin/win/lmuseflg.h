/* lmuseflg.h: how a connection or a transport is taken away. */
#ifndef NTADMIN_WIN_LMUSEFLG_H
#define NTADMIN_WIN_LMUSEFLG_H

#define USE_NOFORCE 0
#define USE_FORCE 1
#define USE_LOTS_OF_FORCE 2

#endif
