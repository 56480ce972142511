#!/usr/bin/env escript
%% The guests under simple_one_for_one supervisors on the BEAM. A minute of the page is 40 ms here.
-mode(compile).
-behaviour(supervisor).
-export([init/1, start/1]).

init(Restart) ->
    {ok, {#{strategy => simple_one_for_one, intensity => 3},
          [#{id => child, start => {?MODULE, start, []}, restart => Restart, shutdown => 80}]}}.

start(Evening) -> {ok, spawn_link(Evening)}.

ann() ->
    process_flag(trap_exit, true),
    receive {'EXIT', _, _} -> timer:sleep(40) end,
    io:format("Ann: has drunk up~n").
bob() -> timer:sleep(400), exit(a_broken_cup).
carl() -> process_flag(trap_exit, true), timer:sleep(10000).
pianist() -> timer:sleep(320), io:format("pianist: a string has broken~n"), exit(a_string).

active(Sup) -> proplists:get_value(active, supervisor:count_children(Sup)).

comes(Name, Sup, Inside, Evening) ->
    case lists:sum([active(Each) || Each <- Inside]) of
        3 -> io:format("~s stays outside: max_children~n", [Name]);
        _ -> {ok, _} = supervisor:start_child(Sup, [Evening]), io:format("~s comes in~n", [Name])
    end.

main(_) ->
    logger:set_primary_config(level, none),
    {ok, Guests} = supervisor:start_link(?MODULE, temporary),
    {ok, Musicians} = supervisor:start_link(?MODULE, transient),
    Inside = [Guests, Musicians],
    comes("pianist", Musicians, Inside, fun pianist/0),
    comes("Ann", Guests, Inside, fun ann/0),
    comes("Bob", Guests, Inside, fun bob/0),
    comes("Carl", Guests, Inside, fun carl/0),
    timer:sleep(800),
    io:format("main: inside are ~p~n", [lists:sum([active(Each) || Each <- Inside])]),
    comes("Carl", Guests, Inside, fun carl/0),
    timer:sleep(40),
    {Time, _} = timer:tc(fun() -> [gen_server:stop(Each) || Each <- lists:reverse(Inside)] end),
    io:format("main: closed after ~p min~n", [Time div 40000]).
