package main

import (
	"crypto/tls"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
)

// met is what the handler that answered last has said of itself.
var met *answer

// meet is what a handler does: it says which line it stands on and what parameters it got.
func meet(line int, params [][2]string) { met = &answer{Route: &line, Params: params} }

// ask serves a request as net/http would after it has parsed the target.
func ask(handler http.Handler, request request) answer {
	recorder := httptest.NewRecorder()
	header := http.Header{}
	for name, value := range request.Headers {
		header.Set(name, value)
	}
	if request.Prefix != "" {
		header.Set("X-Forwarded-Prefix", request.Prefix)
	}
	asked := &http.Request{
		Method: request.Method,
		URL:    &url.URL{Path: request.Path, RawPath: request.RawPath, RawQuery: request.Query},
		Header: header,
		Host:   host(request),
		Proto:  "HTTP/1.1",
	}
	asked.RequestURI = asked.URL.RequestURI()
	if request.TLS {
		asked.TLS = &tls.ConnectionState{}
	}
	met = nil
	if recovered(func() { handler.ServeHTTP(recorder, asked) }) != "" {
		// net/http drops the connection then: there is no answer.
		return answer{}
	}
	if met != nil {
		return *met
	}
	answer := answer{Status: recorder.Code, Location: recorder.Header().Get("Location")}
	if request.Query != "" {
		// It stays, whatever the framework redirects to.
		answer.Location, _, _ = strings.Cut(answer.Location, "?")
	}
	for _, value := range recorder.Header().Values("Allow") {
		answer.Allow = append(answer.Allow, strings.Split(value, ", ")...)
	}
	return answer
}

// host is the request's Host header.
func host(request request) string {
	if request.Host == "" {
		return "example.com"
	}
	return request.Host
}

// recovered gives what do panics with.
func recovered(do func()) (message string) {
	defer func() {
		if value := recover(); value != nil {
			message = fmt.Sprint(value)
		}
	}()
	do()
	return ""
}
