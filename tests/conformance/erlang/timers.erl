%% timers.erl - the twins of timers_test.cpp: the same rows on the real BEAM.
-module(timers).
-export([rows/0]).
-import(scene, [named/2, name_of/1, idle/1, idle_linked/1, idle_trapping/1, dead/1, settle/0, note/1, note/2, hear/0,
                hear_all/0, attempt/2, tell/2]).

%% For the BEAM's false and milliseconds: whether there was time left.
left(Ref) -> erlang:read_timer(Ref) =/= false.
cancel(Ref) -> erlang:cancel_timer(Ref) =/= false.
within(X, Max) -> is_integer(X) andalso X >= 0 andalso X =< Max.

rows() -> [
{"TIM-01", fun() -> erlang:send_after(10, self(), plain), hear(),
    named(t, erlang:start_timer(10, self(), wrapped)), hear() end},
{"TIM-02", fun() -> T = erlang:send_after(30, self(), late),
    note("within its time", within(erlang:cancel_timer(T), 30)),
    note("again", cancel(T)), hear() end},
{"TIM-03", fun() -> T = erlang:send_after(1, self(), fired), settle(), note("expired", cancel(T)),
    note("unknown", cancel(make_ref())), hear() end},
{"TIM-04", fun() -> T = erlang:send_after(50, self(), fired), note("within its time", within(erlang:read_timer(T), 50)),
    hear(), note("expired", left(T)), C = erlang:send_after(50, self(), no), cancel(C), note("cancelled", left(C)),
    note("unknown", left(make_ref())) end},
{"TIM-05", fun() -> T = erlang:send_after(3600000, dead(a), x), note("left", left(T)) end},
{"TIM-06", fun() -> A = idle(a), T = erlang:send_after(3600000, A, x), note("before", left(T)), monitor(process, A),
    A ! stop, hear(), settle(), note("after", left(T)) end},
{"TIM-07", fun() -> erlang:send_after(10, tim07, 'for the later holder'), register(tim07, self()),
    receive M -> note(io_lib:format("message ~s", [M])) end, unregister(tim07),
    erlang:send_after(1, tim07, 'for nobody'), hear() end},
{"TIM-08", fun() -> S = self(),
    {P, _} = spawn_monitor(fun() -> erlang:send_after(20, S, 'from the dead') end), named(a, P), hear(),
    receive M -> note(io_lib:format("message ~s", [M])) end end},
{"TIM-09", fun() -> note("early", lists:any(fun(_) -> T0 = erlang:monotonic_time(microsecond),
    erlang:send_after(5, self(), x), receive x -> ok end, erlang:monotonic_time(microsecond) - T0 < 5000 end,
    lists:seq(1, 20))) end},
{"TIM-10", fun() -> [erlang:send_after(N, self(), N) || N <- [60, 20, 40, 0]], hear_all() end},
{"TIM-11", fun() -> attempt("negative", fun() -> erlang:send_after(-1, self(), 1) end),
    attempt("nobody", fun() -> erlang:send_after(1, 17, 1) end),
    attempt("negative start_timer", fun() -> erlang:start_timer(-1, self(), 1) end) end},
{"TIM-15", fun() -> T = erlang:send_after(40, self(), late), {P, _} = spawn_monitor(fun() ->
    exit(case erlang:cancel_timer(T) of false -> 'not there'; _ -> cancelled end) end), named(a, P), hear(),
    hear() end},
{"TIM-16", fun() -> {ok, T} = timer:send_interval(5, tick), [hear() || _ <- [1, 2, 3]], timer:cancel(T), settle(),
    flush(), hear(), attempt("cancel again", fun() -> timer:cancel(T) end) end},
{"TIM-17", fun() -> A = idle(a), B = idle_trapping(b), monitor(process, A), timer:exit_after(10, A, late), hear(),
    monitor(process, B), timer:kill_after(10, B), hear() end}
].

flush() -> receive tick -> flush() after 0 -> ok end.
