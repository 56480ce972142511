# agents.exs - the twins of agents_test.cpp: the same rows on the real BEAM.
defmodule Twins.Agents do
  import :scene

  def start(name, value) do
    {:ok, a} = Agent.start(fn -> value end)
    named(name, a)
  end
  def value(n), do: n

  def rows(), do: [
    {"AGT-01", fn ->
      a = start(:a, 1)
      note("get #{Agent.get(a, &value/1)}")
      attempt("update", fn -> Agent.update(a, fn n -> n + 1 end) end)
      note("get_and_update #{Agent.get_and_update(a, fn n -> {n, 10} end)}")
      note("get #{Agent.get(a, &value/1)}")
      attempt("cast", fn -> Agent.cast(a, fn n -> n * 2 end) end)
      note("get #{Agent.get(a, &value/1)}")
      attempt("slow", fn -> Agent.get(a, fn _ -> Process.sleep(50) end, 20) end)
      settle()
      note("alive", Process.alive?(a))
      hear()
      Process.monitor(a)
      attempt("raise", fn -> Agent.get(a, fn _ -> raise "boom" end) end)
      hear_all()
      attempt("get", fn -> Agent.get(a, &value/1) end)
    end},
    {"AGT-11", fn ->
      a = start(:a, 1)
      b = start(:b, 1)
      Process.monitor(a)
      Process.monitor(b)
      attempt("exit", fn -> Agent.get(a, fn _ -> exit(:left) end) end)
      hear_all()
      attempt("throw", fn -> Agent.get(b, fn _ -> throw(5) end) end)
      hear_all()
    end},
    {"AGT-13", fn ->
      list = start(:list, [])
      hundred = Enum.to_list(1..100)
      for i <- hundred, do: Agent.cast(list, fn all -> all ++ [i] end)
      note("all casts came first", Agent.get(list, &value/1) == hundred)
      a = start(:a, 1)
      note("get in #{name_of(Agent.get(a, fn _ -> self() end))}")
      note("get_and_update in #{name_of(Agent.get_and_update(a, fn n -> {self(), n} end))}")
    end}
  ]
end
