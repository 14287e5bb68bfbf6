// A directory of the test's own, gone with it, and files put into it and read back.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>
#include <thread>

namespace nta::test {

inline void put(const std::string& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

inline std::string contents(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();  // what fails while it is read, as a process's file, is short
  return text.str();
}

class TemporaryDir {
 public:
  TemporaryDir() { EXPECT_NE(::mkdtemp(path_.data()), nullptr); }
  ~TemporaryDir() { remove(); }
  TemporaryDir(const TemporaryDir&) = delete;
  TemporaryDir& operator=(const TemporaryDir&) = delete;

  const std::string& path() const { return path_; }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

  /** Makes the directories on the way to the file as well. */
  void write(const std::string& name, const std::string& text) const {
    std::filesystem::path file = *this / name;
    std::filesystem::create_directories(file.parent_path());
    put(file, text);
  }
  std::string read(const std::string& name) const { return contents(*this / name); }

  /** A process that is just ending may make and remove files meanwhile: it is tried again for half a minute. A test
   *  ends the processes that it starts, so that what stays after that is a failure. */
  void remove() noexcept {
    std::error_code failed;
    for (int i = 0; i < 1500; ++i) {
      std::filesystem::remove_all(path_, failed);
      if (!failed && !std::filesystem::exists(path_, failed)) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    std::string left;
    for (auto entry = std::filesystem::recursive_directory_iterator(path_, failed); entry != end(entry);
         entry.increment(failed))
      left += " " + entry->path().string();
    ADD_FAILURE() << path_ << " cannot be removed (" << failed.message() << "); in it:" << left;
  }

 private:
  std::string path_ = "/tmp/nta-test-XXXXXX";  // not in $TMPDIR: the path of a socket has to stay short
};

}  // namespace nta::test
