%% handler.erl - a handler that does what each event says, and tells the row what is called. Twin of handlers.hpp.
-module(handler).
-behaviour(gen_event).
-export([start/0, start/1, add/2, add_supervised/2, which/1, sync/2, sync/3, delete/2, call/3, note_answer/2]).
-export([init/1, handle_event/2, handle_call/2, terminate/2]).

%% ---- for rows

start() -> start(manager).
start(Name) -> {ok, M} = gen_event:start(), scene:named(Name, M).
add(M, Id) -> gen_event:add_handler(M, {handler, Id}, {self(), Id}).
add_supervised(M, Id) -> gen_event:add_sup_handler(M, {handler, Id}, {self(), Id}).
which(M) -> scene:note(["which", [io_lib:format(" ~p", [H]) || H <- gen_event:which_handlers(M)]]).
sync(M, What) -> sync(M, What, none).
sync(M, What, Whose) -> gen_event:sync_notify(M, {What, Whose}).
delete(M, Id) -> gen_event:delete_handler(M, {handler, Id}, deleted).
call(M, Id, Question) -> gen_event:call(M, {handler, Id}, Question).

note_answer(What, {error, {'EXIT', R}}) -> note_answer(What, {error, R});
note_answer(What, {error, R}) -> scene:note(io_lib:format("~s {error,~s}", [What, scene:reason(R)]));
note_answer(What, Answer) -> scene:note(io_lib:format("~s ~s", [What, Answer])).

%% ---- the callbacks

init({{Row, Name}, Left}) -> tell({Row, Name}, "gets ~s", [Left]), {ok, {Row, Name}};
init({_, bad}) -> error(boom);
init({Row, Name}) -> {ok, {Row, Name}}.

handle_event({crash, Name}, {_, Name}) -> error(boom);
handle_event({exit, Name}, {_, Name}) -> exit(left);
handle_event({remove, Name}, {_, Name}) -> remove_handler;
handle_event({swap, Name}, {Row, Name} = S) -> {swap_handler, swapped, S, {handler, new}, {Row, new}};
handle_event({What, _}, S) -> tell(S, "~s", [What]), {ok, S}.

handle_call(crash, _) -> error(boom);
handle_call(where, S) -> {ok, self(), S};
handle_call(_, S) -> {ok, yes, S}.

terminate({error, {'EXIT', R}}, S) -> tell(S, "terminate {error,~s}", [scene:reason(R)]), bye;
terminate(Why, S) -> tell(S, "terminate ~p", [Why]), bye.

tell({Row, Name}, Format, Args) -> scene:tell(Row, io_lib:format("~s " ++ Format, [Name | Args])).
