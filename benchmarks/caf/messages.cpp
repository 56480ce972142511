// The questions about messages and lives for CAF 0.17: event-based actors, scheduled on its pool, or each detached,
// which gives it a thread of its own. main is a scoped actor, which blocks; so what is measured is done by other
// actors, which send it the outcome.
#include <caf/all.hpp>

#include "../workloads.hpp"

namespace caf_messages_question {

using ping = caf::atom_constant<caf::atom("ping")>;
using pong = caf::atom_constant<caf::atom("pong")>;
using go = caf::atom_constant<caf::atom("go")>;
using done = caf::atom_constant<caf::atom("done")>;

template <class F>
caf::actor start(caf::actor_system& system, F body) {
  return CAF_DETACHED ? system.spawn<caf::detached>(body) : system.spawn(body);
}

/// A system and main's actor in it; actors that it starts end with it.
struct scene {
  caf::actor_system_config config;
  caf::actor_system system{config};
  caf::scoped_actor self{system};
  std::vector<caf::actor> all;

  template <class F>
  caf::actor spawn(F body) {
    return all.emplace_back(start(system, body));
  }
  ~scene() {
    for (const caf::actor& a : all) caf::anon_send_exit(a, caf::exit_reason::kill);
  }
};

/// How much is done before main, which blocks, is told.
constexpr int batch = 1'000;

void ping_pong(benchmark::State& state) {
  scene s;
  const caf::actor partner =
      s.spawn([](caf::event_based_actor*) -> caf::behavior { return {[](ping) { return pong::value; }}; });
  const caf::actor main = s.self;
  const caf::actor player = s.spawn([=](caf::event_based_actor* me) -> caf::behavior {
    return {[=](go) { me->send(partner, ping::value); },
            [=, n = 0](pong) mutable {
              if (++n % batch == 0)
                me->send(main, done::value);
              else
                me->send(partner, ping::value);
            }};
  });
  for (auto _ : state) {
    s.self->send(player, go::value);
    s.self->receive([](done) {});
  }
  bench::count(state, batch);
}
BENCHMARK(ping_pong)->Apply(bench::ping_pong);

void fan_in(benchmark::State& state) {
  scene s;
  const int each = bench::fan_in_messages / static_cast<int>(state.range(0));
  const caf::actor to = s.self;
  std::vector<caf::actor> senders;
  for (int i = 0; i < state.range(0); ++i)
    senders.push_back(s.spawn([=](caf::event_based_actor* me) -> caf::behavior {
      return {[=](go) {
        for (int n = 0; n < each; ++n) me->send(to, static_cast<std::uint64_t>(n));
      }};
    }));
  for (auto _ : state) {
    for (const caf::actor& sender : senders) s.self->send(sender, go::value);
    int n = 0;
    s.self->receive_for(n, bench::fan_in_messages)([](std::uint64_t) {});
  }
  bench::count(state, bench::fan_in_messages);
}
BENCHMARK(fan_in)->Apply(bench::fan_in);

void ring(benchmark::State& state) {
  scene s;
  const caf::actor main = s.self;
  constexpr int rounds = 10;
  const caf::actor last = s.spawn([=](caf::event_based_actor* me) -> caf::behavior {
    me->set_default_handler(caf::skip);
    return {[=](const caf::actor& first) {
      me->become([=](go) { me->send(first, ping::value); },
                 [=, n = 0](ping) mutable {
                   if (++n % rounds == 0)
                     me->send(main, done::value);
                   else
                     me->send(first, ping::value);
                 });
    }};
  });
  caf::actor first = last;
  for (int i = 1; i < state.range(0); ++i)
    first = s.spawn([next = first](caf::event_based_actor* me) -> caf::behavior {
      return {[=](ping) { me->send(next, ping::value); }};
    });
  s.self->send(last, first);
  for (auto _ : state) {
    s.self->send(last, go::value);
    s.self->receive([](done) {});
  }
  bench::count(state, state.range(0) * rounds);
}
BENCHMARK(ring)->Apply(bench::ring);

void ask(caf::event_based_actor* me, const caf::actor& server, const caf::actor& main, int left) {
  me->request(server, std::chrono::seconds(5), 1).then([=](int) {
    if (left > 1)
      ask(me, server, main, left - 1);
    else
      me->send(main, done::value);
  });
}

void call(benchmark::State& state) {
  scene s;
  const caf::actor server = s.spawn(
      [](caf::event_based_actor*) -> caf::behavior { return {[total = 0](int n) mutable { return total += n; }}; });
  const caf::actor main = s.self;
  const caf::actor client =
      s.spawn([=](caf::event_based_actor* me) -> caf::behavior { return {[=](go) { ask(me, server, main, batch); }}; });
  for (auto _ : state) {
    s.self->send(client, go::value);
    s.self->receive([](done) {});
  }
  bench::count(state, batch);
}
BENCHMARK(call)->Apply(bench::call);

void spawn_exit(benchmark::State& state) {
  scene s;
  for (auto _ : state) {
    const caf::actor child = start(s.system, [](caf::event_based_actor*) {});
    s.self->monitor(child);
    s.self->receive([](const caf::down_msg&) {});
  }
  bench::count(state, 1);
}
BENCHMARK(spawn_exit)->Apply(bench::spawn_exit);

void fork_join_create(benchmark::State& state) {
  scene s;
  const caf::actor to = s.self;
  for (auto _ : state) {
    for (int i = 0; i < bench::forked; ++i)
      s.self->send(start(s.system,
                         [=](caf::event_based_actor* me) -> caf::behavior {
                           return {[=](go) {
                             bench::compute(1);
                             me->send(to, done::value);
                             me->quit();
                           }};
                         }),
                   go::value);
    int n = 0;
    s.self->receive_for(n, bench::forked)([](done) {});
  }
  bench::count(state, bench::forked);
}
BENCHMARK(fork_join_create)->Apply(bench::fork_join_create);

void fork_join_throughput(benchmark::State& state) {
  scene s;
  const caf::actor to = s.self;
  for (int i = 0; i < bench::joined; ++i)
    s.spawn([=](caf::event_based_actor* me) -> caf::behavior {
      return {[=, n = 0](go) mutable {
        bench::compute(1);
        if (++n % bench::joined_messages == 0) me->send(to, done::value);
      }};
    });
  for (auto _ : state) {
    for (int i = 0; i < bench::joined_messages; ++i)
      for (const caf::actor& w : s.all) s.self->send(w, go::value);
    int n = 0;
    s.self->receive_for(n, bench::joined)([](done) {});
  }
  bench::count(state, bench::joined * bench::joined_messages);
}
BENCHMARK(fork_join_throughput)->Apply(bench::fork_join_throughput);

void idle(benchmark::State& state) {
  scene s;
  for (auto _ : state) {
    const double before = bench::resident_bytes();
    for (int i = 0; i < state.range(0); ++i)
      s.spawn([](caf::event_based_actor*) -> caf::behavior { return {[](go) {}}; });
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    state.counters["bytes"] = (bench::resident_bytes() - before) / static_cast<double>(state.range(0));
    const double used = bench::processor_seconds();
    std::this_thread::sleep_for(std::chrono::seconds(1));
    state.counters["processors"] = bench::processor_seconds() - used;
  }
}
BENCHMARK(idle)->Apply(bench::idle);

}  // namespace caf_messages_question
