#include "observer/web.hpp"

#include <httplib.h>

#include <charconv>
#include <csignal>
#include <functional>
#include <set>
#include <thread>
#include <utility>

#include <otp/error.hpp>

#include "machine/platform.hpp"
#include "observer/event_stream.hpp"
#include "observer/json.hpp"
#include "observer/page.hpp"
#include "observer/request_threads.hpp"
#include "observer/views.hpp"
#include "observer/worker.hpp"
#include "process/runtime.hpp"

namespace otp::observing {

namespace {

using namespace std::chrono_literals;
using httplib::DataSink;
using httplib::Request;
using httplib::Response;
using std::chrono::milliseconds;

constexpr std::size_t longest_body = 65'536;
constexpr std::size_t threads_beside_streams = 16;
constexpr auto reader_may_stall = std::chrono::seconds(1);
constexpr milliseconds events_every = milliseconds(50);
constexpr auto comment_every = 5s;

void reply(Response& to, const answer& what) {
  to.status = what.status;
  to.set_content(what.body, "application/json");
}
void reply(Response& to, const std::string& json) { reply(to, answer{200, json}); }

/// What is wrong with a request, told with the status that goes with it.
struct refused {
  answer what;
};
[[noreturn]] void refuse(int status, const std::string& error, const std::string& text) {
  throw refused{refusal(status, error, text)};
}

std::uint64_t number(const Request& from, const char* name, std::uint64_t otherwise, std::uint64_t least,
                     std::uint64_t most) {
  if (!from.has_param(name)) return otherwise;
  const std::string text = from.get_param_value(name);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size() && value >= least && value <= most) return value;
  refuse(400, "bad_request",
         std::string(name) + " is a number from " + std::to_string(least) + " to " + std::to_string(most));
}

table_request table_asked(const Request& from) {
  table_request asked;
  if (from.has_param("sort")) asked.sort = from.get_param_value("sort");
  if (!can_sort_by(asked.sort)) refuse(400, "bad_request", "sort: there is no such column");
  asked.order = from.get_param_value("order");
  if (!asked.order.empty() && asked.order != "asc" && asked.order != "desc")
    refuse(400, "bad_request", "order is asc or desc");
  asked.filter = from.get_param_value("filter");
  asked.limit = number(from, "limit", 100, 1, 1000);
  asked.offset = number(from, "offset", 0, 0, 1'000'000'000);
  return asked;
}

/// A view that is asked for again and again. Nothing: what it shows has ended.
using view = std::function<std::optional<std::string>(duration at_most_old)>;

view view_asked(watched& seen, const std::string& name, const Request& from) {
  if (name == "overview") return [&](duration old) { return std::optional(overview_view(seen, old)); };
  if (name == "tree") return [&](duration old) { return std::optional(tree_view(seen, old)); };
  if (name == "names") return [&](duration) { return std::optional(names_view(seen)); };
  if (name == "processes")
    return [&, asked = table_asked(from)](duration old) { return std::optional(processes_view(seen, asked, old)); };
  if (name == "reports")
    return [&, limit = number(from, "limit", 100, 1, 10'000)](duration) {
      return std::optional(reports_view(seen, limit));
    };
  if (name == "process") return [&, whom = from.get_param_value("pid")](duration) { return process_view(seen, whom); };
  refuse(404, "not_found", "there is no view '" + name + "'");
}

/// A stream's place among those that may be open; gone with the last copy.
using place = std::shared_ptr<void>;
place take_place(const std::shared_ptr<watched>& seen) {
  const int most = static_cast<int>(seen->settings.streams);
  place mine(nullptr, [seen](void*) { --seen->streams; });
  if (++seen->streams > most) refuse(503, "busy", std::to_string(most) + " streams are open already");
  return mine;
}

/// Sends what next() gives, until it or the reader ends it.
void stream(Response& to, const std::shared_ptr<watched>& seen, milliseconds every, place mine,
            std::function<bool(std::string& text)> next) {
  auto last_sent = std::make_shared<std::chrono::steady_clock::time_point>();
  to.set_header("Cache-Control", "no-store");
  to.set_chunked_content_provider("text/event-stream",
                                  [=, first = std::make_shared<bool>(true)](std::size_t, DataSink& sink) {
                                    if (!std::exchange(*first, false) && !seen->open.wait_for(every)) return false;
                                    static_cast<void>(mine);
                                    std::string text;
                                    const bool goes_on = next(text);
                                    const auto now = std::chrono::steady_clock::now();
                                    if (text.empty() && now - *last_sent >= comment_every) text = ": \n\n";
                                    if (!text.empty()) {
                                      *last_sent = now;
                                      if (!sink.write(text.data(), text.size())) return false;
                                    } else if (!sink.is_writable()) {
                                      return false;
                                    }
                                    if (!goes_on) sink.done();
                                    return true;
                                  });
}

void send_updates(const std::shared_ptr<watched>& seen, const Request& from, Response& to) {
  const view shown = view_asked(*seen, from.get_param_value("view"), from);
  const milliseconds every(number(from, "every", 1000, 250, 60'000));
  stream(to, seen, every, take_place(seen), [=](std::string& text) {
    const std::optional<std::string> now = shown(milliseconds(200));  // readers of several pages share a look
    text = now ? "data: " + *now + "\n\n" : "event: gone\ndata: {}\n\n";
    return now.has_value();
  });
}

void send_events(const std::shared_ptr<watched>& seen, const Request& from, Response& to) {
  const std::uint64_t rate = number(from, "rate", 1000, 1, 20'000);
  std::vector<pid> only;
  for (std::size_t i = 0; i < from.get_param_value_count("pid"); ++i) {
    only.push_back(find_actor(*seen->system, from.get_param_value("pid", i)));
    if (!only.back()) refuse(404, "not_found", "there is no actor " + from.get_param_value("pid", i));
  }
  const place mine = take_place(seen);
  const auto events = std::make_shared<event_stream>(rate, std::move(only));
  const auto hook = std::make_shared<const tracer>([events](const trace_event& e) { events->offer(e); });
  seen->system->tracers.add(hook);
  const std::shared_ptr<void> traces(nullptr, [seen, hook](void*) { seen->system->tracers.remove(hook); });
  const std::string header =
      to_json({trace_event::kind::begin, {}, {}, to_string(resolve(seen->system->settings.schedule))});
  stream(to, seen, events_every, mine,
         [events, traces, header = std::make_shared<std::string>(header)](std::string& text) {
           const std::string begin = std::exchange(*header, {});
           text = (begin.empty() ? "" : "data: " + begin + "\n\n") + events->take();
           return true;
         });
}

void record(watched& seen, const flat_json& asked, Response& to) {
  if (seen.settings.record.empty()) refuse(403, "forbidden", "this program names no file to record to");
  const std::string what = get<std::string>(asked, "do").value_or("");
  if (what != "start" && what != "stop") refuse(400, "bad_request", R"("do" is "start" or "stop")");
  try {
    what == "start" ? seen.recorder.start() : seen.recorder.stop();
  } catch (const error& e) {
    refuse(409, "refused", e.what());
  }
  json_object done;
  done.add("ok", true);
  reply(
      to,
      done.raw("recording", seen.recorder.on() ? json_object().add("path", seen.recorder.path()).str() : "null").str());
}

void do_action(watched& seen, const flat_json& asked, Response& to) {
  if (seen.system->scheduler.seeded())
    refuse(409, "refused", "a system with a seed does what its seed says, and nothing else");
  if (!seen.worker) refuse(403, "forbidden", "this program allows no actions");
  reply(to, act(seen, asked));
}

/// The httplib server sets what the whole program does when it writes to a closed pipe. That is put back: its threads
/// keep the signal from themselves.
class own_sigpipe {
 public:
  own_sigpipe() { sigaction(SIGPIPE, nullptr, &before_); }
  ~own_sigpipe() { sigaction(SIGPIPE, &before_, nullptr); }
  own_sigpipe(const own_sigpipe&) = delete;
  own_sigpipe& operator=(const own_sigpipe&) = delete;

 private:
  struct sigaction before_ = {};
};

/// Threads that are started in its scope get no signals: those are the program's business.
class no_signals {
 public:
  no_signals() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before_);
  }
  ~no_signals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  no_signals(const no_signals&) = delete;
  no_signals& operator=(const no_signals&) = delete;

 private:
  sigset_t before_;
};

}  // namespace

struct web::server {
  explicit server(std::shared_ptr<watched> what) : seen(std::move(what)) {}

  void routes();
  bool guard(const Request& asked, Response& to) const;
  std::string host_in_url() const {
    return seen->settings.host.find(':') == std::string::npos ? seen->settings.host : "[" + seen->settings.host + "]";
  }
  template <class F>
  httplib::Server::Handler answering(F f) const {
    return [f = std::move(f)](const Request& from, Response& to) {
      try {
        f(from, to);
      } catch (const refused& e) {
        reply(to, e.what);
      }
    };
  }

  const std::shared_ptr<watched> seen;
  own_sigpipe sigpipe;  // before the server, whose constructor it is about
  httplib::Server http;
  int port = 0;
  std::set<std::string> hosts = {};  // as which this server may be asked
  std::thread thread = {};
};

/// Whether the request is answered already: by a refusal.
bool web::server::guard(const Request& asked, Response& to) const {
  to.set_header("X-Content-Type-Options", "nosniff");
  const auto forbid = [&](const std::string& why) {
    reply(to, refusal(403, "forbidden", why));
    return true;
  };
  // A page of another site may have had its name point to this machine: then its name is in Host.
  if (!hosts.contains(asked.get_header_value("Host"))) return forbid("this server is not asked by that name");
  if (asked.has_header("Origin")) {
    const std::string origin = asked.get_header_value("Origin");
    if (!origin.starts_with("http://") || !hosts.contains(origin.substr(7))) return forbid("asked by a foreign page");
  }
  if (asked.method != "GET" && asked.method != "HEAD" && !seen->token_is_right(asked.get_header_value("X-Otpp-Token")))
    return forbid("the token is missing, or wrong");
  return false;
}

void web::server::routes() {
  http.set_pre_routing_handler([this](const Request& asked, Response& to) {
    return guard(asked, to) ? httplib::Server::HandlerResponse::Handled : httplib::Server::HandlerResponse::Unhandled;
  });
  http.Get("/", [](const Request&, Response& to) {
    to.set_header("Content-Security-Policy",
                  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src "
                  "data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    to.set_header("Cache-Control", "no-store");
    to.set_content(page.data(), page.size(), "text/html; charset=utf-8");
  });
  for (const char* const name : {"overview", "processes", "process", "tree", "names", "reports"})
    http.Get(std::string("/api/") + name, answering([s = seen, name](const Request& from, Response& to) {
               const std::optional<std::string> shown = view_asked(*s, name, from)(duration::zero());
               if (!shown) refuse(404, "not_found", "there is no actor " + from.get_param_value("pid"));
               to.set_header("Cache-Control", "no-store");
               reply(to, *shown);
             }));
  http.Get("/api/updates", answering([s = seen](const Request& from, Response& to) { send_updates(s, from, to); }));
  http.Get("/api/events", answering([s = seen](const Request& from, Response& to) { send_events(s, from, to); }));
  const auto with_body = [this](void (*act)(watched&, const flat_json&, Response&)) {
    return answering([s = seen, act](const Request& from, Response& to) {
      const std::optional<flat_json> asked = parse_flat(from.body);
      if (!asked) refuse(400, "bad_request", "the body is not a flat object of JSON");
      act(*s, *asked, to);
    });
  };
  http.Post("/api/record", with_body(record));
  http.Post("/api/action", with_body(do_action));
  http.set_exception_handler([](const Request&, Response& to, std::exception_ptr) {
    reply(to, refusal(500, "internal", "no memory, or an error of the observer's own"));
  });
  http.set_error_handler([](const Request&, Response& to) {
    if (!to.body.empty()) return;
    const bool large = to.status == 413;
    const bool missing = to.status == 404;
    reply(to, refusal(to.status,
                      large     ? "too_large"
                      : missing ? "not_found"
                                : "bad_request",
                      large     ? "a body may have 64 KB"
                      : missing ? "there is nothing of that name"
                                : "that request cannot be understood"));
  });
}

web::web(std::shared_ptr<watched> seen) : server_(std::make_unique<server>(std::move(seen))) {
  server& its = *server_;
  const observer_options& chosen = its.seen->settings;
  its.http.new_task_queue = [most = chosen.streams + threads_beside_streams] { return new request_threads(most); };
  its.http.set_payload_max_length(longest_body);
  its.http.set_keep_alive_max_count(1);  // a connection that is only kept would have a thread
  its.http.set_keep_alive_timeout(1);
  its.http.set_read_timeout(2s);
  // httplib's default lets two programs share a port.
  its.http.set_socket_options([](socket_t s) {
    const int yes = 1;
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  its.http.set_write_timeout(reader_may_stall);
  its.routes();
  its.port = chosen.port == 0                                  ? its.http.bind_to_any_port(chosen.host)
             : its.http.bind_to_port(chosen.host, chosen.port) ? chosen.port
                                                               : -1;
  if (its.port <= 0)
    throw error(errc::system_limit,
                "observer: cannot listen at " + its.host_in_url() + ":" + std::to_string(chosen.port));
  const std::string end = ":" + std::to_string(its.port);
  for (const std::string& name :
       {std::string("localhost"), std::string("127.0.0.1"), std::string("[::1]"), its.host_in_url()})
    its.hosts.insert(name + end);
  const no_signals for_its_threads;
  its.thread = std::thread([&its] {
    platform::name_this_thread("otp observer");
    its.http.listen_after_bind();
  });
  while (!its.http.is_running()) std::this_thread::yield();  // before that, stop() would do nothing
}

web::~web() {
  server_->seen->open.close();
  server_->http.stop();
  server_->thread.join();
}

std::string web::host_and_port() const { return server_->host_in_url() + ":" + std::to_string(server_->port); }

}  // namespace otp::observing
