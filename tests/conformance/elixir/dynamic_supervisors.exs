# dynamic_supervisors.exs - the twins of dynamic_supervisors_test.cpp: the same rows on the real BEAM.
defmodule Twins.DynamicSupervisors do
  import :scene
  import :supervisors, only: [ended: 3, skip: 1, hear: 1]

  # The same helpers as in supervisors.hpp, and the same children.
  def spec(id, options \\ %{}, how \\ %{}) do
    Map.merge(%{id: id, start: {:child, :start_link, [self(), how, id]}}, options)
  end
  def answers(x), do: %{id: :x, start: {:child, :answer, [x]}}
  def sub(), do: %{id: :sub, start: {:sup, :start_link, [%{}, []]}, type: :supervisor}

  def start(options \\ []) do
    Process.flag(:trap_exit, true)
    {:ok, s} = DynamicSupervisor.start_link(options)
    named(:sup, s)
  end
  # Starts a child and notes what that says.
  def add(s, what, spec) do
    case DynamicSupervisor.start_child(s, spec) do
      {:ok, p} ->
        note("#{what} ok")
        p
      :ignore -> note("#{what} ignore")
      {:error, :max_children} -> note("#{what} max_children")
      {:error, r} -> note("#{what} error #{r}")
    end
  end
  def terminate(s, what, p) do
    case DynamicSupervisor.terminate_child(s, p) do
      :ok -> note("#{what} ok")
      {:error, r} -> note("#{what} #{r}")
    end
  end
  def children(s) do
    note(["children" | for({id, p, _, _} when is_pid(p) <- DynamicSupervisor.which_children(s), do: " #{id}")])
  end
  def counts(s) do
    c = DynamicSupervisor.count_children(s)
    note("specs #{c.specs} active #{c.active} supervisors #{c.supervisors} workers #{c.workers}")
  end
  def only_child(s) do
    [{_, p, _, _}] = DynamicSupervisor.which_children(s)
    p
  end
  def now_ms(), do: System.monotonic_time(:millisecond)

  def rows(), do: [
    {"DYN-01", fn ->
      s = start(max_children: 4)
      a = add(s, "start_child", spec(:a))
      b = add(s, "the same id", spec(:a, %{restart: :transient}))
      c = add(s, "temporary", spec(:c, %{restart: :temporary}))
      add(s, "a supervisor", sub())
      add(s, "one more", spec(:d))
      hear(3)
      children(s)
      counts(s)
      terminate(s, "terminate_child", a)
      hear()
      terminate(s, "again", a)
      stranger = idle(:stranger)
      terminate(s, "stranger", stranger)
      note("alive", Process.alive?(stranger))
      add(s, "ignores:", answers(:ignore))
      add(s, "fails:", answers({:error, :nope}))
      counts(s)
      ended(b, :b, :normal)
      ended(c, :c, :boom)
      hear()
      children(s)
    end},
    {"DYN-05", fn ->
      s = start()
      add(s, "start_child", spec(:a))
      hear()
      for _ <- 1..4 do
        ended(only_child(s), :a, :kill)
        hear()
      end
    end},
    {"DYN-10", fn ->
      state = :sys.get_state(start())
      note("max_restarts #{state.max_restarts} max_seconds #{state.max_seconds}")
      note("any number of children", state.max_children == :infinity)
      s = start(max_children: 2)
      a = add(s, "first", spec(:a))
      b = add(s, "second", spec(:b))
      add(s, "third", spec(:c))
      skip(2)
      ended(a, :a, :boom)
      hear()
      note("#{state.strategy}", Process.alive?(b))
      add(s, "a restarted child has its slot:", spec(:c))
      terminate(s, "terminate_child", b)
      add(s, "third", spec(:c))
      hear(2)
    end},
    {"DYN-14", fn ->
      s = start()
      for _ <- 1..5, do: DynamicSupervisor.start_child(s, spec(:a, %{}, %{cleanup: 60}))
      skip(5)
      t = now_ms()
      Process.exit(s, :shutdown)
      hear(6)
      note("took less than the sum", now_ms() - t < 300)
    end},
    {"DYN-15", fn ->
      s = start(max_restarts: 1)
      a = add(s, "start_child", spec(:a))
      b = add(s, "start_child", spec(:b))
      skip(2)
      ended(a, :a, :boom)
      hear()
      ended(b, :b, :boom)
      hear_all()
    end}
  ]
end
