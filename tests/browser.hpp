// browser.hpp - the other side of an observer, for its tests: requests, streams, and readers that do not read.
#pragma once

#include <httplib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <string>
#include <thread>

#include <otp/observer.hpp>

#include "support.hpp"

/// A browser's side of an observer.
class browser {
 public:
  explicit browser(const otp::observer& of) : address_(of.address()) {}

  std::string base() const { return address_.substr(0, address_.find('/', 7)); }
  std::string token() const {
    const auto hash = address_.find("#token=");
    return hash == std::string::npos ? "" : address_.substr(hash + 7);
  }
  httplib::Client client() const {
    httplib::Client made(base());
    made.set_read_timeout(20s);
    return made;
  }
  httplib::Result get(const std::string& path, const httplib::Headers& headers = {}) const {
    return client().Get(path, headers);
  }
  std::string body(const std::string& path) const {
    const httplib::Result got = get(path);
    if (!got) return "no answer: " + to_string(got.error());
    EXPECT_EQ(got->status, 200) << got->body;
    return got->body;
  }
  httplib::Result post(const std::string& path, const std::string& json, const std::string& token) const {
    return client().Post(path, {{"X-Otpp-Token", token}}, json, "application/json");
  }
  httplib::Result act(const std::string& json) const { return post("/api/action", json, token()); }

 private:
  const std::string address_;
};

/// The object in a list that begins with this pid; empty: there is none.
inline std::string object_of(const std::string& json, const otp::pid& whom) {
  const auto begin = json.find("{\"pid\":\"" + to_string(whom) + "\"");
  if (begin == std::string::npos) return "";
  int depth = 0;
  auto end = begin;
  do {
    depth += json[end] == '{' ? 1 : json[end] == '}' ? -1 : 0;
    ++end;
  } while (depth > 0);
  return json.substr(begin, end - begin);
}
/// The first field of that name, as it is written.
inline std::string field(const std::string& object, const std::string& name) {
  const auto at = object.find("\"" + name + "\":");
  if (at == std::string::npos) return "no " + name;
  const auto begin = at + name.size() + 3;
  if (object[begin] == '"') return object.substr(begin + 1, object.find('"', begin + 1) - begin - 1);
  return object.substr(begin, object.find_first_of(",}", begin) - begin);
}

inline otp::supervisor_ref shop() {
  const auto waits = [] { otp::receive([](done) {}); };
  return otp::start_supervisor({.intensity = 1000, .period = 1s, .name = "shop"},
                               {otp::child("till", waits), otp::child("stock", waits)});
}

/// Reads a stream on a thread of its own until a text has come, or the stream has ended.
class stream_reader {
 public:
  stream_reader(const browser& from, const std::string& path, std::string until)
      : thread_([this, from, path, until = std::move(until)] {
          httplib::Client client = from.client();
          const httplib::Result got = client.Get(path, [&](const char* data, std::size_t size) {
            text_.append(data, size);
            began_ = true;
            return until.empty() || text_.find(until) == std::string::npos;
          });
          status_ = got ? got->status : 0;
          ended_ = true;
        }) {}
  ~stream_reader() {
    if (thread_.joinable()) thread_.join();
  }
  void await_begin() const {
    while (!began_ && !ended_) std::this_thread::yield();
  }
  /// All that has come.
  const std::string& text() {
    thread_.join();
    return text_;
  }

 private:
  std::string text_;
  std::atomic<bool> began_{false}, ended_{false};
  std::atomic<int> status_{0};
  std::thread thread_;
};

/// A connection that sends a request and does not read.
class silent_reader {
 public:
  silent_reader(const browser& from, const std::string& path) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    const std::string port = from.base().substr(from.base().rfind(':') + 1);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(std::stoi(port)));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int small = 4096;
    setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    EXPECT_EQ(connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to), 0);
    const std::string request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n";
    EXPECT_EQ(write(socket_, request.data(), request.size()), static_cast<ssize_t>(request.size()));
    char first = 0;
    EXPECT_EQ(read(socket_, &first, 1), 1);  // it has begun
  }
  ~silent_reader() { close(socket_); }
  silent_reader(const silent_reader&) = delete;
  silent_reader& operator=(const silent_reader&) = delete;

 private:
  const int socket_;
};

inline bool comes_true_within(std::chrono::milliseconds time, const std::function<bool()>& what) {
  const auto end = std::chrono::steady_clock::now() + time;
  while (!what()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::yield();
  }
  return true;
}
