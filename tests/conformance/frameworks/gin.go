package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	framework_gin "github.com/gin-gonic/gin"
)

var gin = framework{
	name: "gin",
	flags: []string{
		"RedirectTrailingSlash", "RedirectFixedPath", "HandleMethodNotAllowed", "UseRawPath", "UseEscapedPath",
		"RemoveExtraSlash",
	},
	build: buildGin,
}

func buildGin(table table) (server, int, string) {
	framework_gin.SetMode(framework_gin.ReleaseMode)
	engine := framework_gin.New()
	for _, flag := range table.Flags {
		switch flag {
		// The only one that is on by itself.
		case "RedirectTrailingSlash":
			engine.RedirectTrailingSlash = false
		case "RedirectFixedPath":
			engine.RedirectFixedPath = true
		case "HandleMethodNotAllowed":
			engine.HandleMethodNotAllowed = true
		case "UseRawPath":
			engine.UseRawPath = true
		case "UseEscapedPath":
			engine.UseEscapedPath = true
		case "RemoveExtraSlash":
			engine.RemoveExtraSlash = true
		}
	}
	for index, route := range table.Routes {
		method, pattern, _ := strings.Cut(route, " ")
		handle := func(c *framework_gin.Context) { c.Header("Route", fmt.Sprint(index)) }
		if refused := recovered(func() { engine.Handle(method, pattern, handle) }); refused != "" {
			return nil, index, refused
		}
	}
	return func(request request) answer { return ask(engine, request, table) }, len(table.Routes), ""
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

// ask serves a request as net/http would after it has parsed the target.
func ask(handler http.Handler, request request, table table) answer {
	recorder := httptest.NewRecorder()
	header := http.Header{}
	if request.Prefix != "" {
		header.Set("X-Forwarded-Prefix", request.Prefix)
	}
	handler.ServeHTTP(recorder, &http.Request{
		Method: request.Method,
		URL:    &url.URL{Path: request.Path, RawPath: request.RawPath},
		Header: header,
		Host:   "example.com",
		Proto:  "HTTP/1.1",
	})
	if route := recorder.Header().Get("Route"); route != "" {
		var index int
		fmt.Sscan(route, &index)
		return answer{Route: table.Routes[index]}
	}
	return answer{Status: recorder.Code, Location: recorder.Header().Get("Location")}
}
