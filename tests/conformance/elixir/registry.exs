# registry.exs - the twins of keyed_registry_test.cpp: the same rows on the real BEAM.
defmodule Twins.Registry do
  import :scene

  def unique(name, options \\ []), do: start([keys: :unique, name: name] ++ options)
  def duplicate(name), do: start(keys: :duplicate, name: name)
  def start(options) do
    {:ok, _} = Registry.start_link(options)
    options[:name]
  end
  def via(r, key), do: {:via, Registry, {r, key}}

  # An actor that does what run/2 tells it, and gives back what comes of that.
  def another(name), do: named(name, spawn(&obey/0))
  def obey() do
    receive do
      {:run, f, from} -> send(from, {:done, f.()})
      :end -> exit(:normal)
    end
    obey()
  end
  def run(p, f) do
    send(p, {:run, f, self()})
    receive do {:done, result} -> result end
  end
  def ended(p) do
    m = Process.monitor(p)
    send(p, :end)
    receive do {:DOWN, ^m, _, _, _} -> :ok end
  end

  def register(r, key, value), do: result(Registry.register(r, key, value))
  def result({:ok, _}), do: "ok"
  def result({:error, {:already_registered, p}}), do: "{error,{already_registered,#{name_of(p)}}}"
  # lookup k me:1
  def lookup(r, key) do
    entries = for {p, v} <- Registry.lookup(r, key), do: " #{name_of(p)}:#{v}"
    note(["lookup #{key}" | if(entries == [], do: [" nothing"], else: entries)])
  end
  # What a listener is told.
  def listen() do
    receive do
      {:register, _, key, p, value} -> note("register #{key} #{name_of(p)} #{value}")
      {:unregister, _, key, p} -> note("unregister #{key} #{name_of(p)}")
    after 100 -> note("nothing")
    end
  end

  def rows(), do: [
    {"RGY-01", fn ->
      r = unique(:rgy01)
      me = self()
      note("register k #{register(r, "k", 1)}")
      note("again #{register(r, "k", 2)}")
      other = another(:other)
      {:error, {:already_registered, ^me}} = run(other, fn -> Registry.register(r, "k", 3) end)
      note("another {error,{already_registered,me}}")
      note("another's unregister #{run(other, fn -> Registry.unregister(r, "k") end)}")
      lookup(r, "k")
      note("a number as key #{register(r, 7, 4)}")
      note(["keys", for(key <- Enum.sort(Registry.keys(r, me)), do: " #{key}")])
      note("unregister #{Registry.unregister(r, "k")}")
      lookup(r, "k")
      note("again #{Registry.unregister(r, "k")}")
      {:ok, _} = run(other, fn -> Registry.register(r, "k", 5) end)
      lookup(r, "k")
      note("count #{Registry.count(r)}")
      ended(other)
      lookup(r, "k")
      lookup(r, 7)
    end},
    {"RGY-03", fn ->
      r = duplicate(:rgy03)
      other = another(:other)
      note("register #{register(r, "news", 1)}")
      {:ok, _} = run(other, fn -> Registry.register(r, "news", 2) end)
      lookup(r, "news")
      Registry.dispatch(r, "news", fn entries -> for {p, v} <- entries, do: send(p, {:news, v}) end)
      note("me #{receive do {:news, v} -> v end}")
      note("other #{run(other, fn -> receive do {:news, v} -> v end end)}")
      name = via(unique(:rgy03_names), "server")
      {:ok, p} = :gen_server.start(name, :player, {self(), :ok}, [])
      hear()
      note("whereis", GenServer.whereis(name) == p)
      :player.ask_and_note(name, :call)
      GenServer.cast(name, :x)
      hear()
      send(GenServer.whereis(name), :hello)
      hear()
      attempt("stop", fn -> GenServer.stop(name) end)
      hear()
      note("whereis", GenServer.whereis(name) == p)
    end},
    {"RGY-10", fn ->
      r = unique(:rgy10)
      other = another(:other)
      {:ok, _} = run(other, fn -> Registry.register(r, "k", 1) end)
      lookup(r, "k")
      ended(other)
      lookup(r, "k")
      again = Enum.count(1..200, fn n ->
        owner = another(:owner)
        {:ok, _} = run(owner, fn -> Registry.register(r, n, 1) end)
        ended(owner)
        match?({:ok, _}, Registry.register(r, n, 2))
      end)
      note("registered at once: #{again} of 200")
    end},
    {"RGY-12", fn ->
      r = unique(:rgy12)
      update = fn key -> Registry.update_value(r, key, fn v -> v + 1 end) end
      said = fn
        {new, old} -> "#{new}, was #{old}"
        :error -> "error"
      end
      register(r, "k", 1)
      note("update_value #{said.(update.("k"))}")
      note("another's update_value #{said.(run(another(:other), fn -> update.("k") end))}")
      note("of no key #{said.(update.("none"))}")
      lookup(r, "k")
    end},
    {"RGY-13", fn ->
      r = duplicate(:rgy13)
      me = self()
      note("register #{register(r, "k", 1)}")
      note("again #{register(r, "k", 2)}")
      lookup(r, "k")
      dispatch = fn key ->
        Registry.dispatch(r, key, fn entries ->
          note("called with #{length(entries)} entries")
          note("in the caller", self() == me)
        end)
      end
      note("dispatch #{dispatch.("k")}")
      note("to no entry #{dispatch.("none")}")
      note("unregister #{Registry.unregister(r, "k")}")
      lookup(r, "k")
    end},
    {"RGY-17", fn ->
      r = unique(:rgy17)
      {:ok, p} = GenServer.start(:player, {self(), :ok}, name: via(r, "k"))
      named(:server, p)
      hear()
      attempt("start", fn -> GenServer.start(:player, {self(), :ok}, name: via(r, "k")) end)
      hear()
      attempt("call", fn -> GenServer.call(via(r, "none"), :x) end)
      attempt("stop", fn -> GenServer.stop(via(r, "none")) end)
      attempt("cast", fn -> GenServer.cast(via(r, "none"), :x) end)
    end},
    {"RGY-18", fn ->
      Process.register(self(), :rgy18_listener)
      r = unique(:rgy18, listeners: [:rgy18_listener])
      register(r, "a", 7)
      listen()
      Registry.unregister(r, "a")
      listen()
      other = another(:other)
      {:ok, _} = run(other, fn -> Registry.register(r, "b", 8) end)
      listen()
      ended(other)
      listen()
      lookup(r, "b")
    end},
    {"RGY-19", fn ->
      {:ok, p} = Registry.start_link(keys: :unique, name: :rgy19)
      Process.unlink(p)
      owner = another(:owner)
      {:ok, _} = run(owner, fn -> Registry.register(:rgy19, "k", 1) end)
      Process.monitor(owner)
      Process.exit(p, :kill)
      hear()
    end}
  ]
end
