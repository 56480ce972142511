%% player.erl - a server that does what it is asked to, and tells the row what is called. The twin of player.hpp.
-module(player).
-behaviour(gen_server).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2, handle_continue/2, terminate/2]).
-export([start/1, start/2, ask_and_note/2, ask_and_note/3]).

%% State: {Row, Waiting, BreakTerminate}
init({Row, How}) ->
    scene:tell(Row, "init"),
    S = {Row, [], false},
    case How of
        trap -> process_flag(trap_exit, true), {ok, S};
        exit -> {stop, no_paper};
        error -> error(boom);
        ignore -> ignore;
        hang -> receive ready -> {ok, S} end;
        throw -> throw({ok, S});
        continue -> {ok, S, {continue, 1}};
        name ->
            scene:tell(Row, case whereis(gs10) =:= self() of true -> "registered"; _ -> "not registered" end), {ok, S};
        bad -> oops;
        ok -> {ok, S}
    end.

handle_call(defer, From, {R, W, B}) -> {noreply, {R, [From | W], B}};
handle_call('reply first', From, {R, _, _} = S) ->
    gen_server:reply(From, early), scene:tell(R, "after the reply"), {noreply, S};
handle_call(timeout, _, S) -> {reply, set, S, 40};
handle_call('timeout 0', _, S) -> self() ! queued, {reply, set, S, 0};
handle_call(continue, _, S) -> {reply, replied, S, {continue, 1}};
handle_call('stop with reply', _, S) -> {stop, done, bye, S};
handle_call(stop, _, S) -> {stop, gone, S};
handle_call('stop normal', _, S) -> {stop, normal, S};
handle_call(error, _, _) -> error(boom);
handle_call(exit, _, _) -> exit(left);
handle_call(throw, _, S) -> throw({reply, thrown, S});
handle_call(bad, _, _) -> oops;
handle_call('call myself', _, S) -> {reply, gen_server:call(self(), x), S};
handle_call('break terminate', _, {R, W, _}) -> {reply, 'break terminate', {R, W, true}};
handle_call(wait, _, S) -> receive ready -> {reply, wait, S} end;
handle_call(X, _, S) -> {reply, X, S}.

handle_cast(reply, {R, W, B}) -> [gen_server:reply(F, late) || F <- W], {noreply, {R, [], B}};
handle_cast(stop, S) -> {stop, gone, S};
handle_cast(X, {R, _, _} = S) -> scene:tell(R, io_lib:format("cast ~s", [text(X)])), {noreply, S}.

handle_info({'EXIT', _, X}, {R, _, _} = S) -> scene:tell(R, io_lib:format("info EXIT ~s", [text(X)])), {noreply, S};
handle_info(X, {R, _, _} = S) -> scene:tell(R, io_lib:format("info ~s", [text(X)])), {noreply, S}.

handle_continue(N, {R, _, _} = S) ->
    scene:tell(R, io_lib:format("continue ~p", [N])),
    if N < 2 -> {noreply, S, {continue, N + 1}}; true -> {noreply, S} end.

terminate(Why, {R, _, Break}) ->
    scene:tell(R, ["terminate ", reason(Why)]),
    Break andalso error(in_terminate).

text(A) when is_atom(A) -> atom_to_list(A);
text(X) -> io_lib:format("~p", [X]).
reason(A) when is_atom(A) -> atom_to_list(A);
reason(X) -> scene:reason(X).

start(Name) -> start(Name, ok).
start(Name, How) ->
    {ok, P} = gen_server:start(?MODULE, {self(), How}, []), receive {told, _} -> ok end, scene:named(Name, P).

ask_and_note(Server, What) -> ask_and_note(Server, What, 5000).
ask_and_note(Server, What, Wait) ->
    try gen_server:call(Server, What, Wait) of R -> scene:note(io_lib:format("~s: ~s", [What, R]))
    catch exit:R -> scene:note(io_lib:format("~s: exit ~s", [What, scene:reason(R)])) end.
