// Where credentials come from.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "api/client/credentials_file.h"
#include "api/client/net_error.h"
#include "api/client/uses.h"
#include "base/types.h"
#include "base/utf16.h"
#include "held_port.h"

namespace {

using namespace nta;
using namespace nta::client;

constexpr const char* example = R"(# for every server
username = CORP\alice
password =  a = b ; c
[fs02]
username=bob
password=
domain=SITE
[FS02:1445]
username=carol
password=x
)";

/** A file that is removed with it. */
struct TemporaryFile {
  explicit TemporaryFile(std::string_view text, mode_t mode = 0600) {
    char name[] = "/tmp/ntadmin-credentials-XXXXXX";
    UniqueFd fd(::mkstemp(name));
    path = name;
    EXPECT_EQ(::write(fd.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
    ::fchmod(fd.get(), mode);
  }
  ~TemporaryFile() { ::unlink(path.c_str()); }
  std::string path;
};

TEST(CredentialsFile, TheNarrowestSectionCounts) {
  auto file = CredentialsFile::parse(example, "example");
  ASSERT_TRUE(file) << file.error().text;
  EXPECT_EQ(file->find({"other", 445})->account(), u"CORP\\alice");
  EXPECT_EQ(file->find({"fs02", 445})->account(), u"SITE\\bob");
  EXPECT_EQ(file->find({"Fs02", 1445})->account(), u"carol");
}

TEST(CredentialsFile, APasswordIsAllThatFollowsTheBlanks) {
  auto file = CredentialsFile::parse("username=a\npassword =  x = y # \r\n", "example");
  ASSERT_TRUE(file) << file.error().text;
  EXPECT_EQ(file->find({"s", 445})->nt_hash, Credentials::of_password(u"a", u"", u"x = y # ").nt_hash);
}

TEST(CredentialsFile, WithoutALineForTheServerThereIsNone) {
  auto file = CredentialsFile::parse("[fs02]\nusername=a\npassword=b\n", "example");
  ASSERT_TRUE(file) << file.error().text;
  EXPECT_FALSE(file->find({"fs03", 445}));
}

TEST(CredentialsFile, WhatIsWrongIsToldByItsLineWithoutThePassword) {
  for (const char* text : {"username=a\npassword=hidden\nhidden=hidden\n", "password=hidden\n", "username=a\n", "[]\n",
                           "[s\n", "username=a\npassword=hidden\nhidden\n",
                           "[s]\nusername=a\npassword=hidden\n[S]\nusername=b\npassword=hidden\n"}) {
    auto file = CredentialsFile::parse(text, "example");
    ASSERT_FALSE(file) << text;
    EXPECT_EQ(file.error().code, Win32::invalid_data) << text;
    EXPECT_EQ(file.error().text.find("hidden"), std::string::npos) << file.error().text;
    EXPECT_TRUE(file.error().text.starts_with("example:")) << file.error().text;
  }
}

TEST(CredentialsFile, OneThatOthersMayReadIsRefused) {
  for (mode_t mode : {0640, 0604, 0660}) {
    TemporaryFile file(example, mode);
    auto read = CredentialsFile::read(file.path);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, Win32::access_denied);
    EXPECT_NE(read.error().text.find("chmod 600"), std::string::npos) << read.error().text;
  }
  TemporaryFile file(example);
  EXPECT_TRUE(CredentialsFile::read(file.path));
  EXPECT_EQ(CredentialsFile::read("/nonexistent/credentials").error().code, Win32::file_not_found);
}

TEST(Credentials, TheFileIsTheOneThatTheEnvironmentNames) {
  TemporaryFile file(example);
  ::setenv("NTADMIN_CREDENTIALS", file.path.c_str(), 1);
  auto found = credentials_for({"fs02", 445});
  ::unsetenv("NTADMIN_CREDENTIALS");
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->user, u"bob");
  auto none = credentials_for({"fs02", 445});
  ASSERT_TRUE(none);
  EXPECT_FALSE(*none);
}

/** Without a host, which would keep them. */
class Uses : public testing::Test {
 protected:
  void SetUp() override { ::setenv("NTADMIN_HOST", "unix:/nonexistent", 1); }
  void TearDown() override { ::unsetenv("NTADMIN_HOST"); }
};

TEST_F(Uses, PathsThatCannotBeUsedAreRefused) {
  auto who = Credentials::of_password(u"a", u"", u"b");
  EXPECT_EQ(add_use(u"server", who).error().code, Win32::bad_netpath);
  EXPECT_EQ(add_use(u"\\\\server", who).error().code, Win32::bad_netpath);
  EXPECT_EQ(add_use(u"\\\\server\\", who).error().code, Win32::bad_netpath);
  EXPECT_EQ(add_use(u"\\\\server\\files", who).error().code, Win32::not_supported);
  EXPECT_EQ(delete_use(u"\\\\server\\IPC$", UseTable::Extent::one_addition).error().code, Win32::use_not_found);
}

TEST_F(Uses, AServerThatIsNotThereIsNotAdded) {
  nta::test::HeldPort nobody;
  auto added = add_use(to_utf16(fmt::format("\\\\127.0.0.1:{}\\ipc$", nobody.number())),
                       Credentials::of_password(u"a", u"", u"b"));
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, Win32::bad_netpath) << added.error().text;
  EXPECT_TRUE(uses() && uses()->empty());
}

TEST(NetError, CodesOfRpcAreThoseOfNetFunctions) {
  EXPECT_EQ(as_net_error({Win32::rpc_server_unavailable, ""}).code, Win32::bad_netpath);
  EXPECT_EQ(as_net_error({Win32::rpc_invalid_binding, ""}).code, Win32::bad_netpath);
  EXPECT_EQ(as_net_error({Win32::rpc_call_failed, ""}).code, Win32::netname_deleted);
  EXPECT_EQ(as_net_error({Win32::logon_failure, ""}).code, Win32::logon_failure);
}

}  // namespace
