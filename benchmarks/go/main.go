// The questions of workloads.hpp in Go, with the same parameters: goroutines and channels. Prints one line of JSON.
//
//	bench QUESTION ARGUMENT SECONDS
//
// A channel of Go is bounded; who sends into a full one waits. It has no selective receive, and no supervisors.
package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

var sink uint64

func compute(x uint64) uint64 {
	for i := 0; i < 16; i++ {
		x = x*6364136223846793005 + 1442695040888963407
	}
	return x
}

func computeFor(d time.Duration) {
	until := time.Now().Add(d)
	for x := uint64(1); time.Now().Before(until); {
		x = compute(x)
		sink += x & 1
	}
}

func main() {
	n, _ := strconv.Atoi(os.Args[2])
	seconds, _ := strconv.ParseFloat(os.Args[3], 64)
	iterate, items := rate(os.Args[1], n)
	if iterate == nil {
		parts := []string{}
		for key, value := range counters(os.Args[1], n) {
			parts = append(parts, fmt.Sprintf("%q: %f", key, value))
		}
		fmt.Printf("{%s}\n", strings.Join(parts, ", "))
		return
	}
	iterate() // once to warm up
	for count := 1; ; count *= 2 {
		start := time.Now()
		for i := 0; i < count; i++ {
			iterate()
		}
		if took := time.Since(start).Seconds(); took >= seconds {
			fmt.Printf("{\"items_per_second\": %f}\n", float64(count*items)/took)
			return
		}
	}
}
