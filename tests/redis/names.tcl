# names.tcl - the names of all tests of units of Redis' suite, and their tags, without a server and without running them.
#
#   cd redis-7.0.15; tclsh names.tcl UNIT...      one line a test: unit, tags, name, between tabs
#
# Units are programs that say `test NAME CODE ...`: they run here with a `test` that only prints, and where what stands
# between tests asks a server, the answer is empty.
set all_tags {}

proc start_server {options {code {}}} {
    set tags {}
    if {[dict exists $options tags]} { set tags [string map {\" ""} [dict get $options tags]] }
    within $tags $code
}
proc within {tags code} {
    global all_tags
    set outside $all_tags
    set all_tags [concat $all_tags $tags]
    # A failure ends its block alone: the comparison with a run notices what is missing.
    if {[catch {uplevel 2 $code} why]} { puts stderr "$::unit: $why" }
    set all_tags $outside
}
proc tags {tags code} { within [string map {\" ""} $tags] $code }
proc test {name code {pattern {}} {tags {}}} { puts "$::unit\t[concat $::all_tags $tags]\t$name" }
proc run_solo {name code} { uplevel 1 $code }
# A test that needs gigabytes asks first whether it may have them.
proc r args { return [expr {[lrange $args 0 1] eq {config get} ? {x 10000000000} : {}}] }
proc srv args { return 0 }
proc s args { return jemalloc }
proc randstring args { return {} }
proc unknown args { return {} }

set denytags resp3  ;# as suite.py denies it: a loop over both versions of the protocol asks for this
foreach option {accurate external singledb valgrind tls large_memory} { set $option 0 }
foreach unit $argv {
    set curfile tests/$unit.tcl
    source $curfile
}
