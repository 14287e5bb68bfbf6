/* lm.h: network management, whole. */
#ifndef NTADMIN_WIN_LM_H
#define NTADMIN_WIN_LM_H

#include "lmaccess.h"
#include "lmalert.h"
#include "lmapibuf.h"
#include "lmat.h"
#include "lmaudit.h"
#include "lmconfig.h"
#include "lmcons.h"
#include "lmerr.h"
#include "lmerrlog.h"
#include "lmjoin.h"
#include "lmmsg.h"
#include "lmremutl.h"
#include "lmrepl.h"
#include "lmserver.h"
#include "lmshare.h"
#include "lmsname.h"
#include "lmstats.h"
#include "lmsvc.h"
#include "lmuse.h"
#include "lmuseflg.h"
#include "lmwksta.h"

#endif
