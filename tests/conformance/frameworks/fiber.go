package main

import (
	"math/rand/v2"
	"slices"
	"strings"
)

// What tables of both Fibers are made of. Lines are
//
//	Get /p, All /p, Add POST /p   a handler
//	Next /p                       a handler for GET that passes on
//	Use /p, Use                   a middleware that passes on
//	End /p                        a middleware that answers
//	Static /p                     files, of which there are none (v2)
//	Group /p                      with the calls on the group below; Group! is one with a middleware
//	Mount flags /p                with the calls on another app below; its flags are - or letters of SCU
//	Chain /p                      with the calls below on what RouteChain gives, which have no path (v3)
//	Domain host                   with the calls below for one host (v3)
//
// Flags are those of fiber.Config.
type fiberMaker struct{ three bool }

var fiberFlags = []string{"StrictRouting", "CaseSensitive", "UnescapePath"}

var fiberMethods = []string{"GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"}

var (
	fiberParams = []string{
		":id", ":id", ":id", ":id", ":name", ":a", ":id?", ":name?", "*", "*", "+", ":ID", ":a-:b", ":a.:b", ":a:b", ":a?:b?",
		"x:id", "x-:id", "x:id?y", ":id-x", ":id.json", "*.js", "*-*", "a*", "+x", ":a/*", "x*y", ":a+", ":a*", `\:id`,
		`a\:b`, `\*`, `x\+`, `\?`, ":id\\:x", "::id", ":::", "**", "*+", "+*", ":a??", ":",
	}
	fiberConstraints = []string{
		"int", "int", "bool", "float", "alpha", "guid", "minLen(2)", "minlen(2)", "maxLen(2)", "MAXLEN(2)", "len(2)", "len(a)",
		"betweenLen(1,3)", "betweenLen(1)", "min(3)", "max(3)", "range(1,5)", "range(5, 1)", "min()", "min", "regex(\\d+)", "regex([a-z]{2})",
		"regex(^[A-Z]+$)", "regex(a|b)", "regex", "regex(()", "nothing", "int;min(2)", "minLen(2);maxLen(3)", "alpha;len(1)",
		"regex(^\\d{2}-\\d{2}$)", "regex(a/b)", "range(1\\,2,3)", "min(1;2)", "int)(", "",
	}
	fiberValues = []string{
		"1", "2", "3", "4", "12", "-1", "+3", "true", "T", "0", "1.5", "1e3", "inf", "a", "b", "ab", "AB", "abc", "x", "é",
		"01-02", "a/b", "123e4567-e89b-12d3-a456-426614174000", "", "99999999999999999999", "1-2", "a.b",
	}
	fiberHosts = []string{"example.com", "Example.com.", ":sub.example.com", "a.:b.c", "api.example.com", "a..b", "", ":.x", "é.com"}
)

func (m fiberMaker) table(random *rand.Rand) table {
	for {
		table := table{Flags: someFlags(random, fiberFlags), Routes: m.lines(random, 0, nil)}
		build := buildFiber2
		if m.three {
			build = buildFiber3
		}
		// Of two apps that are mounted at one path, Fiber forgets the one, and fails when something is mounted in it.
		// Which one it forgets is sometimes left to chance.
		sound := true
		for range 8 {
			_, refused := build(table)
			sound = sound && (refused == nil || !strings.Contains(refused.message, "nil pointer"))
		}
		if sound {
			return table
		}
	}
}

// lines makes calls on one router; around are patterns that were made before.
func (m fiberMaker) lines(random *rand.Rand, depth int, around []string) []line {
	lines := []line{}
	path := func() string {
		path := m.path(random, around)
		around = append(around, path)
		return path
	}
	for range 1 + random.IntN(8-2*depth) {
		kind := random.IntN(24)
		switch {
		case kind < 9:
			lines = append(lines, line{Call: "Get " + path()})
		case kind < 12:
			method := pick(random, fiberMethods)
			if chance(random, 25) {
				method = pick(random, []string{"get", "PROPFIND", "QUERY", ""})
			}
			lines = append(lines, line{Call: "Add " + method + " " + path()})
		case kind < 13:
			lines = append(lines, line{Call: "All " + path()})
		case kind < 14:
			lines = append(lines, line{Call: "Next " + path()})
		case kind < 16:
			if chance(random, 3) {
				lines = append(lines, line{Call: "Use"})
			} else {
				lines = append(lines, line{Call: "Use " + path()})
			}
		case kind < 17:
			lines = append(lines, line{Call: "End " + path()})
		case kind < 18 && !m.three:
			lines = append(lines, line{Call: "Static " + path()})
		case kind < 18 && m.three:
			if chance(random, 2) {
				chain := []line{}
				for range 1 + random.IntN(3) {
					chain = append(chain, line{Call: pick(random, []string{"GET", "POST", "All", "DELETE"})})
				}
				lines = append(lines, line{Call: "Chain " + path(), Below: chain})
			} else if depth < 2 {
				lines = append(lines, line{Call: "Domain " + pick(random, fiberHosts), Below: m.lines(random, 2, around)})
			}
		case depth >= 2:
		case kind < 21:
			verb := "Group "
			if chance(random, 4) {
				verb = "Group! "
			}
			lines = append(lines, line{Call: verb + path(), Below: m.lines(random, depth+1, around)})
		default:
			flags := pick(random, []string{"-", "-", "S", "C", "SC", "U"})
			prefix := path()
			if !chance(random, 6) {
				prefix = "/" + pick(random, words[:10])
			}
			lines = append(lines, line{Call: "Mount " + flags + " " + prefix, Below: m.lines(random, depth+1, around)})
		}
	}
	return lines
}

func (m fiberMaker) path(random *rand.Rand, around []string) string {
	path := ""
	// Every other pattern grows out of an earlier one.
	if len(around) > 0 && chance(random, 2) {
		segments := strings.Split(strings.TrimPrefix(pick(random, around), "/"), "/")
		for _, segment := range segments[:random.IntN(len(segments)+1)] {
			path += "/" + segment
		}
	}
	for range random.IntN(3) {
		path += "/"
		switch random.IntN(9) {
		case 0, 1:
			path += pick(random, fiberParams)
		case 2:
			path += ":id<" + pick(random, fiberConstraints) + ">" + pick(random, []string{"", "", "?", "-x", "/y"})
		case 3:
			path += ":" + pick(random, []string{"a", "id", "v"}) + pick(random, []string{"", "?"})
		default:
			path += pick(random, words)
		}
	}
	switch {
	case chance(random, 6):
		path += "/"
	case chance(random, 40):
		path += "//"
	case chance(random, 30):
		path = strings.TrimPrefix(path, "/")
	}
	if chance(random, 300) {
		path += strings.Repeat("/:p", 31)
	}
	return path
}

func (m fiberMaker) request(random *rand.Rand, table table) request {
	path, method, asked := "", "", ""
	for _, call := range pick(random, chains(table.Routes)) {
		verb, rest, _ := strings.Cut(call, " ")
		switch verb {
		case "Add":
			method, rest, _ = strings.Cut(rest, " ")
		case "Mount":
			_, rest, _ = strings.Cut(rest, " ")
		case "Domain":
			asked, rest = rest, ""
		case "GET", "POST", "DELETE":
			method, rest = verb, ""
		}
		if rest != "" {
			path = strings.TrimRight(path, "/") + "/" + strings.TrimPrefix(rest, "/")
		}
	}
	if method == "" || chance(random, 5) {
		method = "GET"
		if chance(random, 2) {
			method = pick(random, methods)
		}
	}
	if chance(random, 60) {
		method = pick(random, []string{"PROPFIND", "QUERY", "get"})
	}
	request := request{Method: method}
	if asked != "" || chance(random, 20) {
		host := strings.NewReplacer(":sub", "Api", ":b", "x").Replace(asked)
		if chance(random, 4) {
			host = pick(random, []string{"api.example.com", "example.com:80", "a.b.c", "example.com."})
		}
		if host != "" && !slices.Contains([]string{":.x", "é.com", "a..b"}, host) {
			request.Host = host
		}
	}
	request.Path = somewhereNear(random, fiberFilled(random, path))
	if chance(random, 4) {
		request = reescaped(random, request)
	}
	return request
}

// fiberFilled puts values into a pattern, by a plain reading of it.
func fiberFilled(random *rand.Rand, pattern string) string {
	var filled strings.Builder
	for at := 0; at < len(pattern); at++ {
		switch pattern[at] {
		case '\\':
			at++
			if at < len(pattern) {
				filled.WriteByte(pattern[at])
			}
		case '*', '+':
			filled.WriteString(pick(random, fiberValues))
			if chance(random, 3) {
				filled.WriteString("/" + pick(random, fiberValues))
			}
		case ':':
			inside := false
			for at++; at < len(pattern); at++ {
				if pattern[at] == '<' {
					inside = true
				} else if pattern[at] == '>' {
					inside = false
				} else if !inside && strings.IndexByte("?:\\/-.*+", pattern[at]) >= 0 {
					break
				}
			}
			if at < len(pattern) && pattern[at] != '?' {
				at--
			}
			filled.WriteString(pick(random, fiberValues))
		default:
			filled.WriteByte(pattern[at])
		}
	}
	return filled.String()
}
