package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"

	"github.com/traefik/traefik/v3/pkg/middlewares/requestdecorator"
	tcpmuxer "github.com/traefik/traefik/v3/pkg/muxer/tcp"
)

// match asks whether a rule matches a request, as it is when it reaches the rules, or a connection.
type match struct {
	Ask      string `json:"ask"`
	Protocol string `json:"protocol"`
	Syntax   string `json:"syntax"`
	Rule     string `json:"rule"`

	Method string      `json:"method,omitempty"`
	Host   string      `json:"host,omitempty"`
	Target string      `json:"target,omitempty"`
	Header [][2]string `json:"header,omitempty"`

	SNI  string   `json:"sni,omitempty"`
	ALPN []string `json:"alpn,omitempty"`

	Client string `json:"client"`

	// Answer is yes or no; refused where the muxer answers 400; none where there is no such rule or request.
	Answer string `json:"answer,omitempty"`
}

func (q *match) answer() error {
	switch q.Protocol {
	case "http":
		q.Answer = q.http()
	case "tcp":
		q.Answer = q.tcp()
	default:
		return fmt.Errorf("no such protocol: %q", q.Protocol)
	}
	return nil
}

func (q *match) http() string {
	matched := false
	handler := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { matched = true })
	muxer, err := newHTTP(q.Rule, q.Syntax, handler)
	if err != nil {
		return "none"
	}
	target, err := url.ParseRequestURI(q.Target)
	if err != nil {
		return "none"
	}
	request := &http.Request{
		Method:     q.Method,
		URL:        target,
		Proto:      "HTTP/1.1",
		ProtoMajor: 1,
		ProtoMinor: 1,
		Header:     http.Header{},
		Host:       q.Host,
		RemoteAddr: address(q.Client).String(),
		RequestURI: q.Target,
	}
	if target.Host != "" {
		// As Go's server reads an absolute target.
		request.Host = target.Host
	}
	for _, field := range q.Header {
		request.Header.Add(field[0], field[1])
	}
	recorder := httptest.NewRecorder()
	requestdecorator.New(nil).ServeHTTP(recorder, request, muxer.ServeHTTP)
	if recorder.Code == http.StatusBadRequest {
		return "refused"
	}
	return answer(matched)
}

func (q *match) tcp() string {
	muxer, err := newTCP(q.Rule, q.Syntax)
	if err != nil {
		return "none"
	}
	connection, err := tcpmuxer.NewConnData(q.SNI, address(q.Client), q.ALPN)
	if err != nil {
		return "none"
	}
	handler, _ := muxer.Match(connection)
	return answer(handler != nil)
}

func answer(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}
