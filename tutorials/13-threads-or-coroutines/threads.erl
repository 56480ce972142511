#!/usr/bin/env escript
%% threads.erl - a cook and a doorman, as processes of the BEAM.
-mode(compile).

cook() -> receive Order -> timer:sleep(300), io:format("cook: ~s is ready~n", [Order]) end.

doorman() -> receive Question -> io:format("doorman: ~s Yes, we are!~n", [Question]) end.

main(_) ->
    {Kitchen, _} = spawn_monitor(fun cook/0),
    {Door, _} = spawn_monitor(fun doorman/0),
    Kitchen ! "an egg",
    Door ! "Are you open?",
    [receive {'DOWN', _, _, _, _} -> ok end || _ <- [1, 2]].
