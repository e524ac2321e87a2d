package main

import (
	"math/rand/v2"
	"net/url"
	"path"
	"strings"

	framework_gin "github.com/gin-gonic/gin"
)

// Lines are "METHOD pattern". Of the flags, RedirectTrailingSlash is the only one that is on by itself.
var gin = framework{
	name:     "gin",
	tables:   420,
	requests: 7,
	table:    ginTable,
	request:  ginRequest,
	build:    buildGin,
}

var ginFlags = []string{
	"RedirectTrailingSlash", "RedirectFixedPath", "HandleMethodNotAllowed", "UseRawPath", "UseEscapedPath",
	"RemoveExtraSlash",
}

func buildGin(table table) (server, *refusal) {
	framework_gin.SetMode(framework_gin.ReleaseMode)
	engine := framework_gin.New()
	for _, flag := range table.Flags {
		switch flag {
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
		method, pattern, _ := strings.Cut(route.Call, " ")
		handle := func(c *framework_gin.Context) {
			var params [][2]string
			for _, param := range c.Params {
				params = append(params, [2]string{param.Key, param.Value})
			}
			meet(index, params)
		}
		if refused := recovered(func() { engine.Handle(method, pattern, handle) }); refused != "" {
			return nil, &refusal{index, refused}
		}
	}
	return func(request request) answer { return ask(engine, request) }, nil
}

var ginWildcards = []string{":id", ":id", ":id", ":id", ":name", ":name", ":a", "*any", "*any", "*p"}

// ginTable makes up to a dozen routes.
func ginTable(random *rand.Rand) table {
	table := table{Flags: someFlags(random, ginFlags)}
	for range 1 + random.IntN(12) {
		call := pick(random, methods) + " " + ginPattern(random, table)
		table.Routes = append(table.Routes, line{Call: call})
	}
	return table
}

func ginPattern(random *rand.Rand, table table) string {
	pattern := ""
	// Every other pattern grows out of an earlier one.
	if len(table.Routes) > 0 && chance(random, 2) {
		_, earlier, _ := strings.Cut(pick(random, table.Routes).Call, " ")
		segments := strings.Split(strings.TrimPrefix(earlier, "/"), "/")
		for _, segment := range segments[:random.IntN(len(segments)+1)] {
			if !strings.HasPrefix(segment, "*") {
				pattern += "/" + segment
			}
		}
	}
	for range random.IntN(4) {
		pattern += "/"
		switch random.IntN(10) {
		case 0, 1, 2:
			pattern += pick(random, ginWildcards)
		case 3:
			if chance(random, 3) {
				pattern += pick(random, words) + pick(random, ginWildcards)
			} else {
				pattern += pick(random, words) + pick(random, words)
			}
		case 4:
			if chance(random, 4) {
				pattern += pick(random, words) + `\:` + pick(random, words)
			} else {
				pattern += pick(random, words)
			}
		default:
			pattern += pick(random, words)
		}
	}
	if pattern == "" || chance(random, 5) {
		pattern += "/"
	}
	return strings.ReplaceAll(pattern, "//", "/")
}

// ginRequest fills a pattern in, and most often breaks it a little.
func ginRequest(random *rand.Rand, table table) request {
	method, pattern, _ := strings.Cut(pick(random, table.Routes).Call, " ")
	if chance(random, 5) {
		method = pick(random, methods)
	}
	var filled []string
	for _, segment := range strings.Split(strings.ReplaceAll(pattern, `\:`, "\x00"), "/") {
		if at := strings.IndexAny(segment, ":*"); at >= 0 {
			value := pick(random, words)
			if segment[at] == '*' {
				value = path.Join(value, pick(random, words))
			}
			if chance(random, 8) {
				value = ""
			}
			segment = segment[:at] + value
		}
		filled = append(filled, strings.ReplaceAll(segment, "\x00", ":"))
	}
	request := request{Method: method, Path: somewhereNear(random, strings.Join(filled, "/"))}
	if chance(random, 6) {
		// A client may escape what need not be, and a slash inside a segment.
		raw := (&url.URL{Path: request.Path}).EscapedPath()
		raw = strings.Replace(raw, "a", "%61", 1)
		if chance(random, 2) {
			raw += "%2F" + pick(random, []string{"", "a", "x"})
		}
		request = at(request, raw)
	}
	if chance(random, 5) {
		request.Prefix = pick(random, []string{"/api", "/api/v1", "/my_app.v1", "/", "api", "/a//b/", "/é/x", "/..", "_", "."})
	}
	return request
}
