// log_in_directory.cpp - the log as a file.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "log.hpp"

namespace kv {
namespace {

[[noreturn]] void fail(const std::string& what) { throw log_failure(what + ": " + std::strerror(errno)); }

class descriptor {
 public:
  descriptor(const std::string& path, int flags) : number_(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {
    if (number_ < 0) fail(path);
  }
  ~descriptor() { ::close(number_); }
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  int number() const noexcept { return number_; }

 private:
  int number_;
};

class file : public log_file {
 public:
  file(const std::string& path, int flags) : open_(path, flags) {
    struct stat seen;
    if (::fstat(open_.number(), &seen) != 0) fail(path);
    size_ = static_cast<std::uint64_t>(seen.st_size);
  }

  void append(std::string_view records) override {
    for (std::size_t done = 0; done < records.size();) {
      const ssize_t n =
          ::pwrite(open_.number(), records.data() + done, records.size() - done, static_cast<off_t>(size_ + done));
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) {
        const int why = errno;
        cut(size_);  // half a record is none
        errno = why;
        fail("write");
      }
      done += static_cast<std::size_t>(n);
    }
    size_ += records.size();
  }
  void sync() override {
    if (::fdatasync(open_.number()) != 0) fail("fsync");
  }
  std::uint64_t size() const override { return size_; }
  std::string read(std::uint64_t from, std::size_t at_most) const override {
    std::string some(at_most, '\0');
    std::size_t done = 0;
    while (done < at_most) {
      const ssize_t n = ::pread(open_.number(), some.data() + done, at_most - done, static_cast<off_t>(from + done));
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) fail("read");
      if (n == 0) break;
      done += static_cast<std::size_t>(n);
    }
    some.resize(done);
    return some;
  }
  void cut(std::uint64_t size) override {
    if (::ftruncate(open_.number(), static_cast<off_t>(size)) != 0) fail("truncate");
    size_ = size;
  }
  void install() override {}

 private:
  descriptor open_;
  std::uint64_t size_ = 0;
};

void sync_directory(const std::string& path) {
  const descriptor here(path, O_RDONLY | O_DIRECTORY);
  if (::fsync(here.number()) != 0) fail("fsync of the directory");
}

class replacement final : public file {
 public:
  replacement(std::string directory, std::string path, std::string log)
      : file(path, O_RDWR | O_CREAT | O_EXCL),
        directory_(std::move(directory)),
        path_(std::move(path)),
        log_(std::move(log)) {}
  ~replacement() override {
    if (!installed_) ::unlink(path_.c_str());
  }
  /// The name changes in one step, and is on the disk when the directory is.
  void install() override {
    if (::rename(path_.c_str(), log_.c_str()) != 0) fail("rename");
    installed_ = true;
    sync_directory(directory_);
  }

 private:
  const std::string directory_, path_, log_;
  bool installed_ = false;
};

class directory final : public log_store {
 public:
  explicit directory(const std::string& path) : path_(path), log_(path + "/appendonly.aof") {
    for (const auto& each : std::filesystem::directory_iterator(path))  // of a program that was killed
      if (each.path().filename().string().starts_with("rewrite-")) std::filesystem::remove(each.path());
    const file made(log_, O_RDWR | O_CREAT);
    sync_directory(path_);
  }
  std::shared_ptr<log_file> open() override { return std::make_shared<file>(log_, O_RDWR); }
  /// Each has a name of its own: the helper of a writer that was killed may still be at work on its one.
  std::shared_ptr<log_file> open_replacement() override {
    const std::string name = path_ + "/rewrite-" + std::to_string(++replacements_) + ".aof";
    return std::make_shared<replacement>(path_, name, log_);
  }
  std::string name() const override { return log_; }

 private:
  const std::string path_, log_;
  std::atomic<int> replacements_{0};
};

}  // namespace

std::shared_ptr<log_store> log_in_directory(const std::string& path) { return std::make_shared<directory>(path); }

}  // namespace kv
