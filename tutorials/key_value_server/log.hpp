// log.hpp - the append-only file: every change as the request that makes it, in the order in which they were made.
//
// The state of the server is what a replay of this file gives. Who writes it: log_writer.hpp. Who reads it: the
// keyspace when it starts, and the rewriter.
#pragma once

#include <memory>

#include "commands.hpp"

namespace kv {

/// The operating system has refused something: no space, for instance.
struct log_failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// An open log. One actor uses it.
class log_file {
 public:
  virtual ~log_file() = default;
  /// All of it, or nothing. Errors: log_failure; then the log is as it was before.
  virtual void append(std::string_view records) = 0;
  /// Blocks: until what was appended survives a pulled plug. Errors: log_failure.
  virtual void sync() = 0;
  virtual std::uint64_t size() const = 0;
  /// Fewer than asked for only at the end. Errors: log_failure.
  virtual std::string read(std::uint64_t from, std::size_t at_most) const = 0;
  virtual void cut(std::uint64_t size) = 0;
  /// Of a replacement: it is the log from here on, also after a pulled plug. Errors: log_failure.
  virtual void install() = 0;
};

/// Where the log is: in a directory, or, for tests, in memory. Any actor may open it; to write, one at a time.
class log_store {
 public:
  virtual ~log_store() = default;
  virtual std::shared_ptr<log_file> open() = 0;
  /// An empty one beside it. Unless it is installed, it vanishes with its last holder.
  virtual std::shared_ptr<log_file> open_replacement() = 0;
};

/// The file DIRECTORY/appendonly.aof.
std::shared_ptr<log_store> log_in_directory(const std::string& directory);

/// The log cannot be used, and it is not only its end that is missing.
struct broken_log : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Does again what the log has, up to `size`. Half a record at the end, and half a transaction, is not done.
/// Returns: how many bytes were whole. Errors: broken_log, which says where; log_failure.
std::uint64_t replay(const log_file& log, std::uint64_t size, const command_table& commands, database& into);

/// Writes what makes this database. Errors: log_failure.
void write_snapshot(const database& of, log_file& to);

}  // namespace kv
