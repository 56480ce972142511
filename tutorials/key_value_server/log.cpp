// log.cpp - replay and snapshot: how a database comes out of a log, and a log out of a database.
#include "log.hpp"

#include <algorithm>

#include <otp/actor.hpp>

#include "text.hpp"

namespace kv {
namespace {

constexpr std::size_t piece = 1024 * 1024;

void do_again(const command_table& commands, database& into, words& request, std::uint64_t at) {
  const auto broken = [&](const std::string& why) {
    return broken_log("byte " + std::to_string(at) + " of the log: " + why);
  };
  const command* const known = commands.find(request[0]);
  if (!known || !known->takes(request.size())) throw broken("no such command: " + request[0]);
  const auto* const run = std::get_if<data_function>(&known->run);
  if (!run) return;  // SELECT 0, which other programs write
  std::string ignored;
  into.begin();
  try {
    (*run)(into, request, ignored);
  } catch (const refused& e) {
    throw broken(e.what());
  }
}

}  // namespace

std::uint64_t replay(const log_file& log, std::uint64_t size, const command_table& commands, database& into) {
  into.let_expire(false);
  request_reader records({.words = 16 * 1024 * 1024, .bytes = 1024 * 1024 * 1024});
  std::uint64_t whole = 0, begin = 0;  // what has been done; where the next record begins
  std::vector<std::pair<words, std::uint64_t>> transaction;
  bool in_transaction = false;
  try {
    for (std::uint64_t read = 0; read < size;) {
      const std::string some = log.read(read, static_cast<std::size_t>(std::min<std::uint64_t>(piece, size - read)));
      if (some.empty()) break;
      otp::checkpoint();  // who ends the reader need not wait for the end of the log
      read += some.size();
      records.add(some);
      while (auto record = records.next()) {
        const std::string name = lower((*record)[0]);
        if (name == "multi") {
          in_transaction = true;
        } else if (name == "exec") {
          for (auto& [each, at] : transaction) do_again(commands, into, each, at);
          transaction.clear();
          in_transaction = false;
        } else if (in_transaction) {
          transaction.emplace_back(*std::move(record), begin);
        } else {
          do_again(commands, into, *record, begin);
        }
        begin = records.taken();
        if (!in_transaction) whole = begin;
      }
    }
  } catch (const protocol_error& e) {
    throw broken_log("byte " + std::to_string(begin) +
                     " of the log: the record that begins there is broken: " + e.what());
  }
  into.let_expire(true);
  into.begin();
  return whole;
}

void write_snapshot(const database& of, log_file& to) {
  std::string records;
  const auto write_if = [&](std::size_t enough) {
    if (records.size() <= enough) return;
    to.append(records);
    records.clear();
  };
  for (const auto& [name, e] : of.entries()) {
    if (of.expired(e)) continue;
    if (const auto* text = std::get_if<std::string>(&e.value)) {
      write_request(records, {"SET", name, *text});
    } else {
      const list& all = std::get<list>(e.value);
      for (std::size_t i = 0; i < all.size();) {
        words push{"RPUSH", name};
        for (; i < all.size() && push.size() < 64; ++i) push.push_back(all[i]);
        write_request(records, push);
        write_if(piece);
      }
    }
    if (e.expires != never) write_request(records, {"PEXPIREAT", name, std::to_string(e.expires)});
    write_if(piece);
  }
  write_if(0);
}

// ---- in memory ------------------------------------------------------------------------------------------------------

namespace {

/// The log itself, or a replacement with bytes of its own.
class memory_file final : public log_file {
 public:
  memory_file(std::shared_ptr<memory_log::contents> log, bool replacement)
      : log_(std::move(log)), bytes_(replacement ? own_ : log_->bytes) {}
  void append(std::string_view records) override {
    if (log_->full) throw log_failure("No space left on device");
    bytes_ += records;
  }
  void sync() override {}
  std::uint64_t size() const override { return bytes_.size(); }
  std::string read(std::uint64_t from, std::size_t at_most) const override { return bytes_.substr(from, at_most); }
  void cut(std::uint64_t size) override { bytes_.resize(size); }
  void install() override { log_->bytes = own_; }

 private:
  std::shared_ptr<memory_log::contents> log_;
  std::string own_;
  std::string& bytes_;
};

}  // namespace

std::shared_ptr<log_file> memory_log::open() { return std::make_shared<memory_file>(inside_, false); }
std::shared_ptr<log_file> memory_log::open_replacement() { return std::make_shared<memory_file>(inside_, true); }

}  // namespace kv
