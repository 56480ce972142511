// reader.hpp - the server that cuts the files into batches. It reads on only when asked, so it never runs ahead of the
// workers, and a file of any size passes through a few megabytes. A file may be slow: only this actor's thread waits.
#pragma once

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <stdexcept>
#include <system_error>
#include <utility>
#include <vector>

#include <otp/otp.hpp>

#include "batch.hpp"

/// Asks for one batch. The answer goes to a pid, not to a name: a new dispatcher must not get what the old one asked
/// for.
struct read_on {
  otp::pid to;
};
struct end_of_input {};
struct read_failed {
  std::string text;
};
struct rewind_files {
  using reply = void;
};

class reader : public otp::gen_server<reader> {
 public:
  explicit reader(std::vector<std::string> files) : files_(std::move(files)) {}

  // A file that cannot be read is no bug that a restart could cure: so it is an answer, and not a crash.
  void handle_cast(const read_on& asked) {
    try {
      batch next = next_batch();
      if (next.text->empty())
        otp::send(asked.to, end_of_input{});
      else
        otp::send(asked.to, std::move(next));
    } catch (const std::runtime_error& e) {
      otp::send(asked.to, read_failed{e.what()});
    }
  }

  void handle_call(rewind_files) {
    next_file_ = 0;
    batches_ = 0;
    open_.reset();
    rest_.clear();
  }

 private:
  static constexpr std::size_t batch_size = 65'536;

  /// Lines of one file: no batch spans two, so no word does. Empty when all files are at their ends.
  batch next_batch() {
    std::string text;
    while (text.empty() && (open_ || next_file_ < files_.size())) {
      if (!open_) open(files_[next_file_++]);
      text = next_chunk();
      if (text.empty()) open_.reset();
    }
    batch next{.number = ++batches_, .first_line = next_line_};
    if (next_file_ > 0) next.file = files_[next_file_ - 1];
    next.lines = static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
    if (!text.ends_with('\n')) ++next.lines;
    next_line_ += next.lines;
    next.text = std::make_shared<const std::string>(std::move(text));
    return next;
  }

  void open(const std::string& file) {
    open_.reset(std::fopen(file.c_str(), "rb"));
    if (!open_) fail();
    next_line_ = 1;
  }

  /// The next piece of the open file, cut where it cuts no word: behind a newline if there is one, else behind another
  /// white space. Only a word longer than batch_size makes it grow, until that word ends. Empty at the end of the file.
  std::string next_chunk() {
    std::string text = std::exchange(rest_, {});
    for (std::size_t searched = 0;; searched = text.size()) {
      const std::size_t old = text.size();
      text.resize(old + batch_size);
      text.resize(old + std::fread(text.data() + old, 1, batch_size, open_.get()));
      if (std::ferror(open_.get())) fail();
      if (text.size() < old + batch_size) return text;  // the end of the file
      const auto unsearched = text.rend() - static_cast<std::ptrdiff_t>(searched);
      auto cut = std::find(text.rbegin(), unsearched, '\n');
      if (cut == unsearched) cut = std::find_if(text.rbegin(), unsearched, is_space);
      if (cut == unsearched) continue;
      rest_.assign(cut.base(), text.end());
      text.erase(cut.base(), text.end());
      return text;
    }
  }

  [[noreturn]] void fail() const {
    throw std::runtime_error("cannot read " + files_[next_file_ - 1] + ": " + std::generic_category().message(errno));
  }

  struct closer {
    void operator()(std::FILE* f) const { std::fclose(f); }
  };

  const std::vector<std::string> files_;
  std::size_t next_file_ = 0;
  std::uint64_t batches_ = 0;
  std::unique_ptr<std::FILE, closer> open_;
  std::string rest_;  // what has been read of the open file behind the last cut
  std::uint64_t next_line_ = 1;
};

inline const otp::server_ref<reader> the_reader{"reader"};
