// A Kerberos realm of its own for tests, on a port of the loopback address: TEST.EXAMPLE with a KDC, keytabs, tickets.
#pragma once

#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "base/types.h"
#include "held_port.h"
#include "temporary_dir.h"

namespace nta::auth::test {

class LoopbackKdc {
 public:
  static bool is_installed() {
    return ::access("/usr/sbin/krb5kdc", X_OK) == 0 && ::access("/usr/bin/kinit", X_OK) == 0;
  }

  LoopbackKdc() {
    write_configuration();
    ::setenv("KRB5_CONFIG", file("krb5.conf").c_str(), 1);
    ::setenv("KRB5_KDC_PROFILE", file("kdc.conf").c_str(), 1);
    ::setenv("KRB5CCNAME", file("tickets").c_str(), 1);
    ::setenv("KRB5RCACHENAME", ("file2:" + file("replays")).c_str(), 1);
    run("/usr/sbin/kdb5_util create -s -P master -r TEST.EXAMPLE");
    start();
  }
  ~LoopbackKdc() {
    if (kdc_ > 0) {
      ::kill(kdc_, SIGTERM);
      ::waitpid(kdc_, nullptr, 0);
    }
  }

  std::string file(const std::string& name) const { return folder_ / name; }

  void add_user(const std::string& name, const std::string& password) {
    admin("addprinc -pw " + password + " " + name);
  }
  /** A service's principal with its key in a keytab, whose path it gives. */
  std::string add_service(const std::string& name, const std::string& keytab) {
    admin("addprinc -randkey " + name);
    admin("ktadd -k " + file(keytab) + " " + name);
    return file(keytab);
  }
  void log_on(const std::string& name, const std::string& password) {
    run("echo " + password + " | /usr/bin/kinit " + name);
  }

 private:
  void write_configuration() const {
    std::ofstream(file("krb5.conf")) << "[libdefaults]\ndefault_realm = TEST.EXAMPLE\ndns_lookup_kdc = false\n"
                                        "dns_lookup_realm = false\nrdns = false\ndns_canonicalize_hostname = false\n"
                                        "[realms]\nTEST.EXAMPLE = {\nkdc = 127.0.0.1:"
                                     << port_.number() << "\n}\n";
    std::ofstream(file("kdc.conf")) << "[kdcdefaults]\nkdc_listen = 127.0.0.1:" << port_.number()
                                    << "\nkdc_tcp_listen = 127.0.0.1:" << port_.number()
                                    << "\n[realms]\nTEST.EXAMPLE = {\n"
                                    << "database_name = " << file("principal") << "\nkey_stash_file = " << file("stash")
                                    << "\nacl_file = " << file("acl") << "\n}\n";
  }

  void admin(const std::string& command) const { run("/usr/sbin/kadmin.local -r TEST.EXAMPLE -q '" + command + "'"); }
  static void run(const std::string& command) {
    EXPECT_EQ(::system((command + " >/dev/null 2>&1").c_str()), 0) << command;
  }

  void start() {
    kdc_ = ::fork();
    if (kdc_ == 0) {
      std::freopen("/dev/null", "w", stdout);
      std::freopen("/dev/null", "w", stderr);
      ::execl("/usr/sbin/krb5kdc", "krb5kdc", "-n", "-r", "TEST.EXAMPLE", "-P", file("pid").c_str(), nullptr);
      ::_exit(127);
    }
    for (int i = 0; i < 12000 && !port_.answers(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }

  nta::test::TemporaryDir folder_;
  nta::test::HeldPort port_;
  pid_t kdc_ = -1;
};

}  // namespace nta::auth::test
