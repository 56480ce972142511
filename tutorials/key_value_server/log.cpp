// log.cpp - replay and snapshot: how a database comes out of a log, and a log out of a database.
#include "log.hpp"

#include <algorithm>

#include <otp/actor.hpp>

namespace kv {
namespace {

constexpr std::size_t piece = 1024 * 1024;

broken_log broken(std::uint64_t at, const std::string& why) {
  return broken_log("byte " + std::to_string(at) + " of the log: the record that begins there is broken: " + why);
}

void do_again(const command_table& commands, database& into, const words& record, std::uint64_t at) {
  const command* const known = commands.find(record[0]);
  const auto* const run = known && known->takes(record.size()) ? std::get_if<data_function>(&known->run) : nullptr;
  if (!run) throw broken(at, "no such command: " + record[0]);
  std::string answer;
  into.run(*run, record, answer);
  if (answer.starts_with('-')) throw broken(at, answer);
  into.take_records();  // they are in the log
  into.take_grown();
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
          for (const auto& [each, at] : transaction) do_again(commands, into, each, at);
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
    throw broken(begin, e.what());
  }
  into.let_expire(true);
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
      reply::bulks(records, {"SET", name, *text});
    } else {
      const list& all = std::get<list>(e.value);
      for (std::size_t i = 0; i < all.size();) {
        words push{"RPUSH", name};
        for (; i < all.size() && push.size() < 64; ++i) push.push_back(all[i]);
        reply::bulks(records, push);
        write_if(piece);
      }
    }
    if (e.expires != never) reply::bulks(records, {"PEXPIREAT", name, std::to_string(e.expires)});
    write_if(piece);
  }
  write_if(0);
}

}  // namespace kv
