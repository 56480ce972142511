// channel.hpp - a pipe for the tests of what waits for descriptors.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <filesystem>

class channel {
 public:
  channel() {
    if (pipe(ends_.data()) != 0) throw std::runtime_error("no pipe");
    for (const int end : ends_) fcntl(end, F_SETFL, O_NONBLOCK);
  }
  ~channel() {
    close_reader();
    close_writer();
  }
  channel(const channel&) = delete;
  channel& operator=(const channel&) = delete;

  int reader() const { return ends_[0]; }
  int writer() const { return ends_[1]; }
  void put(char c = 'x') const { EXPECT_EQ(write(ends_[1], &c, 1), 1); }
  char get() const {
    char c = 0;
    EXPECT_EQ(read(ends_[0], &c, 1), 1);
    return c;
  }
  void fill() const {
    const std::array<char, 4096> block{};
    while (write(ends_[1], block.data(), block.size()) > 0) {
    }
  }
  void empty() const {
    std::array<char, 4096> block{};
    while (read(ends_[0], block.data(), block.size()) > 0) {
    }
  }
  void close_reader() { close_end(ends_[0]); }
  void close_writer() { close_end(ends_[1]); }

 private:
  static void close_end(int& end) {
    if (end >= 0) close(end);
    end = -1;
  }
  std::array<int, 2> ends_{};
};

/// How many descriptors this process has open.
inline std::size_t open_descriptors() {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) ++count;
  return count;
}
