// word_count.cpp - counts words by workers that crash, and loses none.
//
//   word_count         rest_for_one
//     tally            knows what has been counted
//     reader           knows how far it has read
//     dispatcher       knows who works on what
//     pool             one_for_one
//       worker_1 ...   know nothing worth keeping, and do what is risky
//
// rest_for_one, because each needs those before it: a new dispatcher makes tally and reader start over, and meets no
// worker of its predecessor's time; with a new tally or reader comes a new dispatcher; but when workers end, or the
// whole pool, the others stay, and so does what they know. What must not get lost is kept where next to nothing can go
// wrong: the error kernel, as Erlang people say.
#include <getopt.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <system_error>

#include <otp/otp.hpp>

#include "dispatcher.hpp"
#include "narrator.hpp"
#include "reader.hpp"
#include "tally.hpp"
#include "watch.hpp"
#include "worker.hpp"

namespace {

using namespace std::chrono_literals;

const char* const usage = R"(Usage: word_count [OPTION]... FILE...
Counts the words of all files together. A word is a run of bytes other than space \t \n \v \f \r.

  --faults N    glitches in 1000 batches of about 64 KiB, from 0 to 1000; default 100.
                Unless 0, a few lines are poison too: they crash who takes them.
  --seed N      decides which; the same seed, the same crashes; default 7
  --workers N   from 1 to 256; default 4
  --observe     shows the actors in a browser while they work, and until Enter is pressed
  --help        this text

Exit status: 0; 1 if lines got lost; 2 for wrong usage or a file that cannot be read.
)";

struct settings {
  unsigned faults = 100;
  std::uint64_t seed = 7;
  std::size_t workers = 4;
  bool observe = false;
  std::vector<std::string> files = {};
};

/// Wrong usage, or a file that cannot be read.
struct bad_input : std::runtime_error {
  using std::runtime_error::runtime_error;
};

template <class Number>
Number number(const std::string& option, std::string_view text, Number least, Number most) {
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size() && value >= least && value <= most) return value;
  throw bad_input(option + " takes a number from " + std::to_string(least) + " to " + std::to_string(most) + ", not '" +
                  std::string(text) + "'");
}

/// Nothing, if only help was asked for.
std::optional<settings> parse(int argc, char** argv) {
  const option options[] = {{"faults", required_argument, nullptr, 'f'},  {"seed", required_argument, nullptr, 's'},
                            {"workers", required_argument, nullptr, 'w'}, {"observe", no_argument, nullptr, 'o'},
                            {"help", no_argument, nullptr, 'h'},          {}};
  settings chosen;
  for (int which; (which = getopt_long(argc, argv, "", options, nullptr)) != -1;) {
    switch (which) {
      case 'f': chosen.faults = number("--faults", optarg, 0u, 1000u); break;
      case 's': chosen.seed = number("--seed", optarg, std::uint64_t{0}, ~std::uint64_t{0}); break;
      case 'w': chosen.workers = number("--workers", optarg, std::size_t{1}, std::size_t{256}); break;
      case 'o': chosen.observe = true; break;
      case 'h': return std::nullopt;
      default: throw bad_input("try --help");  // getopt has said what is wrong
    }
  }
  chosen.files.assign(argv + optind, argv + argc);
  if (chosen.files.empty()) throw bad_input("no FILE given; try --help");
  return chosen;
}

/// Looks at all files before anything is counted. Returns their size together.
std::uint64_t check(const std::vector<std::string>& files) {
  std::uint64_t bytes = 0;
  for (const std::string& file : files) {
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(file, error);
    int code = error.value();
    if (is_directory(status)) code = EISDIR;
    if (is_regular_file(status)) {  // others, a pipe for example, can perhaps be opened only once
      bytes += std::filesystem::file_size(file, error);
      std::FILE* const opened = std::fopen(file.c_str(), "rb");
      opened ? std::fclose(opened) : code = errno;
    }
    if (code != 0) throw bad_input("cannot read " + file + ": " + std::generic_category().message(code));
  }
  return bytes;
}

// ---- the tree ------------------------------------------------------------------------------------------------------

/// So many restarts in a second are no reason to give up, because they were asked for: those for poison lines, and two
/// for each batch that glitches, at 10,000 batches a second, which is more than this program can do. A pool with more
/// has other trouble. If no faults are asked for, it is OTP's default.
int normal_restarts(unsigned faults) { return faults == 0 ? 1 : 40 + static_cast<int>(faults) * 2 * 10'000 / 1000; }

otp::supervisor_ref start_tree(const settings& chosen, narrator& tell) {
  std::vector<otp::child_spec> workers;
  for (std::size_t i = 1; i <= chosen.workers; ++i)
    workers.push_back(otp::child("worker_" + std::to_string(i),
                                 [faults = fault_injector(chosen.faults, chosen.seed)] { run_worker(faults); }));
  const otp::supervisor_flags pool = {
      .strategy = otp::one_for_one, .intensity = normal_restarts(chosen.faults), .period = 1s, .name = "pool"};
  return otp::start_supervisor(
      // OTP's default intensity, 1 restart in 5 s: nobody at this level is expected to fail.
      {.strategy = otp::rest_for_one, .name = "word_count"},
      {otp::child<tally>("tally", {.name = "tally"}, std::ref(tell)),
       otp::child<reader>("reader", {.name = "reader"}, chosen.files),
       otp::child<dispatcher>("dispatcher", {.name = "dispatcher"}, otp::self(), chosen.workers, std::ref(tell)),
       otp::child_supervisor("pool", pool, std::move(workers))});
}

void tell_tree(narrator& tell, const std::string& id, const otp::pid& supervisor, const std::string& indent = "") {
  tell.tell("tree", indent + id + " " + to_string(supervisor));
  const std::vector<otp::child_info> children = otp::which_children(otp::supervisor_ref(supervisor));
  for (auto child = children.rbegin(); child != children.rend(); ++child) {  // in the order of their start
    if (child->type == otp::child_type::supervisor)
      tell_tree(tell, child->id, child->pid, indent + "  ");
    else
      tell.tell("tree", indent + "  " + child->id + " " + to_string(child->pid));
  }
}

/// Waits for the end. Returns how many lines have been given out.
std::uint64_t await_end(const otp::supervisor_ref& top, narrator& tell) {
  std::optional<std::uint64_t> lines_given;
  while (!lines_given) {
    otp::receive(
        [&](const hello& h) {
          tell_tree(tell, "word_count", top.pid());
          otp::send(h.dispatcher, begin{});
        },
        [&](finished f) { lines_given = f.lines_given; }, [](const read_failed& f) { throw bad_input(f.text); },
        [](const otp::exit_message& e) { throw std::runtime_error("the supervisor gave up: " + to_string(e.reason)); });
  }
  return *lines_given;
}

int count(const settings& chosen) {
  narrator tell(check(chosen.files));
  const otp::system system({.report = [&](const otp::report& r) { tell.report(r); },
                            .trace = [&](const otp::trace_event& event) { tell.trace(event); }});
  otp::trap_exit(true);  // if the tree gives up, we want to hear of it, not to share its fate
  const watch observer = chosen.observe ? start_watch() : watch();
  if (chosen.observe) tell.tell("observe", observer.address);
  const otp::time_point start = otp::now();
  const otp::supervisor_ref top = start_tree(chosen, tell);
  const std::uint64_t lines_given = await_end(top, tell);
  const totals counted = otp::call(the_tally, get_totals{});
  if (chosen.observe) {
    tell.tell("observe", "all is counted; Enter ends the program");
    otp::blocking([] { std::getchar(); });
  }
  otp::stop(top);  // and with it all others, in reverse order: nothing happens any more

  const auto lost = static_cast<std::int64_t>(lines_given - counted.lines);  // below 0: something was counted twice
  tell.tell("done", std::to_string(lines_given) + " lines in " + std::to_string((otp::now() - start) / 1ms) + " ms");
  tell.print("words " + std::to_string(counted.words) + "\ndistinct " + std::to_string(counted.distinct) +
             "\ncrashes " + std::to_string(tell.crashes()) + "\nrestarts " + std::to_string(tell.restarts()) +
             "\nlost " + std::to_string(lost) + "\n");
  if (std::ferror(stdout)) throw std::runtime_error("cannot write to standard output");
  return lost == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const auto complain = [](const std::exception& e) { std::fprintf(stderr, "word_count: %s\n", e.what()); };
  try {
    if (const std::optional<settings> chosen = parse(argc, argv)) return count(*chosen);
    return std::fputs(usage, stdout) < 0 ? 1 : 0;
  } catch (const bad_input& e) {
    complain(e);
    return 2;
  } catch (const std::exception& e) {
    complain(e);
    return 1;
  }
}
