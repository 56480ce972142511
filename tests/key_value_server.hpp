// key_value_server.hpp - the tutorials' key-value server in a system with a seed, and its clients.
#pragma once

#include "../tutorials/key_value_server/server.hpp"

#include <memory>
#include <string>
#include <utility>

#include "../tutorials/key_value_server/connection.hpp"
#include "support.hpp"

inline const otp::server_ref<kv::keyspace> kv_keyspace("keyspace");

/// A log that is gone with the program: runs with a seed must not depend on the outside world.
class memory_log : public kv::log_store {
 public:
  struct contents {
    std::string bytes;
    bool full = false;  // there is no space
  };
  std::shared_ptr<kv::log_file> open() override { return std::make_shared<file>(inside_, false); }
  std::shared_ptr<kv::log_file> open_replacement() override { return std::make_shared<file>(inside_, true); }
  contents& inside() noexcept { return *inside_; }

 private:
  /// The log itself, or a replacement with bytes of its own.
  class file final : public kv::log_file {
   public:
    file(std::shared_ptr<contents> log, bool replacement)
        : log_(std::move(log)), bytes_(replacement ? own_ : log_->bytes) {}
    void append(std::string_view records) override {
      if (log_->full) throw kv::log_failure("No space left on device");
      bytes_ += records;
    }
    void sync() override {}
    std::uint64_t size() const override { return bytes_.size(); }
    std::string read(std::uint64_t from, std::size_t at_most) const override { return bytes_.substr(from, at_most); }
    void cut(std::uint64_t size) override { bytes_.resize(size); }
    void install() override { log_->bytes = own_; }

   private:
    std::shared_ptr<contents> log_;
    std::string own_;
    std::string& bytes_;
  };
  std::shared_ptr<contents> inside_ = std::make_shared<contents>();
};

inline kv::shared_services made_services(std::shared_ptr<kv::log_store> log = nullptr) {
  auto house = std::make_shared<kv::services>();
  house->log = std::move(log);
  house->clock_base = 1'700'000'000'000;
  house->commands = std::make_shared<kv::command_table>(kv::all_commands());
  return house;
}

/// A client that says one line and hears one reply: its words, without what says of which kind they are.
class client {
 public:
  explicit client(const otp::tcp::address& to)
      : socket_(std::make_shared<otp::tcp::socket>(otp::tcp::connect(to))), replies_(*socket_) {}
  void send(const std::string& request) const { otp::tcp::send(*socket_, request); }
  /// `end`: there is none, nor will there be.
  std::string hear() const {
    std::optional<std::string> line;
    try {
      line = replies_.next();
    } catch (const otp::tcp::failure&) {  // reset
    }
    if (!line) return "end";
    if (line->starts_with('-')) return *line;
    if (line->starts_with('$') || line->starts_with('*')) {
      int n = std::stoi(line->substr(1));
      if (n < 0) return "nil";
      if (line->starts_with('$')) return *replies_.next();
      std::string all;
      for (; n > 0; --n) all += hear() + (n > 1 ? " " : "");
      return all;
    }
    return line->substr(1);
  }
  std::string ask(const std::string& request) const {
    send(request + "\r\n");
    return hear();
  }

 private:
  std::shared_ptr<otp::tcp::socket> socket_;
  mutable otp::tcp::line_reader replies_;
};

/// A system with the server in it.
class running_server {
 public:
  running_server(const kv::shared_services& house, const otp::options& chosen) : system_(chosen) {
    const auto listener =
        std::make_shared<const otp::tcp::listener>(otp::tcp::listen(otp::tcp::address::loopback(7379)));
    at_ = listener->local();
    kv::start_server(house, listener);
  }
  client connected() const { return client(at_); }
  /// All that the server answers on a connection of its own.
  std::string says(const std::string& requests) const {
    const otp::tcp::socket socket = otp::tcp::connect(at_);
    otp::tcp::send(socket, requests + "QUIT\r\n");
    std::string all;
    for (std::string some; !(some = otp::tcp::receive_some(socket)).empty();) all += some;
    return all.substr(0, all.size() - 5);
  }

 private:
  otp::system system_;
  otp::tcp::address at_;
};
