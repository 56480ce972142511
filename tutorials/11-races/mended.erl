#!/usr/bin/env escript
%% mended.erl - the jar adds.
-mode(compile).
-export([init/1, handle_call/3, handle_cast/2]).

init(_) -> {ok, 0}.
handle_call(get, _From, Cents) -> {reply, Cents, Cents};
handle_call({add, More}, _From, Cents) -> {reply, ok, Cents + More}.
handle_cast(_, State) -> {noreply, State}.

main(_) ->
    {ok, Tips} = gen_server:start_link(?MODULE, [], []),
    Waiters = [spawn_monitor(fun() -> gen_server:call(Tips, {add, 100}) end) || _ <- [ann, bob]],
    [receive {'DOWN', Ref, _, _, _} -> ok end || {_, Ref} <- Waiters],
    io:format("in the jar: ~p~n", [gen_server:call(Tips, get)]).
