%% sup.erl - the callback module of the rows about supervisors: init answers what start_link was given.
-module(sup).
-behaviour(supervisor).
-export([start_link/2, init/1]).

start_link(Flags, Specs) -> supervisor:start_link(?MODULE, {ok, {Flags, Specs}}).
init(Answer) -> Answer.
