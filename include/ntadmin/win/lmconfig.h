/* lmconfig.h: the configuration file of LAN Manager: layouts only. */
#ifndef NTADMIN_WIN_LMCONFIG_H
#define NTADMIN_WIN_LMCONFIG_H

#include "lmcons.h"

typedef struct _CONFIG_INFO_0 {
  LPWSTR cfgi0_key;
  LPWSTR cfgi0_data;
} CONFIG_INFO_0, *PCONFIG_INFO_0, *LPCONFIG_INFO_0;

#endif
