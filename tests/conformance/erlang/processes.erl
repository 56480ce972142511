%% processes.erl - the twins of processes_test.cpp: the same rows on the real BEAM.
-module(processes).
-export([rows/0]).
-import(scene, [named/2, name_of/1, idle/1, idle_linked/1, idle_trapping/1, dead/1, settle/0, note/1, note/2, hear/0,
                hear_all/0, attempt/2, tell/2, spawn_named/2]).

watched(Name, F) -> {P, _} = spawn_monitor(F), named(Name, P).
hear_text() -> receive {text, T} -> note(["message ", T]); M -> note(scene:text(M)) after 100 -> note("nothing") end.
entry() -> case get(entry) of undefined -> "undefined"; E -> E end.

rows() -> [
{"PROC-01", fun() -> A = idle(a), B = idle(b), note("fresh", A =/= B), {links, L} = process_info(A, links),
    {monitored_by, M} = process_info(A, monitored_by),
    note(io_lib:format("links ~p monitored_by ~p", [length(L), length(M)])) end},
{"PROC-02", fun() -> watched(a, fun() -> {error, x} end), hear() end},
{"PROC-03", fun() -> watched(a, fun() -> error(boom) end), hear() end},
{"PROC-04", fun() -> watched(a, fun() -> exit(out_of_paper) end), hear(),
    watched(b, fun() -> exit({shutdown, why}) end),
    hear(), C = watched(c, fun() -> exit({large, lists:duplicate(100000, x)}) end),
    receive {'DOWN', _, _, P, {large, L}} -> note("large", P =:= C andalso length(L) =:= 100000) end end},
{"PROC-05", fun() -> watched(a, fun() -> throw(42) end), hear() end},
{"PROC-06", fun() -> {A, _} = spawn_monitor(no_such_module, no_such_function, []),
    receive {'DOWN', _, _, P, R} -> note("the spawned", P =:= A), note("an error", element(1, R) =:= undef) end end},
{"PROC-07", fun() -> S = self(), watched(a, fun() -> try try exit(mine) after S ! {text, "after"} end
    catch exit:R -> S ! {text, io_lib:format("caught ~p", [R])} end end), hear_text(), hear_text(), hear_text() end},
{"PROC-08", fun() -> note("ever alive", lists:any(fun(_) -> A = idle(a), exit(A, kill), is_process_alive(A) end,
    lists:seq(1, 50))) end},
{"PROC-09", fun() -> S = self(), spawn(fun() -> put(entry, "theirs"), S ! ready end), receive ready -> ok end,
    note(["mine ", entry()]), put(entry, "mine"), spawn(fun() -> S ! {text, ["a child starts with ", entry()]} end),
    hear_text() end},
{"PROC-10", fun() -> S = self(), note("first", process_flag(trap_exit, true)),
    note("second", process_flag(trap_exit, true)),
    spawn(fun() -> S ! {text, io_lib:format("child ~p", [process_flag(trap_exit, false)])} end), hear_text() end},
{"PROC-11", fun() -> process_flag(trap_exit, true),
    note("real", lists:all(fun(_) -> spawn_link(fun() -> exit(real) end),
    receive {'EXIT', _, R} -> R =:= real end end, lists:seq(1, 50))) end},
{"PROC-12", fun() -> note("real", lists:all(fun(_) -> spawn_monitor(fun() -> exit(real) end),
    receive {'DOWN', _, _, _, R} -> R =:= real end end, lists:seq(1, 50))) end},
{"PROC-14", fun() -> L = [begin {P, M} = spawn_monitor(fun() -> ok end), receive {'DOWN', M, _, _, _} -> P end end
    || _ <- lists:seq(1, 300)], note(io_lib:format("distinct ~p", [length(lists:usort(L))])),
    attempt("send", fun() -> hd(L) ! 1 end) end},
{"PROC-16", fun() -> D = dead(a), note("dead", process_info(D, messages) =/= undefined), [self() ! I || I <- [1, 2, 3]],
    {message_queue_len, N} = process_info(self(), message_queue_len), note(io_lib:format("message_queue_len ~p", [N])),
    note("no name", process_info(self(), registered_name) =:= []), register(proc16, self()),
    {registered_name, Name} = process_info(self(), registered_name), note(io_lib:format("name ~p", [Name])) end}
].
