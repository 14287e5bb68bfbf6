// Every interface of this folder: what the host offers, what tests and fuzz targets walk.
#pragma once

#include "protocols/dssetup.h"
#include "protocols/epmapper.h"
#include "protocols/host_accounts.h"
#include "protocols/initshutdown.h"
#include "protocols/legacy_api.h"
#include "protocols/local_host.h"
#include "protocols/lsarpc.h"
#include "protocols/mgmt.h"
#include "protocols/netlogon.h"
#include "protocols/rcm_public.h"
#include "protocols/samr.h"
#include "protocols/srvsvc.h"
#include "protocols/termsrv_enumeration.h"
#include "protocols/termsrv_notification.h"
#include "protocols/termsrv_session.h"
#include "protocols/wkssvc.h"

namespace nta::protocols {

inline constexpr const Interface* all_interfaces[] = {&termsrv_session,
                                                      &termsrv_notification,
                                                      &termsrv_enumeration,
                                                      &rcm_public,
                                                      &legacy_api,
                                                      &local_host,
                                                      &samr,
                                                      &host_accounts,
                                                      &lsarpc,
                                                      &netlogon,
                                                      &dssetup,
                                                      &srvsvc,
                                                      &wkssvc,
                                                      &init_shutdown,
                                                      &windows_shutdown,
                                                      &epmapper,
                                                      &mgmt};

}  // namespace nta::protocols
