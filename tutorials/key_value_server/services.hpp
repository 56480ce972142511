// services.hpp - what the parts of the server share: none of it is state that a crash could spoil.
#pragma once

#include <atomic>

#include <otp/otp.hpp>

#include "log.hpp"

namespace kv {

/// When what was written is forced to the disk: before each answer, once a second, or when the machine likes.
enum class fsync_policy : std::uint8_t { always, everysec, no };

struct services {
  std::shared_ptr<const command_table> commands;
  std::shared_ptr<log_store> log = {};  // null: nothing is logged
  fsync_policy fsync = fsync_policy::everysec;
  std::size_t max_clients = 10000;
  std::size_t max_memory = 0;                     // 0: any
  std::uint64_t rewrite_from = 64 * 1024 * 1024;  // bytes of a log that is too short to be rewritten by itself
  unix_time clock_base = 0;                       // when the system's clock stood at zero
  bool allow_chaos = false;
  otp::pid main = {};  // is told to end by SHUTDOWN

  using client_registry = otp::unique_registry<std::uint64_t, std::string>;  // number, address
  client_registry clients = client_registry();
  otp::duplicate_registry<std::string> channels = otp::duplicate_registry<std::string>();

  // Figures that one actor writes and others read.
  std::atomic<std::uint64_t> last_client{0};
  std::atomic<std::uint64_t> incarnations{0};  // of the keyspace's database
  std::atomic<std::uint64_t> written{0};  // how many batches of records the writer has written, with a sync if asked
  std::atomic<std::uint64_t> log_size{0};
  std::atomic<std::size_t> memory{0};  // of the data
  std::atomic<bool> rewriting{false};

  bool memory_is_full() const { return max_memory != 0 && memory > max_memory; }
  unix_time unix_now() const {
    return clock_base + std::chrono::duration_cast<std::chrono::milliseconds>(otp::now().time_since_epoch()).count();
  }
};
using shared_services = std::shared_ptr<services>;

}  // namespace kv
