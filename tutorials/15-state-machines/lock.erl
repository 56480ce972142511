#!/usr/bin/env escript
%% The store room's door as a gen_statem on the BEAM. A second of the page is 50 ms here.
-mode(compile).
-behaviour(gen_statem).
-export([init/1, callback_mode/0, locked/3, unlocked/3]).

callback_mode() -> [state_functions, state_enter].

init([]) -> {ok, locked, 0}.

locked(enter, _Before, _Bottles) -> io:format("door: locked~n"), keep_state_and_data;
locked(cast, {code, 42}, Bottles) -> {next_state, unlocked, Bottles};
locked(cast, {code, _}, _Bottles) -> keep_state_and_data;
locked(cast, pull, _Bottles) -> keep_state_and_data;
locked(cast, {deliver, _}, _Bottles) -> {keep_state_and_data, [postpone]};
locked({call, From}, milk, Bottles) -> {keep_state_and_data, [{reply, From, Bottles}]}.

unlocked(enter, _Before, _Bottles) ->
    io:format("door: unlocked~n"),
    {keep_state_and_data, [{state_timeout, 500, pull}]};
unlocked(cast, {code, _}, _Bottles) -> keep_state_and_data;
unlocked(state_timeout, pull, Bottles) -> {next_state, locked, Bottles};
unlocked(cast, pull, Bottles) -> {next_state, locked, Bottles};
unlocked(cast, {deliver, More}, Bottles) -> {keep_state, Bottles + More};
unlocked({call, From}, milk, Bottles) -> {keep_state_and_data, [{reply, From, Bottles}]}.

main(_) ->
    {ok, Door} = gen_statem:start(?MODULE, [], []),
    gen_statem:cast(Door, {deliver, 6}),
    gen_statem:cast(Door, {code, 42}),
    timer:sleep(200),
    io:format("Ann: has the sugar, and pulls the door shut~n"),
    gen_statem:cast(Door, pull),
    timer:sleep(200),
    gen_statem:cast(Door, {code, 42}),
    timer:sleep(250),
    io:format("Bob: has the beans~n"),
    timer:sleep(750),
    io:format("bottles of milk: ~p~n", [gen_statem:call(Door, milk)]).
