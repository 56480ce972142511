#!/usr/bin/env escript
%% The till and its guest on the BEAM.
-mode(compile).

till() ->
    receive
        {price_of, Guest, Ref, "cortado"} -> timer:sleep(1500), Guest ! {price, Ref, 320};
        {price_of, Guest, Ref, _}         -> Guest ! {price, Ref, 220}
    end,
    till().

ask(Till, Drink, Patience) ->
    Mine = make_ref(),
    Till ! {price_of, self(), Mine, Drink},
    receive {price, Mine, Cents} -> io:format("~s: ~p cents~n", [Drink, Cents])
    after Patience -> io:format("~s: no answer, never mind~n", [Drink]) end.

main(_) ->
    Till = spawn(fun till/0),
    ask(Till, "cortado", 300),
    ask(Till, "espresso", 9000).
