%% links.erl - the twins of links_test.cpp: the same rows on the real BEAM.
-module(links).
-export([rows/0]).
-import(scene, [named/2, name_of/1, idle/1, idle_linked/1, idle_trapping/1, dead/1, settle/0, note/1, note/2, hear/0,
                hear_all/0, attempt/2, tell/2, spawn_named/2]).

count(P) -> {links, L} = process_info(P, links), length(L).
mine() -> note(io_lib:format("links ~p", [count(self())])).
both(A) -> note(io_lib:format("mine ~p its ~p", [count(self()), count(A)])).
%% A process linked to us that links to A.
between(Name, A) -> S = self(),
    named(Name, spawn_link(fun() -> link(A), S ! ready, receive stop -> ok end end)), receive ready -> ok end.

rows() -> [
{"LINK-01", fun() -> attempt("link", fun() -> link(self()) end), mine(),
    attempt("unlink", fun() -> unlink(self()) end) end},
{"LINK-02", fun() -> process_flag(trap_exit, true), A = idle(a), B = idle(b), link(A), link(A), both(A), unlink(A),
    both(A), exit(A, gone), hear(), link(B), exit(B, gone), hear(),
    note(io_lib:format("mine ~p", [count(self())])) end},
{"LINK-03", fun() -> A = dead(a), attempt("link", fun() -> link(A) end), hear() end},
{"LINK-04", fun() -> process_flag(trap_exit, true), A = dead(a), attempt("link", fun() -> link(A) end), hear(), hear(),
    mine() end},
{"LINK-05", fun() -> A = idle(a), B = dead(b), attempt("no link", fun() -> unlink(A) end),
    attempt("again", fun() -> unlink(A) end), attempt("dead", fun() -> unlink(B) end) end},
{"LINK-06", fun() -> process_flag(trap_exit, true), A = idle_linked(a), B = idle_linked(b), unlink(A), exit(A, gone),
    hear(), exit(B, gone), settle(), unlink(B), hear() end},
{"LINK-07", fun() -> process_flag(trap_exit, true), S = self(), A = named(a, spawn_link(fun() -> unlink(S), S ! ready,
    receive stop -> ok end end)), receive ready -> ok end, exit(A, gone), hear() end},
{"LINK-09", fun() -> S = self(), Link = fun(I, Next) -> P = spawn(fun() -> [link(Next) || is_pid(Next)], S ! ready,
    receive R -> exit(R) end end), receive ready -> ok end, monitor(process, P),
    named(list_to_atom("p" ++ integer_to_list(I)), P) end,
    Last = lists:foldl(Link, none, [0, 1, 2, 3]), Last ! crash,
    [note(L) || L <- lists:sort([receive M -> lists:flatten(scene:text(M)) end || _ <- [1, 2, 3, 4]])] end},
{"LINK-10", fun() -> process_flag(trap_exit, true), A = idle_linked(a), B = idle_linked(b), A ! crash, hear(), settle(),
    note("b alive", is_process_alive(B)) end},
{"LINK-11", fun() -> A = idle_linked(a), A ! stop, settle(), mine(), process_flag(trap_exit, true), B = idle_linked(b),
    B ! stop, hear() end},
{"LINK-12", fun() -> process_flag(trap_exit, true), A = idle(a), between(b, A), exit(A, kill), hear() end},
{"LINK-13", fun() -> process_flag(trap_exit, true), A = idle(a), between(b, A), A ! crash, hear() end},
{"LINK-15", fun() -> process_flag(trap_exit, true), S = self(), A = named(a, spawn(fun() -> link(S),
    receive R -> exit(R) end end)), link(A), settle(), both(A), A ! gone, hear(), hear() end},
{"LINK-17", fun() -> process_flag(trap_exit, true), A = idle(a), link(A), unlink(A), link(A), A ! gone, hear(),
    hear() end},
{"LINK-19", fun() -> process_flag(trap_exit, true), S = self(), named(a, spawn_link(fun() -> S ! 1, S ! 2, S ! 3,
    exit(gone) end)), hear_all() end},
{"LINK-21", fun() -> process_flag(trap_exit, true), named(fails, spawn_link(fun() -> error(boom) end)), hear(),
    named(throws, spawn_link(fun() -> throw(42) end)), hear(), named(exits, spawn_link(fun() -> exit(r) end)),
    hear() end},
{"LINK-22", fun() -> process_flag(trap_exit, true),
    note("right", lists:all(fun(_) -> A = spawn(fun() -> exit(real) end),
    link(A), receive {'EXIT', A, R} -> R =:= real orelse R =:= noproc end end, lists:seq(1, 50))) end}
].
