%% groups.erl - the twins of groups_test.cpp: the same rows on the real BEAM.
-module(groups).
-export([rows/0]).
-import(scene, [name_of/1, idle/1, dead/1, settle/0, note/1, note/2, hear/0, attempt/2]).

started() -> {ok, S} = pg:start_link(sc), unlink(S), S.
ended(S) -> M = monitor(process, S), exit(S, kill), receive {'DOWN', M, _, _, _} -> ok end.
text(Ps) -> ["[", lists:join(",", [atom_to_list(name_of(P)) || P <- Ps]), "]"].
members(G) -> note(io_lib:format("members ~p ~s", [G, text(pg:get_members(sc, G))])).
which() -> note(["groups [", lists:join(",", lists:sort([atom_to_list(G) || G <- pg:which_groups(sc)])), "]"]).
leave(G, Ps) -> note(io_lib:format("leave ~p", [pg:leave(sc, G, Ps)])).
told_by(M) -> receive {M, What, G, Ps} -> io_lib:format("~p ~p ~s", [What, G, text(Ps)]) after 100 -> "nothing" end.
%% What a row does, with a scope of its own.
with_scope(F) -> S = started(), F(S), ended(S).

rows() -> [
{"PG-01", fun() -> with_scope(fun(_) -> pg:join(sc, g, self()), pg:join(sc, g, self()), members(g),
    leave(g, [self()]), members(g),
    leave(g, [self()]), members(g), leave(g, [self()]) end) end},
{"PG-02", fun() -> with_scope(fun(_) -> A = idle(a), B = idle(b), pg:join(sc, g, A), pg:join(sc, g, B),
    pg:join(sc, h, A), which(),
    exit(A, kill), settle(), members(g), which(), exit(B, kill), settle(), which() end) end},
{"PG-03", fun() -> with_scope(fun(_) -> A = idle(a), B = idle(b), pg:join(sc, g, [A, B, A]), members(g),
    note(["local ", text(pg:get_local_members(sc, g))]), leave(g, [A, B]), members(g) end) end},
{"PG-04", fun() -> with_scope(fun(_) -> A = idle(a), {M, Now} = pg:monitor(sc, g), note(["at once ", text(Now)]),
    pg:join(sc, g, A), note(told_by(M)), leave(g, [A]), note(told_by(M)), pg:join(sc, g, A), note(told_by(M)),
    exit(A, kill), note(told_by(M)), note("demonitor", pg:demonitor(sc, M) =:= ok),
    pg:join(sc, g, idle(b)), note(told_by(M)), note("again", pg:demonitor(sc, M)) end) end},
{"PG-05", fun() -> with_scope(fun(_) -> A = idle(a), {M, Now} = pg:monitor_scope(sc),
    note(io_lib:format("at once ~p groups", [map_size(Now)])), pg:join(sc, g, A), note(told_by(M)),
    pg:join(sc, h, A), note(told_by(M)), {_, All} = pg:monitor_scope(sc),
    [note(io_lib:format("~p ~s", [G, text(Ps)])) || {G, Ps} <- lists:sort(maps:to_list(All))], exit(A, kill),
    [note(Line) || Line <- lists:sort([lists:flatten(told_by(M)), lists:flatten(told_by(M))])] end) end},
{"PG-06", fun() -> with_scope(fun(S) -> pg:join(sc, g, dead(a)), settle(), members(g), B = idle(b), pg:join(sc, g, B),
    monitor(process, B), exit(S, kill), settle(), members(g), attempt("join", fun() -> pg:join(sc, g, B) end),
    hear() end) end}
].
