// log_in_directory.cpp - the log as a file.
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "log.hpp"

namespace kv {
namespace {

[[noreturn]] void fail(const std::string& what) { throw log_failure(what + ": " + std::strerror(errno)); }

int opened(const std::string& path, int flags) {
  const int number = ::open(path.c_str(), flags | O_CLOEXEC, 0644);
  if (number < 0) fail(path);
  return number;
}

/// What names stand in a directory is on the disk only then.
void sync_directory(const std::string& path) {
  const int number = opened(path, O_RDONLY | O_DIRECTORY);
  const int failed = ::fsync(number);
  ::close(number);
  if (failed) fail("fsync of the directory");
}

class file final : public log_file {
 public:
  /// \param log  which one this is to replace; empty: none
  file(std::string path, int flags, std::string log = "")
      : number_(opened(path, O_RDWR | flags)), path_(std::move(path)), log_(std::move(log)) {
    size_ = static_cast<std::uint64_t>(::lseek(number_, 0, SEEK_END));
  }
  ~file() override {
    ::close(number_);
    if (!log_.empty()) ::unlink(path_.c_str());
  }
  file(const file&) = delete;
  file& operator=(const file&) = delete;

  void append(std::string_view records) override {
    const ssize_t n = ::pwrite(number_, records.data(), records.size(), static_cast<off_t>(size_));
    if (n != static_cast<ssize_t>(records.size())) {
      if (n >= 0) errno = ENOSPC;  // a part of it had room
      const int why = errno;
      cut(size_);  // half a record is none
      errno = why;
      fail("write");
    }
    size_ += records.size();
  }
  void sync() override {
    if (::fdatasync(number_) != 0) fail("fsync");
  }
  std::uint64_t size() const override { return size_; }
  std::string read(std::uint64_t from, std::size_t at_most) const override {
    std::string some(at_most, '\0');
    const ssize_t n = ::pread(number_, some.data(), at_most, static_cast<off_t>(from));
    if (n < 0) fail("read");
    some.resize(static_cast<std::size_t>(n));
    return some;
  }
  void cut(std::uint64_t size) override {
    if (::ftruncate(number_, static_cast<off_t>(size)) != 0) fail("truncate");
    size_ = size;
  }
  /// The name changes in one step.
  void install() override {
    if (::rename(path_.c_str(), log_.c_str()) != 0) fail("rename");
    sync_directory(std::filesystem::path(std::exchange(log_, "")).parent_path());
  }

 private:
  const int number_;
  const std::string path_;
  std::string log_;
  std::uint64_t size_;
};

class directory final : public log_store {
 public:
  explicit directory(const std::string& path) : path_(path), log_(path + "/appendonly.aof") {
    for (const auto& each : std::filesystem::directory_iterator(path))  // of a program that was killed
      if (each.path().filename().string().starts_with("rewrite-")) std::filesystem::remove(each.path());
    const file made(log_, O_CREAT);
    sync_directory(path_);
  }
  std::shared_ptr<log_file> open() override { return std::make_shared<file>(log_, 0); }
  /// Each has a name of its own: the helper of a writer that was killed may still be at work on its one.
  std::shared_ptr<log_file> open_replacement() override {
    const std::string name = path_ + "/rewrite-" + std::to_string(++replacements_) + ".aof";
    return std::make_shared<file>(name, O_CREAT | O_EXCL, log_);
  }

 private:
  const std::string path_, log_;
  std::atomic<int> replacements_{0};
};

}  // namespace

std::shared_ptr<log_store> log_in_directory(const std::string& path) { return std::make_shared<directory>(path); }

}  // namespace kv
