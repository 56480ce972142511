#include "process/shown_message.hpp"

#include "process/runtime.hpp"

namespace otp {

shown_message::shown_message(const process& sender, const message& m) noexcept
    : home_(*sender.home), sender_(&sender), id_(m.id()) {
  make_texts(m);
}

shown_message::shown_message(runtime& home, const ref& timer, const message& m) noexcept
    : home_(home), sender_(nullptr), id_(timer) {
  make_texts(m);
}

void shown_message::make_texts(const message& m) noexcept try {
  name_ = m.name();
  value_ = m.text();
} catch (...) {
}

void shown_message::sent(const pid& to, std::uint64_t position) const noexcept {
  const auto what = sender_ ? trace_event::kind::send : trace_event::kind::timer_fired;
  home_.trace(what, sender_, to, [&](trace_event& e) {
    e.text = name_;
    e.value = value_;
    e.position = position;
    e.id = id_;
  });
}

void shown_message::dropped(const pid& to) const noexcept {
  if (!sender_) return;
  home_.trace(trace_event::kind::drop, sender_, to, [&](trace_event& e) {
    e.text = name_;
    e.value = value_;
    e.id = id_;
  });
}

}  // namespace otp
