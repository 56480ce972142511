%% statem_events.erl - the twins of statem_events_test.cpp: the same rows on the real BEAM.
-module(statem_events).
-export([rows/0]).
-import(scene, [hear/0, hear_all/0]).
-import(machine, [start/0, start/1, queue/2, ask_and_note/2, ask_elsewhere/2, goes/1, goes/2, keeps/1, postpones/0,
                  repeats/0, waits/0, in/2, enters/0]).

inserted(Name) -> {next_event, internal, Name}.
until_c() -> fun(c, _) -> keep_state_and_data; (_, _) -> {keep_state_and_data, postpone} end.

rows() -> [
{"STM-01", fun() -> M = start(), ask_and_note(M, call), ask_elsewhere(M, {another, waits()}),
    gen_statem:cast(M, {cast, fun(_, #{waiting := [F]}) -> {keep_state_and_data, {reply, F, later}} end}),
    hear_all(),
    M ! {message, keeps([inserted(inserted), {state_timeout, 0, 'state timeout'},
                         {{timeout, named}, 0, {'named timeout', keeps({timeout, 0, 'event timeout'})}}])},
    hear_all() end},
{"STM-02", fun() -> M = start(),
    queue(M, [{'1', in(a, postpones())}, {'2', in(a, postpones())}, {same, goes(a)}, {go, goes(b)}, later]),
    hear_all() end},
{"STM-04", fun() -> M = start(), queue(M, [{go, keeps([inserted('1'), inserted('2'), inserted('3')])}, later]),
    hear_all() end},
{"STM-05", fun() -> M = start(#{enter => enters()}),
    queue(M, [{'1', in(a, postpones())}, {'2', in(a, postpones())},
              {go, goes(b, [{state_timeout, 0, timeout}, inserted(inserted)])}, later]),
    hear_all() end},
{"STM-30", fun() -> M = start(),
    queue(M, [{'1', until_c()}, {'2', until_c()}, {'to b', goes(b)}, {'3', until_c()}, {'to c', goes(c)}, '4']),
    hear_all() end},
{"STM-31", fun() -> M = start(), queue(M, [{'1', in(a, postpones())}, {go, in(a, goes(b, postpone))}, '2']),
    hear_all() end},
{"STM-32", fun() -> M = start(),
    GoesOn = fun(a, _) -> {keep_state_and_data, postpone}; (_, D) -> {next_state, c, D} end,
    queue(M, [{'1', until_c()}, {'2', GoesOn}, {'3', until_c()}, {go, goes(b)}, later]), hear_all() end},
{"STM-33", fun() -> M = start(#{enter => enters()}), queue(M, [{'1', postpones()}, {repeat, repeats()}]),
    hear_all() end},
{"STM-35", fun() -> M = start(),
    ask_elsewhere(M, {call, fun(_, a, _) -> {keep_state_and_data, postpone};
                               (From, b, _) -> {keep_state_and_data, {reply, From, 'at last'}} end}),
    hear(), hear(), gen_statem:cast(M, {go, goes(b)}), hear_all() end},
{"STM-36", fun() -> M = start(),
    queue(M, [{'not', in(a, keeps([postpone, {postpone, false}]))},
              {yes, in(a, keeps([{postpone, false}, {postpone, true}]))}, {go, goes(b)}]),
    hear_all() end},
{"STM-38", fun() -> M = start(),
    gen_statem:cast(M, {go, keeps([inserted({'1', keeps([inserted('1.1'), inserted('1.2')])}), inserted('2')])}),
    hear_all() end},
{"STM-39", fun() -> M = start(),
    ask_and_note(M, {call, fun(From, _, _) -> {keep_state_and_data, [{next_event, cast, event},
        {next_event, {call, From}, question}, {next_event, info, {'EXIT', self(), exit}}]} end}),
    hear_all() end},
{"STM-66", fun() -> M = start(), ask_elsewhere(M, {first, waits()}),
    ask_and_note(M, {second, fun(From, _, #{waiting := [First]}) ->
        {keep_state_and_data, [{reply, First, one}, {reply, From, two}]} end}),
    hear_all() end},
{"STM-70", fun() -> M = start(),
    queue(M, [{'1', fun(a, _) -> {keep_state_and_data, postpone}; (_, _) -> {keep_state_and_data, inserted(inserted)}
                    end}, {'2', in(a, postpones())}, {go, goes(b)}, '3']),
    hear_all() end},
{"STM-71", fun() -> M = start(#{enter => enters()}),
    queue(M, [{'1', in(a, postpones())}, {go, goes(b, inserted(inserted))}, '2']), hear_all() end}
].
