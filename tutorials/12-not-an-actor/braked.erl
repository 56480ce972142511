#!/usr/bin/env escript
%% braked.erl - a cast does not wait for the server; a call does.
-mode(compile).
-export([init/1, handle_call/3, handle_cast/2]).

init(_) -> {ok, 0}.
handle_cast(line, Written) -> {noreply, Written + 1}.
handle_call(line, _From, Written) -> {reply, ok, Written + 1}.

waiting(Log) -> {message_queue_len, N} = process_info(Log, message_queue_len), N.

main(_) ->
    {ok, Log} = gen_server:start_link(?MODULE, [], []),
    sys:suspend(Log),
    [gen_server:cast(Log, line) || _ <- lists:seq(1, 1000)],
    io:format("~p lines wait~n", [waiting(Log)]),
    sys:resume(Log),
    [gen_server:call(Log, line) || _ <- lists:seq(1, 1000)],
    io:format("~p lines wait~n", [waiting(Log)]).
