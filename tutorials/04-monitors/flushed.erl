#!/usr/bin/env escript
%% The second driver, on the BEAM.
-mode(compile).

main(_) ->
    Anton = spawn(fun() -> timer:sleep(1000) end),
    Watch = monitor(process, Anton),
    receive {'DOWN', _, process, _, _} -> io:format("main: Anton is back~n")
    after 100 -> io:format("main: Anton is late, so Berta goes~n") end,
    timer:sleep(2000),
    case demonitor(Watch, [flush, info]) of
        false -> io:format("main: (Anton came back meanwhile)~n");
        true -> ok
    end,
    {_, Trip} = spawn_monitor(fun() ->
        timer:sleep(100),
        io:format("Berta: here is the milk~n")
    end),
    receive {'DOWN', Trip, process, _, _} -> io:format("main: Berta is back, we open~n") end.
