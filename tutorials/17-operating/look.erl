#!/usr/bin/env escript
%% Looking at the bar on the BEAM: what grows, what a server holds, what it does. A minute of the page is 20 ms here.
-mode(compile).
-behaviour(gen_server).
-export([init/1, handle_call/3, handle_cast/2]).

%% The ledger.
init([]) -> {ok, 0}.
handle_cast({sold, coffee}, Cents) -> {noreply, Cents + 250}.
handle_call(takings, _, Cents) -> {reply, Cents, Cents}.

board() -> receive {done, _} -> board() end.
dishwasher() -> receive cup -> timer:sleep(10), dishwasher() end.

look() ->
    [begin {message_queue_len, Waits} = process_info(whereis(Name), message_queue_len), {Name, Waits} end
     || Name <- [board, dishwasher, ledger]].

says(Before, Now) when Now > Before -> grows;
says(Before, Now) when Now < Before -> shrinks;
says(_, _) -> stays.

main(_) ->
    logger:set_primary_config(level, none),
    register(board, spawn(fun board/0)),
    register(dishwasher, spawn(fun dishwasher/0)),
    {ok, _} = gen_server:start({local, ledger}, ?MODULE, [], []),
    [dishwasher ! cup || _ <- lists:seq(1, 40)],
    First = look(),
    [begin board ! {done, Guest}, board ! {tip, 50}, timer:sleep(20) end || Guest <- lists:seq(1, 6)],
    [io:format("~p ~p~n", [Name, says(Before, Now)])
     || {{Name, Before}, {Name, Now}} <- lists:zip(First, look())],

    sys:trace(ledger, true),
    gen_server:cast(ledger, {sold, coffee}),
    io:format("the ledger holds ~p cents~n", [sys:get_state(ledger)]),
    sys:trace(ledger, false),
    sys:suspend(ledger),
    gen_server:cast(ledger, {sold, coffee}),
    {message_queue_len, 1} = process_info(whereis(ledger), message_queue_len),
    sys:resume(ledger),
    io:format("the ledger holds ~p cents~n", [sys:get_state(ledger)]).
