package main

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"

	framework_chi "github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

// Lines are "METHOD pattern" and "Handle pattern", whose pattern may have a method before it; "Use", and "With" with the
// calls on the inline router below, both with middlewares and their arguments; "Group" with calls below; "Route pattern"
// and "Mount pattern" with the calls on the router below, "Mount pattern" without them for a plain handler; "NotFound"
// and "MethodNotAllowed".
var chi = framework{
	name:     "chi",
	tables:   330,
	requests: 14,
	table:    chiTable,
	request:  chiRequest,
	build:    buildChi,
}

func buildChi(table table) (server, *refusal) {
	router := framework_chi.NewRouter()
	next := 0
	if refused := fillChi(router, table.Routes, &next); refused != nil {
		return nil, refused
	}
	return func(request request) answer {
		answer := ask(router, request)
		// chi has them in the order of a map.
		slices.Sort(answer.Allow)
		return answer
	}, nil
}

func fillChi(router framework_chi.Router, lines []line, next *int) *refusal {
	for _, line := range lines {
		number := *next
		*next++
		handle := func(w http.ResponseWriter, r *http.Request) {
			context := framework_chi.RouteContext(r.Context())
			var params [][2]string
			// A router without routes answers outside of any context.
			if context == nil {
				context = framework_chi.NewRouteContext()
			}
			for index, key := range context.URLParams.Keys {
				params = append(params, [2]string{key, context.URLParams.Values[index]})
			}
			meet(number, params)
		}
		verb, pattern, _ := strings.Cut(line.Call, " ")
		var inner *refusal
		refused := recovered(func() {
			switch verb {
			case "Handle":
				router.HandleFunc(pattern, handle)
			case "Use":
				router.Use(chiMiddlewares(pattern)...)
			case "With":
				inner = fillChi(router.With(chiMiddlewares(pattern)...), line.Below, next)
			case "Group":
				router.Group(func(r framework_chi.Router) { inner = fillChi(r, line.Below, next) })
			case "Route":
				router.Route(pattern, func(r framework_chi.Router) {
					if inner = fillChi(r, line.Below, next); inner != nil {
						panic("the program is at its end")
					}
				})
			case "Mount":
				if line.Below == nil {
					router.Mount(pattern, http.HandlerFunc(handle))
					break
				}
				mounted := framework_chi.NewRouter()
				if inner = fillChi(mounted, line.Below, next); inner == nil {
					router.Mount(pattern, mounted)
				}
			case "NotFound":
				router.NotFound(handle)
			case "MethodNotAllowed":
				router.MethodNotAllowed(handle)
			default:
				router.MethodFunc(verb, pattern, handle)
			}
		})
		if inner != nil {
			return inner
		}
		if refused != "" {
			return &refusal{number, refused}
		}
	}
	return nil
}

func chiMiddlewares(names string) []func(http.Handler) http.Handler {
	var all []func(http.Handler) http.Handler
	words := strings.Fields(names)
	for index, word := range words {
		switch word {
		case "CleanPath":
			all = append(all, middleware.CleanPath)
		case "StripSlashes":
			all = append(all, middleware.StripSlashes)
		case "RedirectSlashes":
			all = append(all, middleware.RedirectSlashes)
		case "GetHead":
			all = append(all, middleware.GetHead)
		case "URLFormat":
			all = append(all, middleware.URLFormat)
		case "StripPrefix":
			all = append(all, middleware.StripPrefix(words[index+1]))
		case "Heartbeat":
			all = append(all, middleware.Heartbeat(words[index+1]))
		}
	}
	return all
}

var (
	chiMethods     = append([]string{"Handle", "Handle", "Handle", "PUT", "OPTIONS", "get", "QUERY"}, methods...)
	chiNames       = []string{"id", "name", "x", "y", "z", "n", "slug", "k"}
	chiRegexps     = []string{"", "", "", "", "", ":[0-9]+", ":[a-z]+", `:\d{1,2}`, ":a|b", ":.+", ":.*", ":", ":^[^/]*$"}
	chiBad         = []string{"{id", "{}", "*", "*a", "{id:[}", "{x}{y}", "id}", "{id:(a}", "{x:{1}}"}
	chiMiddlewared = []string{
		"StripSlashes", "StripSlashes", "RedirectSlashes", "CleanPath", "CleanPath", "GetHead", "GetHead", "URLFormat",
		"StripPrefix /a", "StripPrefix /user", "Heartbeat /ab", "CleanPath StripSlashes", "StripSlashes GetHead",
	}
)

func chiTable(random *rand.Rand) table { return table{Routes: chiLines(random, nil, 0)} }

// chiLines makes the calls on a router, whose patterns often grow out of those above and before.
func chiLines(random *rand.Rand, above []string, depth int) []line {
	lines := []line{}
	if chance(random, 3) {
		lines = append(lines, line{Call: "Use " + pick(random, chiMiddlewared)})
	}
	patterns := above
	for range 1 + random.IntN(8-2*depth) {
		pattern := chiPattern(random, patterns)
		kind := random.IntN(24)
		switch {
		case kind == 0:
			lines = append(lines, line{Call: "NotFound"})
		case kind == 1:
			lines = append(lines, line{Call: "MethodNotAllowed"})
		case kind == 2 && chance(random, 4):
			lines = append(lines, line{Call: "Use " + pick(random, chiMiddlewared)})
		case kind < 6 && depth < 2:
			verb := pick(random, []string{"Route ", "Mount "})
			if chance(random, 8) {
				lines = append(lines, line{Call: "Mount " + pattern})
				continue
			}
			lines = append(lines, line{Call: verb + strings.TrimSuffix(pattern, "*"), Below: chiLines(random, nil, depth+1)})
		case kind < 8 && depth < 2:
			call := "Group"
			if chance(random, 2) {
				call = "With " + pick(random, chiMiddlewared)
			}
			lines = append(lines, line{Call: call, Below: chiLines(random, patterns, depth+1)})
		default:
			verb := pick(random, chiMethods)
			if verb == "Handle" && chance(random, 3) {
				verb += pick(random, []string{" GET", " GET", " POST\t", " get "})
			}
			if chance(random, 40) {
				verb = pick(random, []string{"FOO", "Handle FOO"})
			}
			lines = append(lines, line{Call: verb + " " + pattern})
			patterns = append(patterns[:len(patterns):len(patterns)], pattern)
		}
	}
	return lines
}

func chiPattern(random *rand.Rand, earlier []string) string {
	pattern := ""
	// Every other pattern grows out of an earlier one.
	if len(earlier) > 0 && chance(random, 2) {
		segments := strings.Split(pick(random, earlier), "/")
		for _, segment := range segments[1:max(1, random.IntN(len(segments)+1))] {
			if !strings.HasSuffix(segment, "*") && segment != "" {
				pattern += "/" + segment
			}
		}
	}
	for range random.IntN(4) {
		pattern += "/"
		switch random.IntN(12) {
		case 0, 1, 2, 3:
			pattern += chiWildcard(random)
		case 4:
			pattern += chiWildcard(random) + pick(random, []string{"-", ".json", ".", "é", "a", "/x"})
			if chance(random, 2) {
				pattern += chiWildcard(random)
			}
		case 5:
			if chance(random, 4) {
				pattern += pick(random, chiBad)
			} else {
				pattern += pick(random, words) + chiWildcard(random)
			}
		case 6:
			pattern += pick(random, words)
		default:
			pattern += pick(random, words[:8])
		}
	}
	switch random.IntN(8) {
	case 0, 1:
		pattern += "/*"
	case 2:
		pattern += "/"
	case 3:
		if chance(random, 4) {
			pattern += "*"
		}
	}
	if pattern == "" {
		pattern = "/"
	}
	if chance(random, 60) {
		pattern = strings.TrimPrefix(pattern, "/")
	}
	return pattern
}

func chiWildcard(random *rand.Rand) string {
	return "{" + pick(random, chiNames) + pick(random, chiRegexps) + "}"
}

// chiRequest fills a pattern in, and often breaks it a little.
func chiRequest(random *rand.Rand, table table) request {
	method, target := "", ""
	for _, call := range pick(random, chains(table.Routes)) {
		verb, pattern, _ := strings.Cut(call, " ")
		switch verb {
		case "Group", "With", "Use", "NotFound", "MethodNotAllowed":
			if verb == "Use" && strings.HasPrefix(pattern, "Heartbeat") {
				target += "/ab"
			}
			continue
		case "Handle":
			if before, after, found := strings.Cut(pattern, " "); found {
				method, pattern = before, strings.TrimSpace(after)
			}
		case "Route", "Mount":
		default:
			method = strings.ToUpper(verb)
		}
		target = strings.TrimSuffix(target, "/") + pattern
	}
	if method == "" || chance(random, 5) {
		method = pick(random, append([]string{"PUT", "OPTIONS", "HEAD", "HEAD", "FOO"}, methods...))
	} else if method == "GET" && chance(random, 5) {
		method = "HEAD"
	}
	if chance(random, 12) {
		target = pick(random, []string{"/a", "/user"}) + target
	}
	request := request{Method: method, Path: somewhereNear(random, filledBraces(random, target))}
	if chance(random, 6) {
		request = reescaped(random, request)
	}
	return request
}

// filledBraces puts values where a pattern has {name}, {name:regexp} or *.
func filledBraces(random *rand.Rand, pattern string) string {
	var filled strings.Builder
	depth := 0
	name := ""
	for _, letter := range pattern {
		switch {
		case letter == '{':
			if depth == 0 {
				name = ""
			}
			depth++
		case letter == '}' && depth > 0:
			depth--
			if depth == 0 {
				value := pick(random, words)
				if strings.Contains(name, ":") {
					value = pick(random, []string{"1", "12", "123", "a", "b", "ab", "a1", "", "x/y"})
				}
				if chance(random, 10) {
					value = ""
				}
				filled.WriteString(value)
			}
		case depth > 0:
			name += string(letter)
		case letter == '*':
			filled.WriteString(pick(random, words))
			if chance(random, 2) {
				filled.WriteString("/" + pick(random, words))
			}
		default:
			filled.WriteRune(letter)
		}
	}
	return filled.String()
}
