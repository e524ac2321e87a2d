package main

import (
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// Lines are "Handle <pattern>" and, with the calls on another mux below, "Mount <prefix> <pattern>": that mux behind
// http.StripPrefix. The prefix is empty where nothing is stripped.
var nethttp = framework{
	name:     "nethttp",
	tables:   290,
	requests: 14,
	table:    muxMaker{}.table,
	request:  nethttpRequest,
	build:    buildNethttp,
}

// The mux as it was before Go 1.22, which a module with an older go line or a GODEBUG gets.
var nethttp121 = framework{
	name:        "nethttp121",
	tables:      300,
	requests:    14,
	environment: "GODEBUG=httpmuxgo121=1",
	table:       muxMaker{old: true}.table,
	request:     nethttpRequest,
	build:       buildNethttp,
}

func buildNethttp(table table) (server, *refusal) {
	next := 0
	mux, refused := newServeMux(table.Routes, &next)
	if refused != nil {
		return nil, refused
	}
	return func(request request) answer { return ask(mux, request) }, nil
}

// Where a registration is written, which differs from build to build.
var registeredAt = regexp.MustCompile(` \(registered at [^)]*\)`)

func newServeMux(lines []line, next *int) (*http.ServeMux, *refusal) {
	mux := http.NewServeMux()
	for index, line := range lines {
		number := *next
		*next++
		verb, pattern, _ := strings.Cut(line.Call, " ")
		var handler http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			var params [][2]string
			for _, name := range wildcardNames(pattern) {
				// An empty segment, which only CONNECT can have, is taken for the wildcard without being its value:
				// then the last one has none, and to ask for it panics.
				recovered(func() { params = append(params, [2]string{name, r.PathValue(name)}) })
			}
			meet(number, params)
		})
		if verb == "Mount" {
			prefix, rest, _ := strings.Cut(pattern, " ")
			inner, refused := newServeMux(line.Below, next)
			if refused != nil {
				return nil, refused
			}
			pattern, handler = rest, http.StripPrefix(prefix, inner)
		}
		if refused := recovered(func() { mux.Handle(pattern, handler) }); refused != "" {
			refused = registeredAt.ReplaceAllString(refused, "")
			if strings.Contains(refused, "conflicts with pattern") {
				refused = firstConflict(lines[:index], pattern, refused)
			}
			return nil, &refusal{number, refused}
		}
	}
	return mux, nil
}

// firstConflict makes of a conflict that net/http finds in the order of a map the one with the first registration.
// It does so for patterns without a literal segment.
func firstConflict(before []line, pattern, refused string) string {
	path := pattern[strings.Index(pattern, "/"):]
	for _, segment := range strings.Split(path, "/")[1:] {
		if segment != "" && (segment[0] != '{' || segment == "{$}") {
			return refused
		}
	}
	// Those that end in a wildcard for everything are in a list, which comes first.
	for _, rest := range []bool{true, false} {
		for _, line := range before {
			_, earlier, _ := strings.Cut(line.Call, " ")
			if strings.HasPrefix(line.Call, "Mount ") {
				_, earlier, _ = strings.Cut(earlier, " ")
			}
			if rest != (strings.HasSuffix(earlier, "/") || strings.HasSuffix(earlier, "...}")) {
				continue
			}
			mux := http.NewServeMux()
			mux.Handle(earlier, http.NotFoundHandler())
			again := recovered(func() { mux.Handle(pattern, http.NotFoundHandler()) })
			if strings.Contains(again, "conflicts with pattern") {
				return registeredAt.ReplaceAllString(again, "")
			}
		}
	}
	return refused
}

var wildcard = regexp.MustCompile(`/\{([^{}/.$]+)(?:\.\.\.)?\}`)

func wildcardNames(pattern string) []string {
	var names []string
	for _, match := range wildcard.FindAllStringSubmatch(pattern, -1) {
		names = append(names, match[1])
	}
	return names
}

var (
	nethttpMethods = []string{
		"", "", "", "", "", "GET ", "GET ", "GET ", "GET\t ", "POST ", "POST ", "DELETE ", "HEAD ", "CONNECT ", "get ",
		"É ", "PROPFIND ",
	}
	nethttpHosts     = []string{"a.com", "b.com", "example.com", "A.com", "a.com:80", "[::1]"}
	nethttpWildcards = []string{"{id}", "{id}", "{x}", "{x}", "{y}", "{_}", "{é1}"}
	nethttpBad       = []string{"{}", "{...}", "{1a}", "{a.b}", "a{x}", "{x}a", "{x", "x}", "{$}x", "{²}", "{a}{b}", "{x...}"}
	nethttpWords     = append([]string{"%2F", "%2f", "a%20b", "a b", "%C3%A9", "%zz", "%", "{", ".", "..", "", "a:b"}, words...)
)

// A muxMaker makes patterns up; for the old mux they are seldom written in the new language, which is text to it.
type muxMaker struct{ old bool }

// table makes up to nine registrations, sometimes with another mux among them.
func (m muxMaker) table(random *rand.Rand) table { return table{Routes: m.lines(random, 0)} }

// new says whether to use what only the new mux knows.
func (m muxMaker) new(random *rand.Rand) bool { return !m.old || chance(random, 12) }

func (m muxMaker) lines(random *rand.Rand, depth int) []line {
	var lines []line
	for range 1 + random.IntN(9-3*depth) {
		if depth < 2 && chance(random, 8) {
			lines = append(lines, m.mount(random, lines, depth))
			continue
		}
		call := "Handle "
		if m.new(random) {
			call += pick(random, nethttpMethods)
		}
		if chance(random, 5) {
			call += pick(random, nethttpHosts)
			if chance(random, 20) {
				call += pick(random, []string{"{x}", " "})
			}
		}
		path := m.path(random, lines)
		if chance(random, 40) {
			path = strings.TrimPrefix(path, "/")
		}
		lines = append(lines, line{Call: call + path})
	}
	return lines
}

func (m muxMaker) mount(random *rand.Rand, lines []line, depth int) line {
	prefix := ""
	for range 1 + random.IntN(2) {
		prefix += "/" + pick(random, words[:10])
	}
	pattern := prefix + "/"
	switch random.IntN(6) {
	case 0:
		prefix += "/"
	case 1:
		prefix = ""
	case 2:
		pattern = m.path(random, lines)
	}
	return line{Call: "Mount " + strings.ReplaceAll(prefix, " ", "+") + " " + pattern, Below: m.lines(random, depth+1)}
}

func (m muxMaker) path(random *rand.Rand, lines []line) string {
	path := ""
	// Every other path grows out of an earlier one.
	if len(lines) > 0 && chance(random, 2) {
		earlier := pick(random, lines).Call
		if at := strings.LastIndex(earlier, " "); at >= 0 {
			earlier = earlier[at+1:]
		}
		segments := strings.Split(earlier, "/")
		if len(segments) > 1 {
			for _, segment := range segments[1 : 1+random.IntN(len(segments))] {
				if !strings.HasSuffix(segment, "...}") && segment != "{$}" && segment != "" {
					path += "/" + segment
				}
			}
		}
	}
	for range random.IntN(4) {
		kind := random.IntN(10)
		if kind < 4 && !m.new(random) {
			kind = 4
		}
		switch kind {
		case 0, 1, 2:
			path += "/" + pick(random, nethttpWildcards)
		case 3:
			if chance(random, 4) {
				path += "/" + pick(random, nethttpBad)
			} else {
				path += "/" + pick(random, words)
			}
		case 4:
			if chance(random, 2) {
				path += "/" + pick(random, nethttpWords)
			} else {
				path += "/" + pick(random, words)
			}
		default:
			path += "/" + pick(random, words[:8])
		}
	}
	kind := random.IntN(6)
	if kind < 2 && !m.new(random) {
		kind = 2
	}
	switch kind {
	case 0:
		path += "/{$}"
	case 1:
		path += "/{" + pick(random, []string{"rest", "x"}) + "...}"
	case 2:
		path += "/"
	}
	if path == "" {
		return "/"
	}
	return path
}

// nethttpRequest fills a pattern in, and often breaks it a little.
func nethttpRequest(random *rand.Rand, table table) request {
	chain := pick(random, chains(table.Routes))
	method, host, path := "", "", ""
	for _, call := range chain {
		verb, pattern, _ := strings.Cut(call, " ")
		prefix := ""
		if verb == "Mount" {
			prefix, pattern, _ = strings.Cut(pattern, " ")
		}
		if at := strings.IndexAny(pattern, " \t"); at >= 0 {
			method, pattern = pattern[:at], strings.TrimLeft(pattern[at:], " \t")
		}
		if at := strings.Index(pattern, "/"); at > 0 {
			host, pattern = pattern[:at], pattern[at:]
		}
		if verb == "Mount" && prefix != "" && !chance(random, 6) {
			path += strings.TrimSuffix(prefix, "/")
		} else if verb != "Mount" {
			path += pattern
		}
	}
	if method == "" || chance(random, 6) {
		method = pick(random, methods)
	}
	if host == "" && chance(random, 8) || chance(random, 16) {
		host = pick(random, nethttpHosts)
	}
	if host != "" && chance(random, 4) {
		host += pick(random, []string{":80", ":8080", ":", ":80:80"})
	}
	var filled []string
	for _, segment := range strings.Split(path, "/") {
		switch {
		case segment == "{$}":
			segment = ""
		case strings.HasSuffix(segment, "...}"):
			segment = pick(random, words) + "/" + pick(random, words)
		case strings.HasPrefix(segment, "{"):
			segment = pick(random, words)
		}
		if decoded, err := url.PathUnescape(segment); err == nil {
			segment = decoded
		}
		filled = append(filled, segment)
	}
	request := request{Method: method, Host: host, Path: somewhereNear(random, strings.Join(filled, "/"))}
	if chance(random, 4) {
		request = reescaped(random, request)
	}
	return request
}

// reescaped is the request as of a client that escapes more than it must.
func reescaped(random *rand.Rand, request request) request {
	raw := (&url.URL{Path: request.Path}).EscapedPath()
	switch random.IntN(5) {
	case 0:
		raw = strings.Replace(raw, "a", "%61", 1)
	case 1:
		if at := strings.LastIndex(raw, "/"); at > 0 {
			raw = raw[:at] + "%2F" + raw[at+1:]
		}
	case 2:
		raw += "%2F" + pick(random, []string{"", "a", "x"})
	case 3:
		raw = strings.ReplaceAll(raw, ".", "%2e")
	default:
		raw += pick(random, []string{"!", "%21", "*", "%2525", "(x)"})
	}
	if !strings.HasPrefix(raw, "/") {
		return request
	}
	return at(request, raw)
}

// chains lists every line that stands for a handler, behind the lines that it is below.
func chains(lines []line) [][]string {
	var all [][]string
	for _, line := range lines {
		if line.Below == nil {
			all = append(all, []string{line.Call})
			continue
		}
		inner := chains(line.Below)
		if len(inner) == 0 {
			inner = [][]string{nil}
		}
		for _, chain := range inner {
			all = append(all, append([]string{line.Call}, chain...))
		}
	}
	return all
}
