package main

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
)

// What tables of both Echos are made of. Lines are
//
//	GET /p, Any /p      a handler
//	Static /p           files, for which a handler stands
//	NotFound /p         a handler for what no route takes
//	Group /p            with the calls on the group below; Group! is one with a middleware
//	Use                 a middleware, in a group
//	Host host           with the calls for one host below (v4)
//
// Flags are those of version 5's RouterConfig; Once is AllowOverwritingRoute off.
type echoMaker struct{ five bool }

var (
	echoFlags  = []string{"AutoHandleHEAD", "UseEscapedPathForMatching", "UnescapePathParamValues", "Once"}
	echoParams = []string{
		":id", ":id", ":id", ":id", ":name", ":a", "*", "*", "*x", "x:id", "x*", ":id\\:act", ":id\\:stop", "\\:x", "a\\:b",
		":a:b", ":a*b", ":", ":f.js", ":id\\:", "\\", "\\::x",
	}
	echoMethods = []string{
		"GET", "GET", "GET", "GET", "POST", "POST", "DELETE", "HEAD", "PUT", "OPTIONS", "PROPFIND", "REPORT", "QUERY", "LOCK", "get",
	}
	echoHosts = []string{"example.com", "a.com", "a.com:80", "A.com"}
)

func (m echoMaker) table(random *rand.Rand) table {
	table := table{Routes: m.lines(random, 0, false, nil)}
	if m.five {
		table.Flags = someFlags(random, echoFlags)
	}
	return table
}

func (m echoMaker) lines(random *rand.Rand, depth int, grouped bool, around []string) []line {
	lines := []line{}
	path := func() string {
		path := m.path(random, around)
		around = append(around, path)
		return path
	}
	for range 1 + random.IntN(11-3*depth) {
		kind := random.IntN(30)
		switch {
		case kind < 20:
			lines = append(lines, line{Call: pick(random, echoMethods) + " " + path()})
		case kind < 22:
			lines = append(lines, line{Call: "Any " + path()})
		case kind < 23:
			lines = append(lines, line{Call: "Static " + path()})
		case kind < 24:
			lines = append(lines, line{Call: "NotFound " + path()})
		case kind < 25 && grouped:
			lines = append(lines, line{Call: "Use"})
		case depth >= 2:
		case kind < 26 && depth == 0 && !m.five:
			lines = append(lines, line{Call: "Host " + pick(random, echoHosts), Below: m.lines(random, 1, true, around)})
		case kind < 28:
			lines = append(lines, line{Call: "Group " + path(), Below: m.lines(random, depth+1, true, around)})
		default:
			lines = append(lines, line{Call: "Group! " + path(), Below: m.lines(random, depth+1, true, around)})
		}
	}
	return lines
}

func (m echoMaker) path(random *rand.Rand, around []string) string {
	path := ""
	// Every other pattern grows out of an earlier one.
	if len(around) > 0 && chance(random, 2) {
		segments := strings.Split(strings.TrimPrefix(pick(random, around), "/"), "/")
		for _, segment := range segments[:random.IntN(len(segments)+1)] {
			path += "/" + segment
		}
	}
	for range random.IntN(4) {
		path += "/"
		if chance(random, 3) {
			path += pick(random, echoParams)
		} else {
			path += pick(random, words[:12])
		}
	}
	switch {
	case chance(random, 6):
		path += "/"
	case chance(random, 12):
		path += "*"
	case chance(random, 20):
		path = strings.TrimPrefix(path, "/")
	}
	return path
}

func (m echoMaker) request(random *rand.Rand, table table) request {
	path, method, asked := "", "", ""
	for _, call := range pick(random, chains(table.Routes)) {
		verb, rest, _ := strings.Cut(call, " ")
		switch verb {
		case "Group", "Group!", "Any", "Static", "NotFound", "Use":
		case "Host":
			asked, rest = rest, ""
		default:
			method = verb
		}
		path += rest
	}
	if method == "" || chance(random, 5) {
		method = pick(random, echoMethods)
	}
	request := request{Method: method}
	if asked != "example.com" && !chance(random, 5) {
		request.Host = asked
	}
	var filled []string
	for _, segment := range strings.Split(strings.ReplaceAll(path, `\:`, "\x00"), "/") {
		if at := strings.IndexAny(segment, ":*"); at >= 0 {
			value := pick(random, words[:12])
			rest := ""
			if verb := strings.IndexByte(segment[at:], 0); verb > 0 {
				rest = segment[at+verb:]
			}
			if chance(random, 6) {
				value += "/" + pick(random, words[:12])
			}
			if chance(random, 8) {
				value = pick(random, []string{"", "a:b", "x:act", ":", "a:act:stop"})
			}
			segment = segment[:at] + value + rest
		}
		filled = append(filled, strings.ReplaceAll(segment, "\x00", ":"))
	}
	request.Path = somewhereNear(random, strings.Join(filled, "/"))
	if chance(random, 4) {
		request = reescaped(random, request)
	}
	return request
}

// askEcho sorts what Echo takes from a map. Where Echo itself fails, there is no answer.
func askEcho(handler http.Handler, request request) (answer answer) {
	recovered(func() { answer = ask(handler, request) })
	slices.Sort(answer.Allow)
	return answer
}
