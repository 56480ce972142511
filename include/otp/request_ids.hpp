// request_ids.hpp - many requests under way at once.
//
// Mirrors        gen_server: reqids_new/0, reqids_add/3, reqids_size/1, wait_response/3
// Differs        A collection is for replies of one type.
// Thread safety  Belongs to the actor that sent the requests.
// Invariants     1. Responses are given in the order in which they come, each once.
//                2. What waits in the mailbox from before the oldest of the requests does not slow them down.
// Chapter        5
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <otp/request.hpp>

namespace otp {

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
    if (find(asked.id) < size()) throw error(errc::badarg, "request_ids: this request is among them already");
    waiting_.push_back({std::move(asked), std::move(label)});
  }
  std::size_t size() const noexcept { return waiting_.size(); }

  /// The first response to any of them, whose request is then no longer among them. Nothing: none is left, or the time
  /// is up and nothing has come.
  std::optional<labelled> wait_response(duration wait) {
    if (waiting_.empty()) return std::nullopt;
    auto ours = when_response<R>([&](const ref& id) { return find(id) < size(); });
    using identified = typename decltype(ours)::identified;
    std::optional<identified> one = receive(older(), ours, after(wait, [] { return std::optional<identified>(); }));
    if (!one) return std::nullopt;
    return take(find(one->id), std::move(one->got));
  }

 private:
  struct entry {
    request_id<R> asked;
    Label label;
  };
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
  std::optional<labelled> take(std::size_t i, otp::response<R> got) {
    labelled taken{std::move(got), std::move(waiting_[i].label)};
    waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(i));
    return taken;
  }
  std::vector<entry> waiting_;
};

}  // namespace otp
