// apart.hpp - a scenario in a process of its own, so that a crash or an endless wait of it is a result like others.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <string>

/// What is written, as the scenario sees it: each piece is told at once, and not lost by a crash that comes later.
class paper {
 public:
  explicit paper(int to) : to_(to) {}
  void operator+=(const std::string& text) {
    if (write(to_, text.data(), text.size()) < 0) std::abort();
  }

 private:
  int to_;
};

/// What the scenario writes onto its paper; then, if it does not come to its end, how it ended in words.
template <class Scenario>
std::string written_by(const Scenario& scenario) {
  int ends[2];
  if (pipe(ends) != 0) std::abort();
  const pid_t child = fork();
  if (child == 0) {
    alarm(10);
    paper sheet(ends[1]);
    scenario(sheet);
    _exit(0);
  }
  close(ends[1]);
  std::string all;
  char piece[1024];
  for (ssize_t got = 0; (got = read(ends[0], piece, sizeof piece)) > 0;)
    if (all.size() < 1000) all.append(piece, static_cast<std::size_t>(got));
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) return all + (WTERMSIG(status) == SIGALRM ? ", and it never ends" : ", and a crash");
  return WEXITSTATUS(status) == 0 ? all : all + ", and a failure";
}
