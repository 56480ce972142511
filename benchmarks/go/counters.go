package main

import (
	"os"
	"sort"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func resident() float64 {
	text, _ := os.ReadFile("/proc/self/statm")
	pages, _ := strconv.ParseFloat(strings.Fields(string(text))[1], 64)
	return pages * float64(os.Getpagesize())
}

func processorSeconds() float64 {
	var used syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return float64(used.Utime.Nano()+used.Stime.Nano()) / 1e9
}

// Questions about memory and latency.
func counters(question string, n int) map[string]float64 {
	switch question {
	case "idle":
		before := resident()
		stop := make(chan int)
		for i := 0; i < n; i++ {
			mine := make(chan int, 1)
			go func() {
				select {
				case <-mine:
				case <-stop:
				}
			}()
		}
		time.Sleep(300 * time.Millisecond)
		bytes, used := (resident()-before)/float64(n), processorSeconds()
		time.Sleep(time.Second)
		return map[string]float64{"bytes": bytes, "processors": processorSeconds() - used}

	case "lives":
		collector := make(chan int)
		before := 0.0
		for i := 0; i < n; i++ {
			end := make(chan int)
			go func() { collector <- 1; close(end) }()
			<-collector
			<-end
			if i == 1000 {
				before = resident()
			}
		}
		return map[string]float64{"bytes": resident() - before}

	case "all_to_all":
		var boxes [1000]chan int
		var starts [1000]chan int
		done := make(chan int)
		for i := range boxes {
			boxes[i], starts[i] = make(chan int, 1024), make(chan int)
		}
		for i := range boxes {
			me := i
			go func() {
				<-starts[me]
				for other := range boxes {
					if other != me {
						boxes[other] <- 1
					}
				}
				for i := 1; i < 1000; i++ {
					<-boxes[me]
				}
				done <- 1
			}()
		}
		before := resident()
		for _, s := range starts {
			s <- 1
		}
		for range boxes {
			<-done
		}
		return map[string]float64{"bytes": resident() - before}

	case "latency_under_load":
		again, pings, pongs := make(chan int, 1), make(chan int, 1), make(chan int, 1)
		go func() {
			for {
				again <- 1
				<-again
				computeFor(5 * time.Millisecond)
			}
		}()
		go func() {
			for p := range pings {
				pongs <- p
			}
		}()
		var all []float64
		for i := 0; i < 200; i++ {
			due := time.Now().Add(time.Millisecond)
			time.Sleep(time.Until(due))
			pings <- 1
			<-pongs
			all = append(all, float64(time.Since(due).Nanoseconds()))
		}
		sort.Float64s(all)
		return map[string]float64{"p50": all[len(all)/2], "p99": all[len(all)*99/100], "longest": all[len(all)-1]}
	}
	return nil
}
