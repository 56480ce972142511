// key_value_server_test.cpp - the key-value server of the tutorials, part by part and as its clients see it.
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "key_value_server.hpp"

namespace {

std::vector<kv::words> requests_in(const std::vector<std::string>& pieces) {
  kv::request_reader reader;
  std::vector<kv::words> all;
  for (const std::string& piece : pieces) {
    reader.add(piece);
    while (auto request = reader.next()) all.push_back(*std::move(request));
  }
  return all;
}

std::string protocol_error_of(const std::string& bytes) {
  try {
    requests_in({bytes});
  } catch (const kv::protocol_error& e) {
    return e.what();
  }
  return "none";
}

/// What a database has become that replays these bytes, and how many of them were whole.
std::pair<std::uint64_t, std::string> replayed(const std::string& bytes) {
  const otp::system system(virtual_time());
  memory_log log;
  log.inside().bytes = bytes;
  const auto data = std::make_unique<kv::database>();
  const std::uint64_t whole = replay(*log.open(), bytes.size(), *made_services()->commands, *data);
  memory_log made;
  write_snapshot(*data, *made.open());
  return {whole, made.inside().bytes};
}

}  // namespace

TEST(key_value_protocol, requests_do_not_depend_on_how_their_bytes_are_cut) {
  const std::string bytes =
      "*2\r\n$3\r\nGET\r\n$1\r\na\r\n\r\nPING\r\n*0\r\n*-1\r\nset \"a b\" 'c\\'d' \"\\\\ \\\"\"\r\n*1\r\n$0\r\n\r\n";
  const std::vector<kv::words> wanted{{"GET", "a"}, {"PING"}, {"set", "a b", "c'd", "\\ \""}, {""}};
  EXPECT_EQ(requests_in({bytes}), wanted);
  for (std::size_t i = 0; i <= bytes.size(); ++i)
    for (std::size_t j = i; j <= bytes.size(); ++j)
      ASSERT_EQ(requests_in({bytes.substr(0, i), bytes.substr(i, j - i), bytes.substr(j)}), wanted) << i << " " << j;
}

TEST(key_value_protocol, what_is_no_request_is_refused_in_redis_words) {
  EXPECT_EQ(protocol_error_of("*3000000000\r\n"), "invalid multibulk length");
  EXPECT_EQ(protocol_error_of("*x\r\n"), "invalid multibulk length");
  EXPECT_EQ(protocol_error_of("*1\r\nfoo\r\n"), "expected '$', got 'f'");
  EXPECT_EQ(protocol_error_of("*1\r\n$-1\r\n"), "invalid bulk length");
  EXPECT_EQ(protocol_error_of("*1\r\n$2000000000\r\n"), "invalid bulk length");
  EXPECT_EQ(protocol_error_of("*2\r\n$40000000\r\n" + std::string(40'000'000, 'x') + "\r\n$40000000\r\n"),
            "invalid bulk length");
  EXPECT_EQ(protocol_error_of("a \"b\r\n"), "unbalanced quotes in request");
  EXPECT_EQ(protocol_error_of("a \"b\"c\r\n"), "unbalanced quotes in request");
  EXPECT_EQ(protocol_error_of(std::string(70'000, 'x')), "too big a line");
  EXPECT_EQ(protocol_error_of("*" + std::string(70'000, '1')), "too big a line");
  EXPECT_EQ(protocol_error_of("*1\r\n$" + std::string(70'000, '1')), "too big a line");
}

TEST(key_value_protocol, no_bytes_at_all_hold_it_up) {
  std::mt19937 random(7);
  const std::string alphabet = "*$\r\n0123-ab\"' ";
  for (int run = 0; run < 20'000; ++run) {
    std::string bytes;
    while (random() % 40 != 0) bytes += alphabet[random() % alphabet.size()];
    protocol_error_of(bytes);
  }
}

TEST(key_value_server, strings_and_counters) {
  const running_server server(made_services(), virtual_time());
  EXPECT_EQ(server.says("SET a 1\r\nGET a\r\nGET b\r\nINCR a\r\nINCRBY a 40\r\nINCRBY a -11\r\n"),
            "+OK\r\n$1\r\n1\r\n$-1\r\n:2\r\n:42\r\n:31\r\n");
  EXPECT_EQ(server.says("SET a 2 NX\r\nSET a 3 XX GET\r\nDEL a b\r\nSET a 1 XX\r\nSET b x\r\nEXISTS a b c\r\n"),
            "$-1\r\n$2\r\n31\r\n:1\r\n$-1\r\n+OK\r\n:1\r\n");
  EXPECT_EQ(server.says("INCR b\r\nRPUSH l a\r\nGET l\r\nFLY a\r\nGET\r\n"),
            "-ERR value is not an integer or out of range\r\n:1\r\n"
            "-WRONGTYPE Operation against a key holding the wrong kind of value\r\n"
            "-ERR unknown command 'FLY'\r\n"
            "-ERR wrong number of arguments for 'get' command\r\n");
  EXPECT_EQ(server.says("KEYS [^b]*\r\nKEYS b?\r\nKEYS \\b\r\nKEYS *a*a*a*a*a*a*a*c\r\n"),
            "*1\r\n$1\r\nl\r\n*0\r\n*1\r\n$1\r\nb\r\n*0\r\n");
}

TEST(key_value_server, names_end_by_a_timer_and_when_they_are_asked_for) {
  const running_server server(made_services(), virtual_time());
  EXPECT_EQ(server.says("SET a 1 EX 10\r\nTTL a\r\nSET b 1\r\nPEXPIRE b 500\r\nTTL c\r\n"),
            "+OK\r\n:10\r\n+OK\r\n:1\r\n:-2\r\n");
  otp::sleep_for(600ms);
  EXPECT_EQ(otp::call(kv_keyspace, kv::ask_figures{}).names, 1u) << "b is gone, though none asks";
  EXPECT_EQ(server.says("GET b\r\nSET a 2 KEEPTTL\r\nTTL a\r\nSET c 1 EX 100\r\nSET c 2\r\nTTL c\r\n"),
            "$-1\r\n+OK\r\n:9\r\n+OK\r\n+OK\r\n:-1\r\n");
  otp::sleep_for(20s);
  EXPECT_EQ(server.says("EXISTS a c\r\n"), ":1\r\n");
}

TEST(key_value_server, a_client_that_waits_is_served_by_the_next_push_in_turn) {
  const running_server server(made_services(), virtual_time());
  const client first = server.connected(), second = server.connected();
  first.send("BLPOP q 0\r\n");
  otp::sleep_for(1s);
  second.send("BRPOP p q 0\r\n");
  otp::sleep_for(1s);
  EXPECT_EQ(otp::call(kv_keyspace, kv::ask_figures{}).blocked, 2u);
  EXPECT_EQ(server.says("RPUSH q 1 2 3\r\nLRANGE q 0 -1\r\n"), ":3\r\n*1\r\n$1\r\n2\r\n");
  EXPECT_EQ(first.hear(), "q 1");
  EXPECT_EQ(second.hear(), "q 3");
  first.send("BLPOP none 2.5\r\n");
  EXPECT_EQ(first.hear(), "nil");
}

TEST(key_value_server, an_element_is_not_given_to_a_client_that_has_gone) {
  const running_server server(made_services(), virtual_time());
  {
    const client gone = server.connected();
    gone.send("BLPOP q 0\r\n");
    otp::sleep_for(1s);
  }
  otp::sleep_for(1s);
  EXPECT_EQ(otp::call(kv_keyspace, kv::ask_figures{}).blocked, 0u);
  EXPECT_EQ(server.says("RPUSH q 1\r\nLLEN q\r\n"), ":1\r\n:1\r\n");
}

TEST(key_value_server, transactions_are_done_whole_or_not_at_all) {
  const running_server server(made_services(), virtual_time());
  const client one = server.connected();
  EXPECT_EQ(one.ask("WATCH a"), "OK");
  EXPECT_EQ(one.ask("MULTI"), "OK");
  EXPECT_EQ(one.ask("INCR a"), "QUEUED");
  EXPECT_EQ(one.ask("RPUSH l 1"), "QUEUED");
  server.says("SET a 7\r\n");
  EXPECT_EQ(one.ask("EXEC"), "nil");
  one.ask("MULTI");
  one.ask("INCR a");
  one.ask("RPUSH l 1");
  EXPECT_EQ(one.ask("EXEC"), "8 1");
  one.ask("MULTI");
  EXPECT_EQ(one.ask("PING"), "QUEUED");
  EXPECT_EQ(one.ask("INFO"), "-ERR Command not allowed inside a transaction");
  EXPECT_EQ(one.ask("EXEC"), "-EXECABORT Transaction discarded because of previous errors.");
  one.ask("MULTI");
  EXPECT_EQ(one.ask("GET").substr(0, 4), "-ERR");
  EXPECT_EQ(one.ask("EXEC"), "-EXECABORT Transaction discarded because of previous errors.");
}

TEST(key_value_server, what_is_published_reaches_subscribers_and_a_slow_one_is_out) {
  report_box box;
  const running_server server(made_services(), virtual_time(box.options()));
  const client one = server.connected();
  EXPECT_EQ(one.ask("SUBSCRIBE news"), "subscribe news 1");
  EXPECT_EQ(one.ask("GET a").substr(0, 23), "-ERR Can't execute 'get");
  EXPECT_EQ(server.says("PUBLISH news hi\r\nPUBLISH other hi\r\n"), ":1\r\n:0\r\n");
  EXPECT_EQ(one.hear(), "message news hi");
  EXPECT_EQ(one.ask("UNSUBSCRIBE"), "unsubscribe news 0");
  EXPECT_EQ(one.ask("UNSUBSCRIBE"), "unsubscribe nil 0");
  EXPECT_EQ(one.ask("SUBSCRIBE news"), "subscribe news 1");
  const client publisher = server.connected();
  const std::string large(20'000, 'x');
  for (int i = 0; i < 20'000 && publisher.ask("PUBLISH news " + large) != "0"; ++i) continue;
  otp::sleep_for(1s);
  EXPECT_EQ(publisher.ask("PUBLISH news hi"), "0") << "it is out";
}

TEST(key_value_server, limits_have_redis_errors) {
  const auto house = made_services();
  house->max_clients = 2;
  house->max_memory = sizeof(kv::database) + 1000;
  const running_server server(house, virtual_time());
  const client one = server.connected();
  EXPECT_EQ(one.ask("SET a " + std::string(2000, 'x')), "OK");
  EXPECT_EQ(one.ask("SET b 1"), "-OOM command not allowed when used memory > 'maxmemory'.");
  EXPECT_EQ(one.ask("GET b"), "nil");
  EXPECT_EQ(one.ask("DEL a"), "1");
  EXPECT_EQ(one.ask("SET b 1"), "OK");
  const client two = server.connected();
  EXPECT_EQ(two.ask("PING"), "PONG");
  EXPECT_EQ(server.connected().hear(), "-ERR max number of clients reached");
  EXPECT_EQ(one.ask("CLIENT KILL ID 2"), "1");
  otp::sleep_for(1s);
  EXPECT_EQ(two.hear(), "end");
}

// ---- the log --------------------------------------------------------------------------------------------------------

TEST(key_value_log, a_log_that_is_cut_in_its_last_record_gives_all_the_others) {
  const std::string first = "*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\n1\r\n", last = "*2\r\n$4\r\nINCR\r\n$1\r\na\r\n";
  const std::string unit = "*1\r\n$5\r\nMULTI\r\n" + last + last + "*1\r\n$4\r\nEXEC\r\n";
  for (const std::string& end : {last, unit})
    for (std::size_t cut = 0; cut < end.size(); ++cut)
      ASSERT_EQ(replayed(first + end.substr(0, cut)), std::pair(first.size(), first)) << cut;
  EXPECT_EQ(replayed(first + unit).second, "*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\n3\r\n");
}

TEST(key_value_log, a_broken_middle_is_refused_with_its_place) {
  const std::string record = "*2\r\n$4\r\nINCR\r\n$1\r\na\r\n";
  try {
    replayed(record + "*2\r\n$4\r\nIN\rR\r\nx1\r\na\r\n" + record);
    ADD_FAILURE();
  } catch (const kv::broken_log& e) {
    EXPECT_EQ(std::string(e.what()).substr(0, 19), "byte 21 of the log:") << e.what();
  }
  EXPECT_THROW(replayed("*1\r\n$3\r\nFLY\r\n"), kv::broken_log);
}

TEST(key_value_log, the_state_of_a_killed_keyspace_and_of_a_killed_writer_comes_back) {
  const auto house = made_services(std::make_shared<memory_log>());
  report_box box;
  const running_server server(house, virtual_time(box.options()));
  const client one = server.connected();
  EXPECT_EQ(one.ask("RPUSH l a b c"), "3");
  EXPECT_EQ(one.ask("SET a 1 EX 100"), "OK");
  for (const char* part : {"keyspace", "log"}) {
    otp::exit(otp::whereis_name(part), otp::kill);
    otp::sleep_for(1s);
    EXPECT_EQ(one.ask("LRANGE l 0 -1"), "a b c") << part;
    EXPECT_EQ(one.ask("INCR a").substr(0, 1), part[0] == 'k' ? "2" : "3");
  }
  otp::exit(otp::whereis_name("data"), otp::kill);  // then clients have to come anew
  otp::sleep_for(1s);
  EXPECT_EQ(one.hear(), "end");
  const client other = server.connected();
  EXPECT_EQ(other.ask("GET a"), "3");
  otp::sleep_for(100s);
  EXPECT_EQ(other.ask("GET a"), "nil");
}

TEST(key_value_log, a_full_disk_refuses_writes_takes_them_back_and_is_tried_again) {
  const auto log = std::make_shared<memory_log>();
  const running_server server(made_services(log), virtual_time());
  const client one = server.connected();
  EXPECT_EQ(one.ask("SET a 1"), "OK");
  log->inside().full = true;
  const std::string refusal = "-MISCONF Errors writing to the AOF file: No space left on device";
  for (int i = 0; i < 3; ++i) EXPECT_EQ(one.ask("INCR a"), refusal);
  EXPECT_EQ(one.ask("GET a"), "1");
  otp::sleep_for(5s);
  EXPECT_EQ(one.ask("INCR a"), refusal);
  log->inside().full = false;
  otp::sleep_for(2s);
  EXPECT_EQ(one.ask("INCR a"), "2");
  const std::string record = "*2\r\n$4\r\nINCR\r\n$1\r\na\r\n";
  EXPECT_EQ(log->inside().bytes, "*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\n1\r\n" + record);
}

TEST(key_value_log, a_rewrite_keeps_the_state_and_what_comes_meanwhile) {
  const auto log = std::make_shared<memory_log>();
  const running_server server(made_services(log), virtual_time());
  const client one = server.connected();
  for (int i = 0; i < 50; ++i) one.ask("INCR a");
  const std::size_t before = log->inside().bytes.size();
  EXPECT_EQ(one.ask("BGREWRITEAOF"), "Background append only file rewriting started");
  for (int i = 0; i < 5; ++i) one.ask("INCR a");
  otp::sleep_for(1s);
  EXPECT_LT(log->inside().bytes.size(), before);
  otp::exit(otp::whereis_name("keyspace"), otp::kill);
  otp::sleep_for(1s);
  EXPECT_EQ(one.ask("GET a"), "55");
}

TEST(key_value_log, the_file_takes_back_what_it_has_not_written_whole_and_is_replaced_in_one_step) {
  const std::string path = std::filesystem::temp_directory_path() / ("kv_test_" + std::to_string(::getpid()));
  std::filesystem::create_directories(path);
  {
    const auto store = kv::log_in_directory(path);
    const auto log = store->open();
    log->append("one");
    log->append("two");
    log->cut(4);
    EXPECT_EQ(store->open()->read(0, 100), "onet");
    const auto made = store->open_replacement();
    made->append("three");
    made->sync();
    EXPECT_EQ(store->open()->size(), 4u);
    made->install();
    store->open_replacement()->append("never installed");
    EXPECT_EQ(store->open()->read(1, 3), "hre");
  }
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(path), {}), 1);
  std::filesystem::remove_all(path);
}
