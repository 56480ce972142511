#include "process/shown_message.hpp"

#include "process/runtime.hpp"

namespace otp {

shown_message::shown_message(const process* sender, const message& m) noexcept
    : what_(trace_event::kind::send), sender_(sender), id_(m.id()) {
  make_texts(m);
}

shown_message::shown_message(const ref& timer, const message& m) noexcept
    : what_(trace_event::kind::timer_fired), sender_(nullptr), id_(timer) {
  make_texts(m);
}

void shown_message::make_texts(const message& m) noexcept try {
  name_ = m.name();
  value_ = m.text();
} catch (...) {
}

void shown_message::sent(process& to, std::uint64_t position) const noexcept { tell(what_, to, position); }

void shown_message::dropped(process& to) const noexcept {
  if (what_ == trace_event::kind::send) tell(trace_event::kind::drop, to, 0);
}

void shown_message::tell(trace_event::kind what, process& to, std::uint64_t position) const noexcept {
  to.home->trace(what, sender_, pid(&to), [&](trace_event& e) {
    e.text = name_;
    e.value = value_;
    e.position = position;
    e.id = id_;
  });
}

}  // namespace otp
