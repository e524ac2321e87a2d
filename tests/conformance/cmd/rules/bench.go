package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"time"

	"github.com/traefik/traefik/v3/pkg/middlewares/requestdecorator"
	httpmuxer "github.com/traefik/traefik/v3/pkg/muxer/http"
)

// benchTime is how long the requests of a table are repeated.
const benchTime = 2 * time.Second

// bench prints, for each table in a file, the nanoseconds that Traefik's muxer takes for one of its requests. They are
// decorated beforehand: only the muxer is measured.
func bench(file string) error {
	in, err := os.Open(file)
	if err != nil {
		return err
	}
	defer in.Close()
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<26)
	for lines.Scan() {
		var q table
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			return err
		}
		time, err := q.measure()
		if err != nil {
			return err
		}
		fmt.Printf("%.0f\n", time)
	}
	return lines.Err()
}

// measure gives nanoseconds for a request.
func (q *table) measure() (float64, error) {
	parser, err := httpmuxer.NewSyntaxParser()
	if err != nil {
		return 0, err
	}
	muxer := httpmuxer.NewMuxer(parser, q.Precedence)
	muxer.SetDefaultHandler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	for _, router := range q.Routers {
		priority, err := router.place(q.Protocol)
		if err != nil {
			return 0, err
		}
		handler := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
		if err := muxer.AddRoute(router.Rule, router.Syntax, priority, router.Provider, handler); err != nil {
			return 0, err
		}
	}
	var requests []*http.Request
	decorator := requestdecorator.New(nil)
	for _, request := range q.Requests {
		sent, err := request.http()
		if err != nil {
			return 0, err
		}
		decorator.ServeHTTP(httptest.NewRecorder(), sent, func(_ http.ResponseWriter, decorated *http.Request) {
			requests = append(requests, decorated)
		})
	}
	recorder := httptest.NewRecorder()
	rounds := 0
	start := time.Now()
	for time.Since(start) < benchTime {
		for _, request := range requests {
			muxer.ServeHTTP(recorder, request)
		}
		rounds++
	}
	return float64(time.Since(start).Nanoseconds()) / float64(rounds*len(requests)), nil
}
