#include "machine/poll.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/eventfd.h>
#endif
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <string>
#include <system_error>
#include <vector>

#include <otp/error.hpp>

namespace otp {

// ---- the bell -------------------------------------------------------------------------------------------------------

#if defined(__linux__)

doorbell::doorbell() : read_end_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), write_end_(read_end_) {
  if (read_end_ < 0) throw error(errc::system_limit, "eventfd: " + std::system_category().message(errno));
}
doorbell::~doorbell() { close(read_end_); }

#else

doorbell::doorbell() {
  int ends[2];
  if (pipe(ends) != 0) throw error(errc::system_limit, "pipe: " + std::system_category().message(errno));
  for (const int end : ends) {
    fcntl(end, F_SETFD, FD_CLOEXEC);
    fcntl(end, F_SETFL, O_NONBLOCK);
  }
  read_end_ = ends[0];
  write_end_ = ends[1];
}
doorbell::~doorbell() {
  close(read_end_);
  close(write_end_);
}

#endif

void doorbell::ring() noexcept {
  const std::uint64_t one = 1;
  while (write(write_end_, &one, sizeof one) < 0 && errno == EINTR) {  // when it is full, it rings already
  }
}

void doorbell::hush() noexcept {
  std::uint64_t rung[16];
  ssize_t got;
  do got = read(read_end_, rung, sizeof rung);
  while (got == sizeof rung || (got < 0 && errno == EINTR));
}

// ---- polling --------------------------------------------------------------------------------------------------------

namespace {

int poll_until(pollfd* all, std::size_t count, time_point until) {
  if (until == never) return poll(all, static_cast<nfds_t>(count), -1);
  const duration left = std::max(duration::zero(), until - std::chrono::steady_clock::now());
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
#if defined(__linux__)
  timespec at_most{};
  at_most.tv_sec = static_cast<time_t>(seconds.count());
  at_most.tv_nsec = static_cast<long>((left - seconds).count());
  return ppoll(all, static_cast<nfds_t>(count), &at_most, nullptr);
#else
  const auto whole = std::chrono::ceil<std::chrono::milliseconds>(std::min<duration>(left, std::chrono::hours(24)));
  return poll(all, static_cast<nfds_t>(count), static_cast<int>(whole.count()));
#endif
}

}  // namespace

std::optional<std::size_t> poll_descriptors(std::span<const detail::watch> all, const doorbell* bell,
                                            time_point until) {
  std::array<pollfd, 8> few;
  std::vector<pollfd> many;
  pollfd* polled = few.data();
  if (all.size() >= few.size()) {
    many.resize(all.size() + 1);
    polled = many.data();
  }
  const auto not_open = [](const detail::watch& w) {
    return error(errc::badarg, "descriptor " + std::to_string(w.descriptor) + " is not open");
  };
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].descriptor < 0) throw not_open(all[i]);  // poll would pass over it without a word
    polled[i] = {all[i].descriptor, static_cast<short>(all[i].writing ? POLLOUT : POLLIN), 0};
  }
  polled[all.size()] = {bell ? bell->descriptor() : -1, POLLIN, 0};
  if (poll_until(polled, all.size() + 1, until) < 0) {
    if (errno == EINTR) return {};
    throw error(errc::system_limit, "poll: " + std::system_category().message(errno));
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    if ((polled[i].revents & POLLNVAL) != 0) throw not_open(all[i]);
    if (polled[i].revents != 0) return i;
  }
  return {};
}

}  // namespace otp
