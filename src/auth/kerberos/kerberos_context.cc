#include "auth/kerberos/kerberos_context.h"

#include "auth/der.h"
#include "auth/kerberos/gssapi.h"

namespace nta::auth::kerberos {
namespace {

// Object identifiers as the library wants them; none of its own are needed.
gss_OID_desc oid(const Oid& contents) {
  return {static_cast<OM_uint32>(contents.size()), const_cast<std::byte*>(contents.data())};
}

Oid under_kerberos(std::initializer_list<uint8_t> more) {
  Oid out = kerberos_oid();
  for (uint8_t each : more) out.push_back(std::byte{each});
  return out;
}

const Oid& principal_name_type() {  // GSS_KRB5_NT_PRINCIPAL_NAME
  static const Oid type = under_kerberos({0x01});
  return type;
}

const Oid& session_key_inquiry() {  // GSS_C_INQ_SSPI_SESSION_KEY
  static const Oid inquiry = under_kerberos({0x05, 0x05});
  return inquiry;
}

constexpr OM_uint32 client_flags =
    GSS_C_MUTUAL_FLAG | GSS_C_REPLAY_FLAG | GSS_C_SEQUENCE_FLAG | GSS_C_CONF_FLAG | GSS_C_INTEG_FLAG;

gss_iov_buffer_desc iov(OM_uint32 type, ByteView bytes) { return {type, buffer_of(bytes)}; }

/** The pieces of a PDU in the order in which they lie there, and the signature. */
struct Pieces {
  std::array<gss_iov_buffer_desc, 4> list;
  int count = 0;
  void add(OM_uint32 type, ByteView bytes) { list[static_cast<size_t>(count++)] = iov(type, bytes); }
};

Pieces pieces_of(HeaderSigning signing, ProtectedPdu pdu, ByteView signature) {
  Pieces pieces{};
  pieces.add(GSS_IOV_BUFFER_TYPE_HEADER, signature);
  auto before = static_cast<size_t>(pdu.body.data() - pdu.whole.data());
  if (signing == HeaderSigning::on) pieces.add(GSS_IOV_BUFFER_TYPE_SIGN_ONLY, pdu.whole.first(before));
  pieces.add(GSS_IOV_BUFFER_TYPE_DATA, pdu.body);
  if (signing == HeaderSigning::on)
    pieces.add(GSS_IOV_BUFFER_TYPE_SIGN_ONLY, pdu.whole.subspan(before + pdu.body.size()));
  return pieces;
}

// ---- both ends ------------------------------------------------------------------------------------------------------

class Context : public Mechanism {
 public:
  Context(const Gss& api, HeaderSigning needed) : api_(api), context_(api), needed_(needed) {}

  size_t signature_size(Level level, size_t body_size) const override;
  Result<void> protect(Level level, HeaderSigning signing, ProtectedPdu pdu, std::span<std::byte> signature) override;
  Result<void> unprotect(Level level, HeaderSigning signing, ProtectedPdu pdu, ByteView signature) override;
  std::shared_ptr<const AccessToken> identity() const override { return nullptr; }
  Bytes session_key() const override;
  Result<Bytes> make_mic(ByteView message) override;
  Result<void> check_mic(ByteView message, ByteView mic) override;

 protected:
  using OwnedContext = Owned<gss_ctx_id_t, [](const Gss& api, OM_uint32* minor, gss_ctx_id_t* context) {
    api.delete_sec_context(minor, context, GSS_C_NO_BUFFER);
  }>;

  /** What a step of the library's came to. */
  Result<Leg> leg(OM_uint32 major, OM_uint32 minor, const gss_buffer_desc& token) {
    if (GSS_ERROR(major)) return fail(Win32::logon_failure, "Kerberos: {}", gss_text(api_, major, minor));
    ByteView bytes = view_of(token);
    is_complete_ = major == GSS_S_COMPLETE;
    return Leg{Bytes(bytes.begin(), bytes.end()), is_complete_};
  }
  /** Calls one of the library's functions for messages. A replayed or re-ordered message is told as a remark on
   *  success, so nothing but success alone will do. */
  template <class Function, class... Arguments>
  Result<void> ask(Function function, Arguments... arguments) const {
    OM_uint32 minor = 0;
    OM_uint32 major = function(&minor, context_.get(), arguments...);
    if (major == GSS_S_COMPLETE) return {};
    return fail(Win32::access_denied, "a message's Kerberos signature: {}", gss_text(api_, major, minor));
  }

  /** Whether headers are signed is agreed in PDUs that nothing protects: who takes that out of them could then change
   *  which method a call is of. NTLM covers headers whatever was agreed. */
  Result<void> check_headers(HeaderSigning signing) const {
    if (signing == HeaderSigning::on || needed_ == HeaderSigning::off) return {};
    return fail(Win32::rpc_sec_pkg_error,
                "Kerberos without header signing (rpc_header_signing): the peer has none, or "
                "somebody in between took it out");
  }

  const Gss& api_;
  OwnedContext context_;
  const HeaderSigning needed_;
  bool is_complete_ = false;
};

size_t Context::signature_size(Level level, size_t body_size) const {
  OM_uint32 minor = 0;
  gss_iov_buffer_desc list[] = {{GSS_IOV_BUFFER_TYPE_HEADER, {0, nullptr}},
                                {GSS_IOV_BUFFER_TYPE_DATA, {body_size, nullptr}}};
  if (level == Level::privacy) {
    int is_sealed = 1;
    api_.wrap_iov_length(&minor, context_.get(), 1, GSS_C_QOP_DEFAULT, &is_sealed, list, 2);
  } else {
    list[0].type = GSS_IOV_BUFFER_TYPE_MIC_TOKEN;
    api_.get_mic_iov_length(&minor, context_.get(), GSS_C_QOP_DEFAULT, list, 2);
  }
  return list[0].buffer.length;
}

Result<void> Context::protect(Level level, HeaderSigning signing, ProtectedPdu pdu, std::span<std::byte> signature) {
  NTA_CHECK(check_headers(signing));
  if (level == Level::privacy) {
    Pieces pieces = pieces_of(signing, pdu, signature);
    int is_sealed = 0;
    return ask(api_.wrap_iov, 1, GSS_C_QOP_DEFAULT, &is_sealed, pieces.list.data(), pieces.count);
  }
  NTA_TRY(Bytes mic, make_mic(signing == HeaderSigning::on ? pdu.whole : pdu.body));
  if (mic.size() != signature.size())
    return fail(Win32::rpc_sec_pkg_error, "a Kerberos signature of {} bytes, not {}", mic.size(), signature.size());
  std::memcpy(signature.data(), mic.data(), mic.size());
  return {};
}

Result<void> Context::unprotect(Level level, HeaderSigning signing, ProtectedPdu pdu, ByteView signature) {
  NTA_CHECK(check_headers(signing));
  if (level != Level::privacy) return check_mic(signing == HeaderSigning::on ? pdu.whole : pdu.body, signature);
  Bytes header(signature.begin(), signature.end());  // the library turns it round in place
  Pieces pieces = pieces_of(signing, pdu, header);
  int is_sealed = 0;
  gss_qop_t quality = 0;
  NTA_CHECK(ask(api_.unwrap_iov, &is_sealed, &quality, pieces.list.data(), pieces.count));
  if (!is_sealed) return fail(Win32::access_denied, "a Kerberos message that is signed only, at level privacy");
  return {};
}

Result<Bytes> Context::make_mic(ByteView message) {
  gss_buffer_desc bytes = buffer_of(message);
  OwnedBuffer mic(api_);
  NTA_CHECK(ask(api_.get_mic, GSS_C_QOP_DEFAULT, &bytes, mic.out()));
  ByteView made = view_of(mic.get());
  return Bytes(made.begin(), made.end());
}

Result<void> Context::check_mic(ByteView message, ByteView mic) {
  gss_buffer_desc bytes = buffer_of(message), token = buffer_of(mic);
  return ask(api_.verify_mic, &bytes, &token, static_cast<gss_qop_t*>(nullptr));
}

Bytes Context::session_key() const {
  if (!is_complete_) return {};
  OM_uint32 minor = 0;
  gss_OID_desc inquiry = oid(session_key_inquiry());
  OwnedBufferSet found(api_);
  OM_uint32 major = api_.inquire_sec_context_by_oid(&minor, context_.get(), &inquiry, found.out());
  if (GSS_ERROR(major) || !found.get() || found.get()->count == 0) return {};
  ByteView key = view_of(found.get()->elements[0]);
  return Bytes(key.begin(), key.end());
}

// ---- client ---------------------------------------------------------------------------------------------------------

Result<void> import(const Gss& api, const std::string& text, OwnedName& name) {
  OM_uint32 minor = 0;
  gss_OID_desc type = oid(principal_name_type());
  gss_buffer_desc bytes = buffer_of(as_byte_view(text));
  OM_uint32 major = api.import_name(&minor, &bytes, &type, name.out());
  if (GSS_ERROR(major)) return fail(Win32::logon_failure, "principal '{}': {}", text, gss_text(api, major, minor));
  return {};
}

class Client final : public Context {
 public:
  Client(const Gss& api, Style style)
      : Context(api, HeaderSigning::on),
        credential_(api),
        target_(api),
        flags_(client_flags | (style == Style::dce ? OM_uint32{GSS_C_DCE_STYLE} : 0)) {}

  Result<void> open(const ClientCredentials& credentials, const std::string& target);
  Result<Leg> step(ByteView token) override;

 private:
  OwnedCredential credential_;
  OwnedName target_;
  OM_uint32 flags_;
};

Result<void> Client::open(const ClientCredentials& credentials, const std::string& target) {
  NTA_CHECK(import(api_, target, target_));
  OwnedName own(api_);
  if (!credentials.principal.empty()) NTA_CHECK(import(api_, credentials.principal, own));
  std::vector<gss_key_value_element_desc> store;
  if (!credentials.cache.empty()) store.push_back({"ccache", credentials.cache.c_str()});
  if (!credentials.keytab.empty()) store.push_back({"client_keytab", credentials.keytab.c_str()});
  // Tickets got with a keytab are this process's own.
  if (!credentials.keytab.empty() && credentials.cache.empty()) store.push_back({"ccache", "MEMORY:ntadmin"});
  gss_key_value_set_desc place{static_cast<OM_uint32>(store.size()), store.data()};
  gss_OID_desc mechanism = oid(kerberos_oid());
  gss_OID_set_desc mechanisms{1, &mechanism};
  OM_uint32 minor = 0;
  OM_uint32 major = api_.acquire_cred_from(&minor, own.get(), GSS_C_INDEFINITE, &mechanisms, GSS_C_INITIATE, &place,
                                           credential_.out(), nullptr, nullptr);
  if (GSS_ERROR(major)) return fail(Win32::logon_failure, "no Kerberos ticket: {}", gss_text(api_, major, minor));
  return {};
}

Result<SecurityContext::Leg> Client::step(ByteView token) {
  OM_uint32 minor = 0, granted = 0;
  gss_OID_desc mechanism = oid(kerberos_oid());
  gss_buffer_desc in = buffer_of(token);
  OwnedBuffer out(api_);
  OM_uint32 major =
      api_.init_sec_context(&minor, credential_.get(), context_.out(), target_.get(), &mechanism, flags_,
                            GSS_C_INDEFINITE, GSS_C_NO_CHANNEL_BINDINGS, &in, nullptr, out.out(), &granted, nullptr);
  if (major == GSS_S_COMPLETE && (granted & flags_) != flags_)
    return fail(Win32::logon_failure, "the server grants Kerberos without what was asked for ({:#x})", granted);
  return leg(major, minor, out.get());
}

// ---- server ---------------------------------------------------------------------------------------------------------

/** The Kerberos message in the frame of a first token ([RFC 2743] 3.1: application 0, the mechanism's name; [RFC 4121]
 *  4.1: two bytes that say which message). In DCE style there is no frame, but impacket puts one around its request, as
 *  Windows lets it; what is no such frame is given back whole. */
ByteView without_frame(ByteView token) {
  constexpr size_t head = 2, message_kind = 2;
  auto framed = der::only(token, der::application_0);
  if (!framed) return token;
  auto name = der::Reader(*framed).take(der::object_identifier);
  if (!name || framed->size() < head + name->size() + message_kind) return token;
  return framed->subspan(head + name->size() + message_kind);
}

class Server final : public Context {
 public:
  Server(const Gss& api, std::shared_ptr<const Service> service, Style style)
      : Context(api, service->needed), credential_(api), service_(std::move(service)), style_(style) {}

  Result<void> open();
  Result<Leg> step(ByteView token) override;
  std::shared_ptr<const AccessToken> identity() const override { return identity_; }
  std::string claimed_name() const override { return principal_; }
  std::optional<FileTime> end_time() const override { return end_time_; }

 private:
  Result<void> identify();
  Result<std::string> text_of(gss_name_t name) const;

  OwnedCredential credential_;
  std::shared_ptr<const Service> service_;
  const Style style_;
  std::string principal_;
  std::shared_ptr<const AccessToken> identity_;
  std::optional<FileTime> end_time_;
};

Result<void> Server::open() {
  gss_key_value_element_desc keytab{"keytab", service_->keytab.c_str()};
  gss_key_value_set_desc place{1, &keytab};
  gss_OID_desc mechanism = oid(kerberos_oid());
  gss_OID_set_desc mechanisms{1, &mechanism};
  OM_uint32 minor = 0;
  OM_uint32 major = api_.acquire_cred_from(&minor, GSS_C_NO_NAME, GSS_C_INDEFINITE, &mechanisms, GSS_C_ACCEPT, &place,
                                           credential_.out(), nullptr, nullptr);
  if (GSS_ERROR(major))
    return fail(Win32::logon_failure, "keytab {}: {}", service_->keytab, gss_text(api_, major, minor));
  return {};
}

Result<SecurityContext::Leg> Server::step(ByteView token) {
  OM_uint32 minor = 0;
  gss_buffer_desc in = buffer_of(style_ == Style::dce ? without_frame(token) : token);
  OwnedBuffer out(api_);
  OM_uint32 seconds = GSS_C_INDEFINITE;
  OM_uint32 major = api_.accept_sec_context(&minor, context_.out(), credential_.get(), &in, GSS_C_NO_CHANNEL_BINDINGS,
                                            nullptr, nullptr, out.out(), nullptr, &seconds, nullptr);
  NTA_TRY(Leg next, leg(major, minor, out.get()));
  if (!next.complete) return next;
  NTA_CHECK(identify());
  if (seconds != GSS_C_INDEFINITE) end_time_ = filetime_now() + FileTime{seconds} * filetime_second;
  return next;
}

Result<std::string> Server::text_of(gss_name_t name) const {
  OM_uint32 minor = 0;
  OwnedBuffer text(api_);
  OM_uint32 major = api_.display_name(&minor, name, text.out(), nullptr);
  if (GSS_ERROR(major))
    return fail(Win32::logon_failure, "a principal without a name: {}", gss_text(api_, major, minor));
  return std::string(static_cast<const char*>(text.get().value), text.get().length);
}

// alice@REALM is this host's alice only where REALM is the one that this host's own key is of: another realm that is
// trusted may have an alice too.
Result<void> Server::identify() {
  OM_uint32 minor = 0;
  OwnedName client(api_), own(api_);
  OM_uint32 major = api_.inquire_context(&minor, context_.get(), client.out(), own.out(), nullptr, nullptr, nullptr,
                                         nullptr, nullptr);
  if (GSS_ERROR(major)) return fail(Win32::logon_failure, "Kerberos: {}", gss_text(api_, major, minor));
  NTA_TRY(principal_, text_of(client.get()));
  NTA_TRY(std::string service, text_of(own.get()));
  size_t at = principal_.rfind('@');
  if (at == std::string::npos || principal_.substr(at) != service.substr(std::min(service.rfind('@'), service.size())))
    return fail(Win32::logon_failure, "{} is of another realm than {}", principal_, service);
  std::string name = principal_.substr(0, at);
  if (name.empty() || name.find_first_of("/@\\") != std::string::npos)
    return fail(Win32::logon_failure, "{} is no person", principal_);
  NTA_TRY(identity_, service_->find_principal(name));
  return {};
}

}  // namespace

Result<MechanismPtr> make_client(const ClientCredentials& credentials, const std::string& service,
                                 const std::string& host, Style style) {
  NTA_TRY(const Gss* api, gss());
  auto client = std::make_shared<Client>(*api, style);
  NTA_CHECK(client->open(credentials, service + "/" + host));
  return MechanismPtr(std::move(client));
}

Result<MechanismPtr> make_server(std::shared_ptr<const Service> service, Style style) {
  NTA_TRY(const Gss* api, gss());
  auto server = std::make_shared<Server>(*api, std::move(service), style);
  NTA_CHECK(server->open());
  return MechanismPtr(std::move(server));
}

}  // namespace nta::auth::kerberos
