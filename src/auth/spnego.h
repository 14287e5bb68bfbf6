// SPNEGO ([RFC 4178], [MS-SPNG]): two sides agree on one of their mechanisms, and sign the list they agreed by, so that
// nobody between them can make them take a weaker one.
//
//   initiator                                         acceptor
//   NegTokenInit(list, token of the first)    ->
//                                             <-      NegTokenResp(chosen, its token)       while legs are needed
//   NegTokenResp(token)                       ->
//   ... last token with mechListMIC           ->
//                                             <-      NegTokenResp(accept-completed, mechListMIC)
//
// The signatures are needed where the acceptor chose another than the first. Where the first was taken they are sent by
// whoever can, and taken when they come: impacket sends none.
#pragma once

#include "auth/mechanism.h"

namespace nta::auth {

/** Offers `mechanisms`, without those whose context cannot be made or has no first token. */
std::shared_ptr<SecurityContext> make_spnego_initiator(Mechanisms mechanisms);

/** Accepts what `mechanisms` can; also NTLM's own messages without SPNEGO around them. */
std::shared_ptr<SecurityContext> make_spnego_acceptor(Mechanisms mechanisms);

/** What a server says before it is asked, in the SMB2 NEGOTIATE response: a NegTokenInit2 with its mechanisms. */
Bytes spnego_hint(const Mechanisms& mechanisms);

}  // namespace nta::auth
