%% servers.erl - the twins of servers_*_test.cpp: the same rows on the real BEAM.
-module(servers).
-export([rows/0]).
-import(scene, [named/2, name_of/1, idle/1, idle_linked/1, idle_trapping/1, dead/1, settle/0, note/1, note/2, hear/0,
                hear_all/0, attempt/2, tell/2]).
-import(player, [start/1, start/2, ask_and_note/2, ask_and_note/3]).

try_it(Text, Linked, How) -> try_it(Text, Linked, How, none, []).
try_it(Text, Linked, How, Name, Opts) ->
    F = case Linked of true -> start_link; false -> start end,
    Args = [{local, Name} || Name =/= none] ++ [player, {self(), How}, Opts],
    case apply(gen_server, F, Args) of
        {ok, P} -> note([Text, " ok"]), P;
        ignore -> note([Text, " ignore"]);
        {error, R} -> note([Text, " {error,", scene:reason(R), "}"])
    end.
queue() -> {message_queue_len, N} = process_info(self(), message_queue_len), N.
%% attempt, for functions that are ok or exit with an atom of several words.
try_stop(Text, F) -> try F() of ok -> note([Text, " ok"]) catch exit:R -> note([Text, " exit ", scene:reason(R)]) end.
hear_plain() -> receive {told, L} -> note(L), hear_plain();
                        {'DOWN', _, _, P, R} when is_atom(R) ->
                            note(io_lib:format("DOWN ~p ~s", [name_of(P), R])), hear_plain();
                        M -> note(scene:text(M)), hear_plain() after 100 -> ok end.

end_parent(How, Reason) ->
    S = self(),
    Parent = spawn(fun() -> {ok, P} = gen_server:start_link(player, {S, How}, []), S ! {server, P},
                            receive ready -> exit(Reason) end end),
    receive {server, P} -> named(server, P), monitor(process, P) end,
    receive {told, "init"} -> ok end, Parent ! ready, hear_plain().

result({reply, R}) -> note(io_lib:format("reply ~p", [R]));
result(timeout) -> note("timeout");
result({error, {R, _}}) -> note(scene:reason(R)).
next(All) ->
    case gen_server:wait_response(All, 1000, true) of
        no_request -> note("no_request"), All;
        {{reply, R}, Label, New} ->
            note(io_lib:format("~p ~p, left ~p", [Label, R, gen_server:reqids_size(New)])), New
    end.

rows() -> [
{"GS-01", fun() -> try_it("start", false, ok), note("init was before", queue() =:= 1), hear(),
    try_it("start_link", true, ok),
    hear() end},
{"GS-02", fun() -> try_it("start", false, exit), hear_all(), process_flag(trap_exit, true),
    try_it("start_link", true, exit),
    hear_all(), S = self(), {P, _} = spawn_monitor(fun() -> gen_server:start_link(player, {S, exit}, []) end),
    named(caller, P), hear_all() end},
{"GS-03", fun() -> process_flag(trap_exit, true), try_it("start", false, ignore), try_it("start_link", true, ignore),
    hear_all() end},
{"GS-04", fun() -> try_it("error", false, error), try_it("exit", false, exit) end},
{"GS-05", fun() -> try_it("init", false, throw), hear(), A = start(a), ask_and_note(A, throw) end},
{"GS-06", fun() -> try_it("init", false, bad) end},
{"GS-07", fun() -> process_flag(trap_exit, true), try_it("start", true, hang, gs07, [{timeout, 20}]),
    hear_all() end},
{"GS-08", fun() -> process_flag(trap_exit, true), named(a, try_it("first", false, ok, gs08, [])), hear(),
    try_it("second", true, ok, gs08, []), hear() end},
{"GS-09", fun() -> note("free", lists:all(fun(I) -> How = case I rem 2 of 0 -> ignore; 1 -> exit end,
    R = gen_server:start({local, gs09}, player, {self(), How}, []),
    whereis(gs09) =:= undefined andalso (R =:= ignore orelse R =:= {error, no_paper}) end, lists:seq(1, 50))) end},
{"GS-10", fun() -> gen_server:start({local, gs10}, player, {self(), name}, []), hear_all() end},
{"GS-11", fun() -> A = start(a), register(gs11, A), ask_and_note(A, typed), ask_and_note(A, 'by pid'),
    ask_and_note(gs11, 'by name') end},
{"GS-12", fun() -> ask_and_note(dead(a), dead), ask_and_note(gs12, nobody) end},
{"GS-14", fun() -> ask_and_note(start(a), 'call myself') end},
{"GS-15", fun() -> A = start(a), ask_and_note(A, defer, 20), gen_server:cast(A, reply), hear(),
    ask_and_note(A, 'still there') end},
{"GS-16", fun() -> [ask_and_note(start(E), E) || E <- ['stop normal', stop, error]], flush(), A = start(a),
    {P, M} = spawn_monitor(fun() -> gen_server:call(A, defer) end), named(waiting, P), settle(), exit(A, kill),
    receive {'DOWN', M, _, _, _} = D -> note(scene:text(D)) end end},
{"GS-18", fun() -> A = start(a), S = self(),
    spawn(fun() -> R = gen_server:call(A, defer), tell(S, io_lib:format("reply ~p", [R])) end),
    settle(), gen_server:cast(A, reply), hear(), ask_and_note(A, 'reply first'), hear() end},
{"GS-19", fun() -> D = dead(a), attempt("dead", fun() -> gen_server:cast(D, x) end),
    attempt("nobody", fun() -> gen_server:cast(gs19, x) end) end},
{"GS-20", fun() -> A = start(a), gen_server:cast(A, '1'), A ! '2', gen_server:cast(A, '3'), ask_and_note(A, call),
    hear_all() end},
{"GS-21", fun() -> A = start(a, trap), A ! hello, exit(A, 'from us'), hear_all() end},
{"GS-22", fun() -> {ok, A} = gen_server:start(plain, [], []), A ! hello, ask_and_note(A, 'still there') end},
{"GS-23", fun() -> A = start(a), ask_and_note(A, timeout), hear(), hear(), ask_and_note(A, timeout), A ! cancels,
    hear(), hear() end},
{"GS-25", fun() -> A = start(a), ask_and_note(A, 'timeout 0'), hear_all() end},
{"GS-26", fun() -> {ok, A} = gen_server:start(player, {self(), continue}, []), A ! hello, hear_all(),
    ask_and_note(A, continue),
    hear_all() end},
{"GS-28", fun() -> A = start(a), ask_and_note(A, 'stop with reply'), note("terminate was before", queue() =:= 1),
    hear() end},
{"GS-29", fun() -> A = start(a), monitor(process, A), ask_and_note(A, stop), hear_all() end},
{"GS-30", fun() -> A = start(a), B = start(b), monitor(process, A), monitor(process, B), ask_and_note(A, error),
    hear_all(),
    ask_and_note(B, exit), hear_all() end},
{"GS-33", fun() -> A = start(a), ask_and_note(A, bad), hear_all() end},
{"GS-34", fun() -> A = start(a), B = start(b, trap), monitor(process, A), monitor(process, B), exit(A, signal),
    hear_all(),
    exit(B, kill), hear_all() end},
{"GS-35", fun() -> end_parent(trap, 'parent ends'), A = start(a, trap), exit(A, stranger), hear_all() end},
{"GS-36", fun() -> end_parent(trap, normal), end_parent(ok, normal) end},
{"GS-37", fun() -> A = start(a), try_stop("stop", fun() -> gen_server:stop(A) end), note("alive", is_process_alive(A)),
    hear(),
    try_stop("dead", fun() -> gen_server:stop(A) end), try_stop("nobody", fun() -> gen_server:stop(gs37) end) end},
{"GS-38", fun() -> A = start(a), B = start(b), monitor(process, A),
    try_stop("stop", fun() -> gen_server:stop(A, 'asked to', infinity) end), hear_plain(),
    ask_and_note(B, 'break terminate'),
    try_stop("stop", fun() -> gen_server:stop(B, 'asked to', infinity) end) end},
{"GS-39", fun() -> A = start(a), monitor(process, A), spawn(fun() -> gen_server:call(A, wait) end), settle(),
    try_stop("stop", fun() -> gen_server:stop(A, normal, 20) end), A ! ready, hear_all() end},
{"GS-40", fun() -> A = start(a), monitor(process, A), ask_and_note(A, 'break terminate'), ask_and_note(A, stop),
    hear_all() end},
{"GS-42", fun() -> A = start(a), result(gen_server:receive_response(gen_server:send_request(A, hello), 1000)),
    K = gen_server:send_request(A, defer), result(gen_server:wait_response(K, 20)), gen_server:cast(A, reply),
    result(gen_server:wait_response(K, 1000)), G = gen_server:send_request(A, defer),
    result(gen_server:receive_response(G, 20)), gen_server:cast(A, reply), hear(),
    result(gen_server:receive_response(gen_server:send_request(dead(d), x), 1000)) end},
{"GS-43", fun() -> A = start(a), B = start(b), R0 = gen_server:reqids_new(),
    R1 = gen_server:send_request(A, defer, first, R0),
    R2 = gen_server:send_request(B, hello, second, R1), R3 = next(R2), gen_server:cast(A, reply), R4 = next(R3),
    next(R4) end},
{"GS-45", fun() -> A = start(a), sys:suspend(A), gen_server:cast(A, '1'), ask_and_note(A, call, 20),
    gen_server:cast(A, '2'),
    hear(), sys:resume(A), hear_all() end}
].

flush() -> receive {told, _} -> flush() after 0 -> ok end.
