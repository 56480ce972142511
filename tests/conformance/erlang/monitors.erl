%% monitors.erl - the twins of monitors_test.cpp: the same rows on the real BEAM.
-module(monitors).
-export([rows/0]).
-import(scene, [named/2, name_of/1, idle/1, idle_linked/1, idle_trapping/1, dead/1, settle/0, note/1, note/2, hear/0,
                hear_all/0, attempt/2, tell/2]).

end_of(Name, F) -> {P, _} = spawn_monitor(F), named(Name, P), hear().
through(Address, What) -> {_, M} = spawn_monitor(fun() -> Address ! What end), receive {'DOWN', M, _, _, _} -> ok end.

rows() -> [
{"MON-01", fun() -> A = idle(a), M1 = monitor(process, A), M2 = monitor(process, A), note("unique", M1 =/= M2),
    demonitor(M2), A ! reason, hear() end},
{"MON-02", fun() -> monitor(process, dead(a)), hear() end},
{"MON-03", fun() -> A = idle(a), S = self(), [monitor(process, A) || _ <- [1, 2, 3]],
    [spawn(fun() -> monitor(process, A), S ! ready, receive {'DOWN', _, _, _, _} -> S ! 1 end end)
     || _ <- lists:seq(1, 100)],
    [receive ready -> ok end || _ <- lists:seq(1, 100)], A ! gone,
    note(io_lib:format("watchers told ~p", [lists:sum([receive 1 -> 1 end || _ <- lists:seq(1, 100)])])),
    hear_all() end},
{"MON-04", fun() -> A = idle(a), M = monitor(process, A), exit(A, first), exit(A, second), hear(), hear(),
    note("still there", demonitor(M, [info])) end},
{"MON-05", fun() -> A = idle(a), {W, _} = spawn_monitor(fun() -> monitor(process, A), exit('watcher crashed') end),
    named(w, W), receive {'DOWN', _, _, _, R} -> note(io_lib:format("DOWN w ~s", [R])) end, settle(),
    note("alive", is_process_alive(A)), {monitored_by, L} = process_info(A, monitored_by),
    note(io_lib:format("watchers ~p", [length(L)])) end},
{"MON-06", fun() -> A = idle(a), register(mon06, A), monitor(process, mon06), A ! gone, hear(),
    monitor(process, mon06), hear() end},
{"MON-07", fun() -> A = idle(a), B = idle(b), register(mon07, A), monitor(process, mon07), unregister(mon07),
    register(mon07, B), exit(B, 'b ends'), hear(), exit(A, 'a ends'),
    receive {'DOWN', _, _, {N, _}, R} -> note(io_lib:format("DOWN ~p ~s", [N, R])) end end},
{"MON-08", fun() -> S = self(), {A, _} = spawn_monitor(fun() -> monitor(process, self()),
    {monitored_by, L} = process_info(self(), monitored_by), S ! {watched_by, length(L)} end), named(a, A),
    receive {watched_by, N} -> note(io_lib:format("message watched_by ~p", [N])) end, hear() end},
{"MON-09", fun() -> A = idle(a), M = monitor(process, A), attempt("once", fun() -> demonitor(M) end),
    attempt("twice", fun() -> demonitor(M) end), attempt("unknown", fun() -> demonitor(make_ref()) end),
    exit(A, kill), hear() end},
{"MON-10", fun() -> A = idle(a), M = monitor(process, A), exit(A, gone), settle(), demonitor(M), hear() end},
{"MON-11", fun() -> A = idle(a), M = monitor(process, A), exit(A, gone), settle(), demonitor(M, [flush]), hear() end},
{"MON-12", fun() -> A = idle(a), M1 = monitor(process, A), note("active", demonitor(M1, [info])),
    note("again", demonitor(M1, [info])), M2 = monitor(process, A), exit(A, gone), settle(),
    note("too late", demonitor(M2, [info])), hear() end},
{"MON-13", fun() -> A = idle(a), M1 = monitor(process, A), note("active", demonitor(M1, [flush, info])),
    M2 = monitor(process, A), exit(A, gone), settle(), note("flushed", demonitor(M2, [flush, info])), hear() end},
{"MON-17", fun() -> end_of(returns, fun() -> ok end), end_of(exits, fun() -> exit(r) end),
    end_of(fails, fun() -> error(boom) end), end_of(throws, fun() -> throw(42) end),
    A = idle(a), B = idle(b), monitor(process, A), exit(A, kill), hear(), monitor(process, B), exit(B, shutdown),
    hear() end},
{"MON-18", fun() -> note("trapping", process_flag(trap_exit, false)), A = idle(a), monitor(process, A), A ! stop,
    hear() end},
{"MON-21", fun() -> A = idle(a), exit(A, reason), monitor(process, A), hear() end},
{"MON-27", fun() -> A = alias(), through(A, through), hear(), note("unalias", unalias(A)), through(A, dropped), hear(),
    note("unalias again", unalias(A)) end},
{"MON-28", fun() -> A = alias([reply]), spawn(fun() -> A ! first, A ! second end), hear(), hear() end},
{"MON-29", fun() -> A = idle(a), M = monitor(process, A, [{alias, reply_demonitor}]),
    spawn(fun() -> M ! first, M ! second end), hear(), hear(), exit(A, kill), hear() end},
{"MON-30", fun() -> A = idle(a), B = idle(b), M = monitor(process, A, [{alias, demonitor}]), demonitor(M, [flush]),
    M ! late, hear(), O = monitor(process, B, [{alias, explicit_unalias}]), B ! stop, hear(), O ! still, hear(),
    note("unalias", unalias(O)), O ! 'no more', hear() end},
{"MON-35", fun() -> [begin A = idle(a), M = monitor(process, A, [{alias, Mode}]), note("unalias", unalias(M)),
    note("again", unalias(M)), M ! dropped, A ! gone, hear_all() end
    || Mode <- [explicit_unalias, demonitor, reply_demonitor]] end}
].
