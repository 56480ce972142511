#!/usr/bin/env escript
%% Barista and grinder on the BEAM.
-mode(compile).

grind() ->
    timer:sleep(50),
    io:format("grinder: still grinding~n"),
    grind().

main(_) ->
    logger:set_primary_config(level, none),
    {_, Shift} = spawn_monitor(fun() ->
        spawn_link(fun grind/0),
        timer:sleep(75),
        exit(burnt_my_hand)
    end),
    receive {'DOWN', Shift, process, _, Why} -> io:format("main: ~p~n", [Why]) end,
    timer:sleep(150),
    io:format("main: closing~n").
