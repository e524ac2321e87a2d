package main

import (
	"net/url"
	"slices"
	"strings"

	"github.com/valyala/fasthttp"
)

// silent logs nothing.
type silent struct{}

func (silent) Printf(string, ...any) {}

// askFast serves a request as fasthttp does when a proxy that is written in Go has sent it: the target is the escaped path.
func askFast(handler fasthttp.RequestHandler, request request) answer {
	target := (&url.URL{Path: request.Path, RawPath: request.RawPath, RawQuery: request.Query}).RequestURI()
	var asked fasthttp.Request
	asked.Header.SetMethod(request.Method)
	asked.Header.SetHost(host(request))
	asked.Header.SetRequestURI(target)
	for name, value := range request.Headers {
		asked.Header.Set(name, value)
	}
	var context fasthttp.RequestCtx
	context.Init(&asked, nil, silent{})
	met = nil
	handler(&context)
	if met != nil {
		return *met
	}
	header := &context.Response.Header
	answer := answer{Status: context.Response.StatusCode(), Location: string(header.Peek("Location"))}
	for _, value := range header.PeekAll("Allow") {
		answer.Allow = append(answer.Allow, strings.Split(string(value), ", ")...)
	}
	slices.Sort(answer.Allow)
	return answer
}
