package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"

	"github.com/traefik/traefik/v3/pkg/middlewares/requestdecorator"
	httpmuxer "github.com/traefik/traefik/v3/pkg/muxer/http"
	tcpmuxer "github.com/traefik/traefik/v3/pkg/muxer/tcp"
	"github.com/traefik/traefik/v3/pkg/tcp"
)

// table asks which router of a table takes each of some requests.
type table struct {
	Ask      string `json:"ask"`
	Protocol string `json:"protocol"`
	// Precedence is providers.precedence.
	Precedence []string      `json:"precedence,omitempty"`
	Routers    []tableRouter `json:"routers"`
	Requests   []request     `json:"requests"`

	Answer *tableAnswer `json:"answer,omitempty"`
}

type tableRouter struct {
	Rule   string `json:"rule"`
	Syntax string `json:"syntax,omitempty"`
	// Priority is as configured, 0 where it is not.
	Priority int    `json:"priority,omitempty"`
	Provider string `json:"provider,omitempty"`
}

type tableAnswer struct {
	// Priorities are those that the routers get; null for one that Traefik does not put in the table.
	Priorities []*int `json:"priorities"`
	// Winners are for each request the routers that took it, in some order of adding them; null where the muxer
	// answers 400 or there is no such request.
	Winners [][]int `json:"winners"`
}

// maxUserPriority is pkg/server/router/router.go:30.
const maxUserPriority = math.MaxInt - 1000

func (q *table) answer() error {
	q.Answer = &tableAnswer{Winners: make([][]int, len(q.Requests))}
	var added []int
	for i, router := range q.Routers {
		priority, err := router.place(q.Protocol)
		if err != nil {
			q.Answer.Priorities = append(q.Answer.Priorities, nil)
			continue
		}
		q.Answer.Priorities = append(q.Answer.Priorities, &priority)
		added = append(added, i)
	}
	for _, order := range q.orders(added) {
		route, err := q.build(order)
		if err != nil {
			return err
		}
		for i, request := range q.Requests {
			winner, known := route(request)
			if !known {
				continue
			}
			if q.Answer.Winners[i] == nil {
				q.Answer.Winners[i] = []int{}
			}
			if winner >= 0 && !slices.Contains(q.Answer.Winners[i], winner) {
				q.Answer.Winners[i] = append(q.Answer.Winners[i], winner)
			}
		}
	}
	for _, winners := range q.Answer.Winners {
		slices.Sort(winners)
	}
	return nil
}

// place is the priority of the router, or why it has no place in the table (pkg/server/router/router.go:245,
// pkg/server/router/tcp/manager.go:216).
func (r tableRouter) place(protocol string) (int, error) {
	priority := r.Priority
	if protocol == "tcp" {
		if priority == 0 {
			priority = tcpmuxer.GetRulePriority(r.Rule)
		}
		if _, err := newTCP(r.Rule, r.Syntax); err != nil {
			return 0, err
		}
	} else {
		if priority == 0 {
			priority = httpmuxer.GetRulePriority(r.Rule)
		}
		if _, err := newHTTP(r.Rule, r.Syntax, nil); err != nil {
			return 0, err
		}
	}
	if priority > maxUserPriority {
		return 0, fmt.Errorf("the router priority %d exceeds the max user-defined priority %d", priority, maxUserPriority)
	}
	return priority, nil
}

// orders are ways to add the routers: forwards, backwards, each of those that tie with another one first, and a few
// more. Where no two tie, there is only one table.
func (q *table) orders(added []int) [][]int {
	orders := [][]int{added}
	place := func(i int) [2]int {
		return [2]int{*q.Answer.Priorities[i], slices.Index(q.Precedence, q.Routers[i].Provider)}
	}
	places := map[[2]int]int{}
	for _, i := range added {
		places[place(i)]++
	}
	tied := slices.DeleteFunc(slices.Clone(added), func(i int) bool { return places[place(i)] == 1 })
	if len(tied) == 0 {
		return orders
	}
	backwards := slices.Clone(added)
	slices.Reverse(backwards)
	orders = append(orders, backwards)
	for _, first := range tied {
		rest := slices.DeleteFunc(slices.Clone(added), func(i int) bool { return i == first })
		orders = append(orders, append([]int{first}, rest...))
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 3 {
		shuffled := slices.Clone(added)
		random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		orders = append(orders, shuffled)
	}
	return orders
}

// build makes the muxer, its routers added in this order. What it returns tells the router that takes a request: -1
// for none, and false where no router is asked.
func (q *table) build(order []int) (func(request) (int, bool), error) {
	winner := -1
	if q.Protocol == "tcp" {
		muxer, err := tcpmuxer.NewMuxer(q.Precedence)
		if err != nil {
			return nil, err
		}
		for _, i := range order {
			router := q.Routers[i]
			handler := tcp.HandlerFunc(func(tcp.WriteCloser) { winner = i })
			if err := muxer.AddRoute(router.Rule, router.Syntax, *q.Answer.Priorities[i], router.Provider, handler); err != nil {
				return nil, err
			}
		}
		return func(r request) (int, bool) {
			connection, err := r.connection()
			if err != nil {
				return 0, false
			}
			winner = -1
			if handler, _ := muxer.Match(connection); handler != nil {
				handler.ServeTCP(nil)
			}
			return winner, true
		}, nil
	}
	parser, err := httpmuxer.NewSyntaxParser()
	if err != nil {
		return nil, err
	}
	muxer := httpmuxer.NewMuxer(parser, q.Precedence)
	for _, i := range order {
		router := q.Routers[i]
		handler := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { winner = i })
		if err := muxer.AddRoute(router.Rule, router.Syntax, *q.Answer.Priorities[i], router.Provider, handler); err != nil {
			return nil, err
		}
	}
	decorator := requestdecorator.New(nil)
	return func(r request) (int, bool) {
		sent, err := r.http()
		if err != nil {
			return 0, false
		}
		winner = -1
		recorder := httptest.NewRecorder()
		decorator.ServeHTTP(recorder, sent, muxer.ServeHTTP)
		return winner, recorder.Code != http.StatusBadRequest
	}, nil
}
