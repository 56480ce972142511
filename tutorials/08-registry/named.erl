#!/usr/bin/env escript
%% named.erl - the waiter who knows the till by its name.
-mode(compile).
-export([init/1, start/0, handle_cast/2, handle_call/3]).

init(bar) -> {ok, {#{}, [#{id => till, start => {?MODULE, start, []}}]}};
init(till) -> {ok, []}.

start() -> gen_server:start_link({local, till}, ?MODULE, till, []).

handle_cast({sale, Number, Cents}, State) when Cents > 0 ->
    io:format("till: receipt ~p~n", [Number]),
    {noreply, State}.
handle_call(ready, _From, State) -> {reply, ok, State}.

waiter(Number) when Number > 6 -> io:format("waiter: 6 sales~n");
waiter(Number) ->
    gen_server:cast(till, {sale, Number, case Number of 3 -> 0; _ -> 250 end}),
    ready(),
    waiter(Number + 1).

ready() -> try gen_server:call(till, ready) catch exit:_ -> timer:sleep(1), ready() end.

main(_) ->
    logger:set_primary_config(level, none),
    {ok, _} = supervisor:start_link({local, bar}, ?MODULE, bar),
    {_, Ref} = spawn_monitor(fun() -> waiter(1) end),
    receive {'DOWN', Ref, _, _, _} -> io:format("main: closed~n") end.
