#!/usr/bin/env escript
%% Grinder and brewer under a supervisor on the BEAM. (Main prints, so that it ends after four coffees exactly.)
-mode(compile).
-behaviour(supervisor).
-export([init/1, start/1]).

init([Main]) ->
    {ok, {#{strategy => rest_for_one, intensity => 10},
          [#{id => grinder, start => {?MODULE, start, [fun() -> grinder(1) end]}},
           #{id => brewer, start => {?MODULE, start, [fun() -> brewer(Main) end]}}]}}.

start(Work) -> {ok, spawn_link(Work)}.

grinder(Portion) ->
    Portion =:= 1 andalso register(grinder, self()),
    receive
        {grind, _From} when Portion =:= 3 -> exit(a_stone_among_the_beans);
        {grind, From} -> From ! ground
    end,
    grinder(Portion + 1).

brewer(Main) ->
    grinder ! {grind, self()},
    receive ground -> Main ! coffee end,
    timer:sleep(20),
    brewer(Main).

main(_) ->
    logger:set_primary_config(level, none),
    {ok, _} = supervisor:start_link({local, machine}, ?MODULE, [self()]),
    [receive coffee -> io:format("brewer: a coffee~n") end || _ <- [1, 2, 3, 4]],
    io:format("main: enough~n").
