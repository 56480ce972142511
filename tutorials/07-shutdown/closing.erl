#!/usr/bin/env escript
%% Who is stopped when, on the BEAM.
-mode(compile).
-behaviour(supervisor).
-export([init/1, start/2]).

init([]) ->
    Child = fun(Name, Shutdown, Work) ->
        #{id => Name, shutdown => Shutdown, start => {?MODULE, start, [Name, Work]}}
    end,
    {ok, {#{}, [Child(till, 5000, fun() -> receive stop -> ok end end),
                Child(dishwasher, 5000, fun() -> tidies_up_for(20) end),
                Child(cook, 50, fun() -> tidies_up_for(60000) end),
                Child(radio, brutal_kill, fun() -> tidies_up_for(60000) end)]}}.

start(Name, Work) ->
    Pid = spawn_link(fun() -> receive go -> Work() end end),
    register(Name, Pid),
    Pid ! go,
    {ok, Pid}.

tidies_up_for(Time) ->
    process_flag(trap_exit, true),
    receive {'EXIT', _, Reason} -> timer:sleep(Time), exit(Reason) end.

main(_) ->
    logger:set_primary_config(level, none),
    {ok, Sup} = supervisor:start_link(?MODULE, []),
    [monitor(process, Name) || Name <- [till, dishwasher, cook, radio]],
    timer:sleep(50),
    unlink(Sup),
    gen_server:stop(Sup, shutdown, infinity),
    [receive {'DOWN', _, process, {Name, _}, Why} -> io:format("~p: ~p~n", [Name, Why]) end || _ <- [1, 2, 3, 4]].
