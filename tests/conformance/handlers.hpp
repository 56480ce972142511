// handlers.hpp - a handler that does what each event says, and tells the row what is called. erlang/handler.erl is its
// twin.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include <otp/gen_event.hpp>

#include "scene.hpp"

/// Does something with the handler of this name; all others only tell of it.
struct happening {
  std::string what;
  std::string whose = {};
};
struct question {
  using reply = std::string;
  std::string text;
};
struct where {
  using reply = otp::pid;
};

class handler : public otp::event_handler<handler, happening> {
 public:
  handler(otp::pid row, std::string name) : row_(std::move(row)), name_(std::move(name)) {
    if (name_ == "bad") throw std::runtime_error("boom");
  }
  /// In the place of another.
  handler(otp::pid row, std::string name, std::optional<std::string> left) : handler(std::move(row), std::move(name)) {
    tell("gets " + left.value_or("error"));
  }
  next handle_event(const happening& h) {
    if (h.whose == name_) {
      if (h.what == "crash") throw std::runtime_error("boom");
      if (h.what == "exit") otp::exit("left");
      if (h.what == "remove") return remove();
      if (h.what == "swap") return swap<handler>({.id = "new"}, row_, "new");
    }
    tell(h.what);
    return keep();
  }
  std::string handle_call(const question& q) {
    if (q.text == "crash") throw std::runtime_error("boom");
    return "yes";
  }
  otp::pid handle_call(where) { return otp::self(); }
  std::string terminate(const otp::handler_end& why) {
    const bool error = why.reason.which() == otp::exit_reason::kind::error;
    tell("terminate " + (error ? "{error,error " + why.reason.text() + "}" : to_string(why)));
    return "bye";
  }

 private:
  void tell(const std::string& what) { otp::send(row_, told{name_ + " " + what}); }

  otp::pid row_;
  std::string name_;
};

class event_scene : public scene {
 protected:
  using manager = otp::event_manager_ref<happening>;

  manager start(const std::string& name = "manager") {
    const auto made = otp::start<otp::gen_event<happening>>();
    named(name, made);
    return made;
  }
  /// {handler,Id}, whose name is its id.
  static void add(const manager& m, const std::string& id) {
    otp::add_handler<handler>(m, {.id = id}, otp::self(), id);
  }
  static void add_supervised(const manager& m, const std::string& id) {
    otp::add_sup_handler<handler>(m, {.id = id}, otp::self(), id);
  }
  void which(const manager& m) {
    std::string all = "which";
    for (const otp::handler_id& each : otp::which_handlers(m)) all += " " + to_string(each);
    note(all);
  }
  /// `what bye`, or `what {error,reason}`.
  template <class T>
  void note_answer(const std::string& what, const otp::response<T>& got) {
    note(what + " " + (got ? *got.value : "{error," + text_of(got.failure) + "}"));
  }
};
