%% messages.erl - the twins of messages_test.cpp: the same rows on the real BEAM.
-module(messages).
-export([rows/0]).
-import(scene, [named/2, name_of/1, idle/1, idle_linked/1, idle_trapping/1, dead/1, settle/0, note/1, note/2, hear/0,
                hear_all/0, attempt/2, tell/2, spawn_named/2]).

send_all(L) -> [self() ! M || M <- L].
ms() -> erlang:monotonic_time(millisecond).

rows() -> [
{"MSG-01", fun() -> D = dead(a), attempt("dead", fun() -> D ! x end), attempt("self", fun() -> self() ! x end),
    hear() end},
{"MSG-02", fun() -> S = self(), [spawn(fun() -> [S ! {K, I} || I <- lists:seq(1, 50)] end) || K <- [1, 2, 3]],
    All = [receive M -> M end || _ <- lists:seq(1, 150)],
    [begin L = [I || {J, I} <- All, J =:= K], note("in order", L =:= lists:sort(L)) end || K <- [1, 2, 3]] end},
{"MSG-03", fun() -> S = self(), {A, _} = spawn_monitor(fun() -> S ! 1, S ! 2 end), named(a, A), hear_all() end},
{"MSG-04", fun() -> S = self(), [spawn(fun() -> S ! I end) || I <- lists:seq(1, 20)],
    note(io_lib:format("sum ~p", [lists:sum([receive I -> I end || _ <- lists:seq(1, 20)])])) end},
{"MSG-07", fun() -> send_all([a, x1, b, x2, c]),
    receive M when M =:= x1; M =:= x2 -> note(io_lib:format("taken ~p", [M])) end,
    hear_all() end},
{"MSG-08", fun() -> send_all([second, first]), receive first -> note("clause 1"); second -> note("clause 2") end,
    hear() end},
{"MSG-09", fun() -> send_all(lists:seq(1, 1000)), self() ! 'at the end',
    F = fun() -> receive A when is_atom(A) -> note(atom_to_list(A)) after 0 -> note("nothing") end end, F(), F() end},
{"MSG-10", fun() -> S = self(), T0 = ms(),
    spawn(fun() -> [begin timer:sleep(20), S ! I end || I <- lists:seq(1, 10)] end),
    receive nothing_like_it -> ok after 50 -> ok end, note("before the last", ms() - T0 < 180) end},
{"MSG-12", fun() -> F = fun() -> receive there -> ok after -1 -> ok end end, self() ! there,
    attempt("with a match", F), attempt("without", F) end},
{"MSG-13", fun() -> send_all([a, b]), T0 = ms(), receive after 20 -> ok end, note("slept", ms() - T0 >= 20),
    hear_all() end},
{"MSG-14", fun() -> note("early", lists:any(fun(_) -> T0 = erlang:monotonic_time(microsecond),
    receive x -> ok after 5 -> ok end, erlang:monotonic_time(microsecond) - T0 < 5000 end, lists:seq(1, 20))) end},
{"MSG-15", fun() -> S = self(), spawn(fun() -> timer:sleep(30), S ! late end),
    receive late -> ok after 1 -> note("timeout") end, hear() end},
{"MSG-16", fun() -> send_all([a, b]), receive M when hd(M) =:= x; M =:= b -> note(io_lib:format("taken ~p", [M])) end,
    hear() end},
{"MSG-17", fun() -> send_all(lists:seq(1, 10000)), R = make_ref(), self() ! {R, reply},
    receive {R, M} -> note(atom_to_list(M)) end end},
{"MSG-18", fun() -> send_all([a, b]), try receive _ -> error(in_the_body) end catch error:_ -> note("failed") end,
    hear_all() end},
{"MSG-19", fun() -> process_flag(trap_exit, true), self() ! 1, idle_linked(a) ! gone, settle(), self() ! 2, B = idle(b),
    monitor(process, B), B ! stop, settle(), self() ! 3, named(t, erlang:start_timer(1, self(), due)), settle(),
    self() ! 4,
    hear_all() end},
{"MSG-20", fun() -> attempt("name", fun() -> msg20 ! x end), A = alias(), unalias(A),
    attempt("alias", fun() -> A ! x end), hear() end},
{"MSG-21", fun() -> A = spawn_named(a, fun() -> receive ready -> ok end end), monitor(process, A),
    [A ! I || I <- lists:seq(1, 10)], A ! ready, hear(), hear() end}
].
