%% exit_signals.erl - the twins of exit_signals_test.cpp: the same rows on the real BEAM.
-module(exit_signals).
-export([rows/0]).
-import(scene, [named/2, name_of/1, idle/1, idle_linked/1, idle_trapping/1, dead/1, settle/0, note/1, note/2, hear/0,
                hear_all/0, attempt/2, tell/2, spawn_named/2]).

watched(Name, F) -> {P, _} = spawn_monitor(F), named(Name, P).
%% The text of an atom without its quotes.
hear_text() -> receive M when is_atom(M) -> note(io_lib:format("message ~s", [M]));
                       M -> note(scene:text(M)) after 100 -> note("nothing") end.

rows() -> [
{"EXIT-01", fun() -> A = idle(a), monitor(process, A), attempt("exit", fun() -> exit(A, reason) end), hear(),
    attempt("to the dead", fun() -> exit(A, reason) end) end},
{"EXIT-02", fun() -> A = idle(a), exit(A, normal), settle(), note("alive", is_process_alive(A)),
    B = idle_trapping(b), exit(B, normal), hear() end},
{"EXIT-04", fun() -> S = self(), watched(a, fun() -> exit(self(), normal), S ! 'not reached' end), hear(), hear() end},
{"EXIT-05", fun() -> process_flag(trap_exit, true), attempt("exit", fun() -> exit(self(), reason) end), hear(),
    exit(self(), normal), hear() end},
{"EXIT-06", fun() -> S = self(), watched(a, fun() -> catch exit(self(), die), S ! 'went on' end), hear(), hear() end},
{"EXIT-07", fun() -> A = idle_trapping(a), monitor(process, A), exit(A, kill), hear() end},
{"EXIT-08", fun() -> watched(a, fun() -> process_flag(trap_exit, true), exit(self(), kill) end), hear() end},
{"EXIT-09", fun() -> process_flag(trap_exit, true), named(a, spawn_link(fun() -> exit(kill) end)), hear(),
    watched(b, fun() -> spawn_link(fun() -> exit(kill) end), receive stop -> ok end end), hear(),
    C = idle_trapping(c), exit(C, killed), hear() end},
{"EXIT-10", fun() -> A = idle(a), monitor(process, A), exit(A, first), exit(A, second), hear() end},
{"EXIT-11", fun() -> A = idle_trapping(a), exit(A, reason), hear(), {links, L} = process_info(A, links),
    note(io_lib:format("links ~p", [length(L)])) end},
{"EXIT-13", fun() -> S = self(), A = named(a, spawn(fun() -> process_flag(trap_exit, true), receive ready -> ok end,
    (fun F() -> receive {'EXIT', _, _} -> ok; M -> S ! M, F() end end)(), S ! 'and the signal' end)), settle(),
    monitor(process, A), A ! one, A ! two, exit(A, now), A ! three, A ! ready,
    [hear_text() || _ <- lists:seq(1, 5)] end},
{"EXIT-14", fun() -> S = self(), A = named(a, spawn(fun() -> process_flag(trap_exit, true), S ! ready,
    receive ready -> ok end, process_flag(trap_exit, false), receive {'EXIT', _, _} -> S ! kept end,
    receive stop -> ok end end)), receive ready -> ok end, monitor(process, A), exit(A, trapped), A ! ready, hear(),
    exit(A, deadly), hear() end},
{"EXIT-15", fun() -> S = self(), A = named(a, spawn(fun() -> try S ! ready, receive stop -> ok end
    catch _:_ -> S ! handler after S ! destructor end, S ! 'code after' end)), receive ready -> ok end,
    monitor(process, A), exit(A, now), hear(), hear(), hear() end},
{"EXIT-16", fun() -> attempt("exit", fun() -> exit(exit16, x) end), attempt("link", fun() -> link(exit16) end) end},
{"EXIT-18", fun() -> process_flag(trap_exit, true), A = idle_linked(a), register(exit18, A), A ! gone, hear(),
    note("free", whereis(exit18) =:= undefined), B = idle(b), register(exit18, B), monitor(process, B), B ! gone,
    hear(),
    note("free", whereis(exit18) =:= undefined) end},
{"EXIT-20", fun() -> watched(a, fun() -> spawn_link(fun() -> exit(shutdown) end), receive stop -> ok end end), hear(),
    watched(b, fun() -> spawn_link(fun() -> exit({shutdown, why}) end), receive stop -> ok end end), hear() end}
].
