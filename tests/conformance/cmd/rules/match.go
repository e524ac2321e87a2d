package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/traefik/traefik/v3/pkg/middlewares/requestdecorator"
)

// match asks which of some requests a rule matches.
type match struct {
	Ask      string    `json:"ask"`
	Protocol string    `json:"protocol"`
	Syntax   string    `json:"syntax"`
	Rule     string    `json:"rule"`
	Requests []request `json:"requests"`

	// Answer has a word for each request: yes or no; refused where the muxer answers 400; none where there is no such
	// rule or request.
	Answer []string `json:"answer,omitempty"`
}

func (q *match) answer() error {
	var matches func(request) string
	switch q.Protocol {
	case "http":
		matches = q.http()
	case "tcp":
		matches = q.tcp()
	default:
		return fmt.Errorf("no such protocol: %q", q.Protocol)
	}
	q.Answer = nil
	for _, request := range q.Requests {
		q.Answer = append(q.Answer, matches(request))
	}
	return nil
}

func (q *match) http() func(request) string {
	matched := false
	handler := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { matched = true })
	muxer, err := newHTTP(q.Rule, q.Syntax, handler)
	if err != nil {
		return func(request) string { return "none" }
	}
	decorator := requestdecorator.New(nil)
	return func(r request) string {
		sent, err := r.http()
		if err != nil {
			return "none"
		}
		matched = false
		recorder := httptest.NewRecorder()
		decorator.ServeHTTP(recorder, sent, muxer.ServeHTTP)
		if recorder.Code == http.StatusBadRequest {
			return "refused"
		}
		return answer(matched)
	}
}

func (q *match) tcp() func(request) string {
	muxer, err := newTCP(q.Rule, q.Syntax)
	if err != nil {
		return func(request) string { return "none" }
	}
	return func(r request) string {
		connection, err := r.connection()
		if err != nil {
			return "none"
		}
		handler, _ := muxer.Match(connection)
		return answer(handler != nil)
	}
}

func answer(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}
