// request_ids.hpp - many requests under way at once.
//
// Mirrors        gen_server: reqids_new/0, reqids_add/3, reqids_size/1, reqids_to_list/1, wait_response/3,
//                receive_response/3, check_response/3; send_request/4 is add(send_request(...), label)
// Differs        A collection is for replies of one type, and is changed in its place. `no_request` and `timeout` are
//                both nothing: size() tells them apart. What receive_response has given up is no longer in it.
// Thread safety  Belongs to the actor that sent the requests.
// Invariants     1. Responses are given in the order in which they come, each once.
//                2. What waits in the mailbox from before the oldest of the requests does not slow them down.
//                3. A response that receive_response has given up never shows up.
// Chapter        5
#pragma once

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <otp/request.hpp>

namespace otp {

/// What becomes of a request that has got its response: OTP's Delete. One that is kept counts in size(), stands in
/// to_list() with its label, and is waited for in vain.
enum class handled_request : std::uint8_t { removed, kept };

/// Requests with replies of one type, each with a label, answered in the order in which the responses come.
template <class R, class Label = std::string>
class request_ids {
 public:
  struct labelled {
    otp::response<R> response;
    Label label;
  };

  /// Errors: error{badarg} for a request that is among them.
  void add(request_id<R> asked, Label label) {
    if (find(asked.id) < waiting_.size()) throw error(errc::badarg, "request_ids: this request is among them already");
    waiting_.push_back({std::move(asked), std::move(label)});
  }
  /// So many responses are still to be given.
  std::size_t size() const noexcept { return waiting_.size() + last_.size(); }
  /// The requests and their labels, in the order in which they were added.
  std::vector<std::pair<request_id<R>, Label>> to_list() const {
    std::vector<std::pair<request_id<R>, Label>> all;
    for (const entry& each : waiting_) all.emplace_back(each.asked, each.label);
    return all;
  }

  /// The first response to any of them. Returns: nothing when none is left, or the time is up and nothing has come.
  /// Blocks: at most `wait`.
  std::optional<labelled> wait_response(duration wait, handled_request then = handled_request::removed) {
    if (!last_.empty()) {
      labelled first = std::move(last_.front());
      last_.pop_front();
      return first;
    }
    if (waiting_.empty()) return std::nullopt;
    auto ours = when_ours();
    using identified = typename decltype(ours)::identified;
    std::optional<identified> one = receive(older(), ours, after(wait, [] { return std::optional<identified>(); }));
    if (!one) return std::nullopt;
    return take(find(one->id), std::move(one->got), then);
  }
  /// ... and gives up all of them when the time is up: late responses vanish, and none is left.
  std::optional<labelled> receive_response(duration wait, handled_request then = handled_request::removed) {
    if (auto got = wait_response(wait, then)) return got;
    for (const entry& each : waiting_) demonitor(each.asked.id, flush);
    // Some may have come between the timeout and this; from here on none can.
    std::deque<labelled> late;
    while (auto got = wait_response(duration::zero())) late.push_back(*std::move(got));
    waiting_.clear();
    last_ = std::move(late);
    return wait_response(duration::zero());
  }
  /// The response, if `m` is one to any of them: for messages received by other means. Takes the reply out of it.
  std::optional<labelled> check_response(message& m, handled_request then = handled_request::removed) {
    auto ours = when_ours();
    if (!ours.accepts(m)) return std::nullopt;
    auto one = ours.run(std::move(m));
    return take(find(one.id), std::move(one.got), then);
  }

 private:
  struct entry {
    request_id<R> asked;
    Label label;
  };
  auto when_ours() const {
    return when_response<R>([this](const ref& id) { return find(id) < waiting_.size(); });
  }
  std::size_t find(const ref& id) const {
    std::size_t i = 0;
    while (i < waiting_.size() && waiting_[i].asked.id != id) ++i;
    return i;
  }
  /// Where no response to any of them can be.
  receive_mark older() const {
    const auto oldest = std::min_element(waiting_.begin(), waiting_.end(), [](const entry& a, const entry& b) {
      return a.asked.older.position() < b.asked.older.position();
    });
    return oldest->asked.older;
  }
  std::optional<labelled> take(std::size_t i, otp::response<R> got, handled_request then) {
    if (then == handled_request::kept) {
      if constexpr (std::copy_constructible<Label>) return labelled{std::move(got), waiting_[i].label};
      throw error(errc::badarg, "request_ids: a request is kept only with a label that can be copied");
    }
    labelled taken{std::move(got), std::move(waiting_[i].label)};
    waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(i));
    return taken;
  }
  std::vector<entry> waiting_;
  std::deque<labelled> last_;  // that came when they were being given up
};

}  // namespace otp
