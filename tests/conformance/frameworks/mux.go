package main

import (
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"

	framework_mux "github.com/gorilla/mux"
)

// Lines are the calls on a new route, "Path /users/{id} | Methods GET POST | Handler", of which "Subrouter" is the last
// one where calls on that router are below; "StrictSlash true" and "SkipClean true", which hold for later routes;
// "UseEncodedPath"; "NotFound" and "MethodNotAllowed" for a router's handlers.
var mux = framework{
	name:     "mux",
	tables:   300,
	requests: 14,
	table:    muxTable,
	request:  muxRequest,
	build:    buildMux,
}

func buildMux(table table) (server, *refusal) {
	router := framework_mux.NewRouter()
	next := 0
	if refused := fillMux(router, table.Routes, &next); refused != nil {
		return nil, refused
	}
	return func(request request) answer { return ask(router, request) }, nil
}

func fillMux(router *framework_mux.Router, lines []line, next *int) *refusal {
	for _, line := range lines {
		number := *next
		*next++
		handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			var params [][2]string
			vars := framework_mux.Vars(r)
			for _, name := range slices.Sorted(maps.Keys(vars)) {
				params = append(params, [2]string{name, vars[name]})
			}
			meet(number, params)
		})
		var inner *refusal
		refused := recovered(func() {
			switch verb, value, _ := strings.Cut(line.Call, " "); verb {
			case "StrictSlash":
				router.StrictSlash(value == "true")
			case "SkipClean":
				router.SkipClean(value == "true")
			case "UseEncodedPath":
				router.UseEncodedPath()
			case "NotFound":
				router.NotFoundHandler = handler
			case "MethodNotAllowed":
				router.MethodNotAllowedHandler = handler
			default:
				inner = narrowMux(router.NewRoute(), line, handler, next)
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

func narrowMux(route *framework_mux.Route, line line, handler http.Handler, next *int) *refusal {
	for _, call := range strings.Split(line.Call, " | ") {
		verb, value, _ := strings.Cut(call, " ")
		words := strings.Split(value, " ")
		switch verb {
		case "Path":
			route.Path(value)
		case "PathPrefix":
			route.PathPrefix(value)
		case "Host":
			route.Host(value)
		case "Methods":
			route.Methods(words...)
		case "Schemes":
			route.Schemes(words...)
		case "Queries":
			route.Queries(words...)
		case "Headers":
			route.Headers(words...)
		case "HeadersRegexp":
			route.HeadersRegexp(words...)
		case "BuildOnly":
			route.BuildOnly()
		case "Handler":
			route.Handler(handler)
		case "Subrouter":
			if refused := fillMux(route.Subrouter(), line.Below, next); refused != nil {
				return refused
			}
		}
	}
	return nil
}

var (
	muxRegexps = []string{"", "", "", "", "", "", ":[0-9]+", ":[a-z]+", `:\d{1,2}`, ":a|b", ":.+", ":.*", ":(?i)user", ":(?:a|é)+"}
	muxBad     = []string{"{id", "id}", "{}", "{:a}", "{id:}", "{id:[}", "{id:(a)}", "{id:a)|(?:b}", "{x:{1}}"}
	muxHosts   = []string{"a.com", "b.com", "example.com", "{sub}.com", "{sub:[a-z]+}.com", "a.com:80", "{h:.*}", "A.com", "{sub}.com:{port:[0-9]+}"}
	muxQueries = []string{"a {id}", "a b", "a ", "b {x:[0-9]+}", "a {q} b {n}", "a+b c", "é é", "{k} a"}
	muxHeaders = []string{"X-A a", "x-a ", "X-A b", "X-A a X-B b"}
)

func muxTable(random *rand.Rand) table { return table{Routes: muxLines(random, 0)} }

func muxLines(random *rand.Rand, depth int) []line {
	lines := []line{}
	if chance(random, 3) {
		lines = append(lines, line{Call: pick(random, []string{"StrictSlash true", "StrictSlash true", "SkipClean true", "UseEncodedPath"})})
	}
	var patterns []string
	for range 1 + random.IntN(8-3*depth) {
		switch random.IntN(30) {
		case 0:
			lines = append(lines, line{Call: pick(random, []string{"NotFound", "MethodNotAllowed"})})
			continue
		case 1:
			lines = append(lines, line{Call: pick(random, []string{"StrictSlash true", "StrictSlash false", "SkipClean true", "UseEncodedPath"})})
			continue
		}
		lines = append(lines, muxRoute(random, &patterns, depth))
	}
	return lines
}

func muxRoute(random *rand.Rand, patterns *[]string, depth int) line {
	isRouter := depth < 2 && chance(random, 4)
	path := muxPath(random, *patterns)
	*patterns = append(*patterns, path)
	verb := "Path "
	if isRouter || chance(random, 6) {
		verb = "PathPrefix "
	}
	calls := []string{verb + path}
	if isRouter && chance(random, 6) {
		calls = nil
	}
	if chance(random, 2) {
		call := "Methods " + pick(random, append([]string{"get", "PUT"}, methods...))
		if chance(random, 4) {
			call += " " + pick(random, methods)
		}
		calls = append(calls, call)
	}
	if chance(random, 8) {
		calls = append(calls, "Host "+pick(random, muxHosts))
	}
	if chance(random, 14) {
		calls = append(calls, "Queries "+pick(random, muxQueries))
	}
	if chance(random, 20) {
		calls = append(calls, pick(random, []string{"Headers ", "HeadersRegexp "})+pick(random, muxHeaders))
	}
	if chance(random, 24) {
		calls = append(calls, pick(random, []string{"Schemes https", "Schemes HTTP", "Schemes http https"}))
	}
	if chance(random, 40) {
		calls = append(calls, "Path "+muxPath(random, nil))
	}
	if chance(random, 80) {
		calls = append(calls, "BuildOnly")
	}
	if chance(random, 4) {
		random.Shuffle(len(calls), func(i, j int) { calls[i], calls[j] = calls[j], calls[i] })
	}
	if isRouter {
		calls = append(calls, "Subrouter")
		return line{Call: strings.Join(calls, " | "), Below: muxLines(random, depth+1)}
	}
	if !chance(random, 24) {
		calls = append(calls, "Handler")
	}
	if len(calls) == 0 {
		calls = []string{"Handler"}
	}
	return line{Call: strings.Join(calls, " | ")}
}

func muxPath(random *rand.Rand, earlier []string) string {
	pattern := ""
	// Every other pattern grows out of an earlier one.
	if len(earlier) > 0 && chance(random, 2) {
		segments := strings.Split(pick(random, earlier), "/")
		for _, segment := range segments[1:max(1, random.IntN(len(segments)+1))] {
			if segment != "" {
				pattern += "/" + segment
			}
		}
	}
	for range random.IntN(3) {
		pattern += "/"
		switch random.IntN(12) {
		case 0, 1, 2:
			pattern += muxWildcard(random)
		case 3:
			pattern += muxWildcard(random) + pick(random, []string{"-", ".json", ".", "é"})
			if chance(random, 2) {
				pattern += muxWildcard(random)
			}
		case 4:
			if chance(random, 4) {
				pattern += pick(random, muxBad)
			} else {
				pattern += strings.ReplaceAll(pick(random, words), " ", "+") + muxWildcard(random)
			}
		case 5:
			pattern += strings.ReplaceAll(pick(random, words), " ", "*")
		default:
			pattern += pick(random, words[:8])
		}
	}
	if chance(random, 5) {
		pattern += "/"
	}
	if chance(random, 60) {
		pattern += pick(random, []string{"//", "/../a", "/./"})
	}
	if pattern == "" && !chance(random, 4) {
		pattern = "/"
	}
	if chance(random, 60) {
		pattern = strings.TrimPrefix(pattern, "/")
	}
	return pattern
}

func muxWildcard(random *rand.Rand) string {
	return "{" + pick(random, chiNames) + pick(random, muxRegexps) + "}"
}

// muxRequest fills a chain of templates in, and often breaks it a little.
func muxRequest(random *rand.Rand, table table) request {
	request := request{Headers: map[string]string{}}
	target := ""
	for _, call := range pick(random, chains(table.Routes)) {
		for _, call := range strings.Split(call, " | ") {
			verb, value, _ := strings.Cut(call, " ")
			words := strings.Split(value, " ")
			switch verb {
			case "Path", "PathPrefix":
				target = strings.TrimRight(target, "/") + value
				if verb == "PathPrefix" && chance(random, 4) {
					target += pick(random, []string{"x", "/x"})
				}
			case "Host":
				request.Host = filledBraces(random, value)
				if chance(random, 3) {
					request.Host = pick(random, []string{"a.com", "b.com", "a.com:80", "a.com:8080", "x.com:80"})
				}
			case "Methods":
				request.Method = strings.ToUpper(pick(random, words))
			case "Schemes":
				request.TLS = chance(random, 2)
			case "Queries":
				for index := 0; index+1 < len(words); index += 2 {
					if request.Query != "" {
						request.Query += pick(random, []string{"&", "&&", ";"})
					}
					request.Query += strings.ReplaceAll(words[index], "{k}", "k") + "=" + strings.ReplaceAll(filledBraces(random, words[index+1]), " ", "%20")
				}
			case "Headers", "HeadersRegexp":
				for index := 0; index+1 < len(words); index += 2 {
					request.Headers[http.CanonicalHeaderKey(words[index])] = pick(random, []string{words[index+1], "ab", "c"})
				}
			}
		}
	}
	if request.Method == "" || chance(random, 5) {
		request.Method = pick(random, append([]string{"PUT", "OPTIONS", "HEAD"}, methods...))
	}
	if chance(random, 20) {
		request.Query = pick(random, []string{"a=b", "a", "a=1&b=2", "%61=b", "a=%zz", "é=é&a=b"})
	}
	request.Path = somewhereNear(random, filledBraces(random, target))
	if chance(random, 6) {
		request = reescaped(random, request)
	}
	return request
}
