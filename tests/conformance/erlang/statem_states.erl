%% statem_states.erl - the twins of statem_states_test.cpp: the same rows on the real BEAM.
-module(statem_states).
-export([rows/0]).
-import(scene, [named/2, dead/1, settle/0, note/1, note/2, hear_all/0, attempt/2]).
-import(machine, [start/0, start/1, queue/2, ask_and_note/2, ask_and_note/3, ask_elsewhere/2, goes/1, goes/2, keeps/1,
                  postpones/0, repeats/0, waits/0, enters/0]).

stops(Result) -> fun(_, _) -> Result end.
stops_with_reply(Reason) -> fun(From, _, _) -> {stop_and_reply, Reason, {reply, From, bye}} end.
try_it(Text, How) ->
    case gen_statem:start(machine, {self(), How}, []) of
        {ok, _} -> note([Text, " ok"]);
        {error, R} -> note([Text, " {error,", scene:reason(R), "}"]);
        ignore -> note([Text, " ignore"])
    end.

rows() -> [
{"STM-06", fun() -> M = start(#{enter => enters(), init => [{next_event, internal, inserted}]}),
    queue(M, [{'to b', goes(b)}, {same, goes(b)}, keep, {repeat, repeats()}, {'to c', goes(c)}]), hear_all() end},
{"STM-52", fun() ->
    M = start(#{enter => fun(a, D) -> {keep_state, D#{data := a}}; (b, D) -> {keep_state, D#{data := ab}};
                            (c, _) -> {stop, no_way} end}),
    monitor(process, M), gen_statem:cast(M, {go, goes(b)}),
    ask_and_note(M, {data, fun(From, _, #{data := Data}) -> {keep_state_and_data, {reply, From, Data}} end}),
    gen_statem:cast(M, {go, goes(c)}), hear_all() end},
{"STM-54", fun() ->
    M = start(#{enter => fun(_, #{waiting := W}) -> {keep_state_and_data, [{reply, F, entered} || F <- W]} end}),
    ask_and_note(M, {call, fun(From, _, D) -> {next_state, b, D#{waiting := [From]}} end}), hear_all() end},
{"STM-55", fun() -> M = start(#{enter => enters()}),
    queue(M, [{'1', postpones()}, {arm, keeps({state_timeout, 40, timeout})}, {same, goes(a)}]), hear_all(),
    queue(M, [{arm, keeps({state_timeout, 40, old})}, {again, goes(a, {state_timeout, 20, new})}]), hear_all() end},
{"STM-56", fun() -> M = start(#{enter => enters(), first => {numbered, 1}}),
    queue(M, [{'to 1', goes({numbered, 1})}, {'to 2', goes({numbered, 2})}]), hear_all() end},
{"STM-17", fun() -> try_it("start", #{}), try_it("refuses", #{fails => {stop, no_paper}}),
    try_it("declines", #{fails => ignore}) end},
{"STM-63", fun() -> start(#{init => [{state_timeout, 20, timeout}, {next_event, internal, inserted}]}),
    hear_all() end},
{"STM-64", fun() -> M = start(#{init => [postpone]}), gen_statem:cast(M, {go, goes(b)}), hear_all() end},
{"STM-80", fun() -> process_flag(trap_exit, true),
    {ok, M} = gen_statem:start_link(machine, {self(), #{enter => fun(_, _) -> exit(no_entry) end}}, []),
    note("start ok"), named(m, M), hear_all() end},
{"STM-15", fun() -> M = start(), ask_and_note(M, {'times out', waits()}, 20),
    ask_and_note(M, {stops, fun(_, _, _) -> {stop, gone} end}), ask_and_note(dead(d), dead),
    ask_and_note(stm15, nobody),
    try gen_statem:call(stm15, x) catch exit:{noproc, {gen_statem, call, [_, _, Time]}} ->
        note(io_lib:format("by default it waits ~p", [Time])) end end},
{"STM-68", fun() -> M = start(),
    Slow = fun(From, _, _) -> timer:sleep(60), {keep_state_and_data, {reply, From, late}} end,
    ask_and_note(M, {slow, Slow}, 20), hear_all() end},
{"STM-69", fun() -> M = start(), monitor(process, M), M ! "unknown", hear_all(), ask_and_note(M, 'still there') end},
{"STM-11", fun() -> M = start(), monitor(process, M), ask_and_note(M, {call, stops_with_reply(done)}),
    hear_all() end},
{"STM-12", fun() -> M = start(), Failing = named(failing, start()), monitor(process, M), monitor(process, Failing),
    queue(M, [{go, goes(b)}, {stop, stops({stop, why})}]), hear_all(),
    ask_and_note(Failing, {call, fun(_, _, _) -> error(boom) end}), hear_all() end},
{"STM-59", fun() -> M = start(), monitor(process, M), queue(M, [{go, goes(b)}, {stop, stops(stop)}]),
    hear_all() end},
{"STM-60", fun() -> M = start(), ask_elsewhere(M, {call, fun(_, _, _) -> {keep_state_and_data, postpone} end}),
    gen_statem:cast(M, {stop, stops({stop, gone})}), hear_all() end},
{"STM-61", fun() -> M = start(#{ends_slowly => true}), ask_and_note(M, {call, stops_with_reply(done)}),
    note("it lives", is_process_alive(M)), hear_all() end},
{"STM-62", fun() -> S = self(),
    Parent = spawn(fun() -> {ok, P} = gen_statem:start_link(machine, {S, #{traps => true}}, []), S ! {machine, P},
                            receive ready -> exit(parent_gone) end end),
    M = receive {machine, P} -> named(m, P) end, monitor(process, M),
    spawn(fun() -> link(M), exit(stranger) end), settle(), Parent ! ready, hear_all() end},
{"STM-78", fun() -> M = start(),
    {reply, R} = gen_statem:receive_response(gen_statem:send_request(M, request), 1000),
    note(io_lib:format("reply ~s", [R])), gen_statem:cast(M, {arm, keeps({state_timeout, 40, never})}),
    attempt("stop", fun() -> gen_statem:stop(M) end), hear_all() end}
].
