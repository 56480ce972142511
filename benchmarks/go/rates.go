package main

// Questions about rates: a function that does one iteration, and the items of one.
func rate(question string, n int) (func(), int) {
	switch question {
	case "ping_pong":
		pings, pongs := make(chan int, 1), make(chan int, 1)
		go func() {
			for p := range pings {
				pongs <- p
			}
		}()
		return func() { pings <- 1; <-pongs }, 1

	case "fan_in":
		items := make(chan uint64, 1024)
		starts := make([]chan int, n)
		for i := range starts {
			start := make(chan int, 1)
			starts[i] = start
			go func() {
				for range start {
					for i := 0; i < 100_000/n; i++ {
						items <- uint64(i)
					}
				}
			}()
		}
		return func() {
			for _, s := range starts {
				s <- 1
			}
			for i := 0; i < 100_000; i++ {
				<-items
			}
		}, 100_000

	case "ring":
		mine := make(chan int, 1)
		first := mine
		for i := 1; i < n; i++ {
			next, from := first, make(chan int, 1)
			go func() {
				for t := range from {
					next <- t
				}
			}()
			first = from
		}
		return func() { first <- 1; <-mine }, n

	case "call":
		type add struct {
			n     int
			reply chan int
		}
		requests := make(chan add, 1)
		go func() {
			total := 0
			for a := range requests {
				total += a.n
				a.reply <- total
			}
		}()
		reply := make(chan int, 1)
		return func() { requests <- add{1, reply}; <-reply }, 1

	case "spawn_exit":
		return func() {
			end := make(chan int)
			go func() { close(end) }()
			<-end
		}, 1

	case "fork_join_create":
		return func() {
			done := make(chan int, 1000)
			for i := 0; i < 1000; i++ {
				work := make(chan int, 1)
				go func() { <-work; sum := compute(1); done <- int(sum & 1) }()
				work <- 1
			}
			for i := 0; i < 1000; i++ {
				<-done
			}
		}, 1000

	case "fork_join_throughput":
		work := make([]chan int, 60)
		done := make(chan int, 60)
		for i := range work {
			mine := make(chan int, 1024)
			work[i] = mine
			go func() {
				x := uint64(1)
				for n := 1; ; n++ {
					<-mine
					x = compute(x)
					if n%1000 == 0 {
						done <- int(x & 1)
					}
				}
			}()
		}
		return func() {
			for i := 0; i < 1000; i++ {
				for _, w := range work {
					w <- 1
				}
			}
			for range work {
				<-done
			}
		}, 60_000

	case "chameneos":
		mall := make(chan chan int, 100)
		for i := 0; i < 100; i++ {
			go func() {
				mine := make(chan int, 1)
				for {
					mall <- mine
					<-mine
				}
			}()
		}
		return func() {
			for i := 0; i < 1000; i++ {
				first, second := <-mall, <-mall
				first <- 1
				second <- 1
			}
		}, 1000

	case "dining_philosophers":
		type order struct {
			seat   int
			hungry bool
		}
		orders, done := make(chan order, 16), make(chan int, 5)
		var begin, eat [5]chan int
		for i := range begin {
			seat := i
			begin[seat], eat[seat] = make(chan int, 1), make(chan int, 1)
			go func() {
				for range begin[seat] {
					for i := 0; i < 100; i++ {
						orders <- order{seat, true}
						<-eat[seat]
						orders <- order{seat, false}
					}
					done <- 1
				}
			}()
		}
		go func() {
			var taken [5]bool
			waiting := []int{}
			for o := range orders {
				if o.hungry {
					waiting = append(waiting, o.seat)
				} else {
					taken[o.seat], taken[(o.seat+1)%5] = false, false
				}
				left := waiting[:0]
				for _, seat := range waiting {
					if taken[seat] || taken[(seat+1)%5] {
						left = append(left, seat)
					} else {
						taken[seat], taken[(seat+1)%5] = true, true
						eat[seat] <- 1
					}
				}
				waiting = left
			}
		}()
		return func() {
			for _, b := range begin {
				b <- 1
			}
			for range begin {
				<-done
			}
		}, 500

	case "bank":
		type booking struct{ to chan booking }
		var accounts [100]chan booking
		transferred := make(chan int, 1024)
		for i := range accounts {
			mine := make(chan booking, 1024)
			accounts[i] = mine
			go func() {
				balance := 0
				for b := range mine {
					if b.to != nil {
						balance--
						b.to <- booking{nil}
					} else {
						balance++
						transferred <- balance
					}
				}
			}()
		}
		return func() {
			for i := 0; i < 1000; i++ {
				accounts[i%100] <- booking{accounts[(i*7+3)%100]}
			}
			for i := 0; i < 1000; i++ {
				<-transferred
			}
		}, 1000

	case "dictionary":
		type request struct {
			from       chan uint64
			writes     bool
			key, value uint64
		}
		requests, done := make(chan request, 32), make(chan int, 20)
		go func() {
			m := map[uint64]uint64{}
			for r := range requests {
				if r.writes {
					m[r.key] = r.value
				}
				r.from <- m[r.key]
			}
		}()
		var begin [20]chan int
		for i := range begin {
			number, start := uint64(i), make(chan int, 1)
			begin[i] = start
			go func() {
				reply := make(chan uint64, 1)
				for range start {
					for n := uint64(0); n < 100; n++ {
						requests <- request{reply, (number+n)%10 == 0, (number*31 + n*17) % 512, n}
						<-reply
					}
					done <- 1
				}
			}()
		}
		return func() {
			for _, b := range begin {
				b <- 1
			}
			for range begin {
				<-done
			}
		}, 2000
	}
	return nil, 0
}
