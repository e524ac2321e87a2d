package main

import (
	"math/rand/v2"
	"net/url"
	"path"
	"strings"
)

// Few words, many collisions: prefixes of each other, cases, letters of several bytes, bytes that URLs escape.
var words = []string{
	"a", "a", "b", "ab", "abc", "user", "users", "User", "new", "x.y", "é", "É", "日", "a b", "K", "c-d", "v1", "_", "~", "1",
}

var wildcards = []string{":id", ":id", ":id", ":id", ":name", ":name", ":a", "*any", "*any", "*p"}

var methods = []string{"GET", "GET", "GET", "GET", "POST", "POST", "DELETE", "HEAD", "CONNECT"}

func pick[T any](random *rand.Rand, all []T) T { return all[random.IntN(len(all))] }

func chance(random *rand.Rand, one int) bool { return random.IntN(one) == 0 }

// randomTable makes up to a dozen routes; where a route is refused, build cuts the table there.
func randomTable(random *rand.Rand, flags []string) table {
	var table table
	for _, flag := range flags {
		if chance(random, 4) {
			table.Flags = append(table.Flags, flag)
		}
	}
	for range 1 + random.IntN(12) {
		table.Routes = append(table.Routes, pick(random, methods)+" "+randomPattern(random, table))
	}
	return table
}

func randomPattern(random *rand.Rand, table table) string {
	pattern := ""
	// Every other pattern grows out of an earlier one.
	if len(table.Routes) > 0 && chance(random, 2) {
		_, earlier, _ := strings.Cut(pick(random, table.Routes), " ")
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
			pattern += pick(random, wildcards)
		case 3:
			if chance(random, 3) {
				pattern += pick(random, words) + pick(random, wildcards)
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

// randomRequest fills a pattern in, and most often breaks it a little.
func randomRequest(random *rand.Rand, table table) request {
	method, pattern, _ := strings.Cut(pick(random, table.Routes), " ")
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
	target := strings.Join(filled, "/")
	for range random.IntN(3) {
		target = broken(random, target)
	}
	if !strings.HasPrefix(target, "/") {
		target = "/" + target
	}
	request := request{Method: method, Path: target}
	if chance(random, 6) {
		// A client may escape what need not be, and a slash inside a segment.
		raw := (&url.URL{Path: target}).EscapedPath()
		raw = strings.Replace(raw, "a", "%61", 1)
		if chance(random, 2) {
			raw += "%2F" + pick(random, []string{"", "a", "x"})
		}
		if parsed, err := url.ParseRequestURI(raw); err == nil {
			request.Path, request.RawPath = parsed.Path, parsed.RawPath
		}
	}
	if chance(random, 5) {
		request.Prefix = pick(random, []string{"/api", "/api/v1", "/my_app.v1", "/", "api", "/a//b/", "/é/x", "/..", "_", "."})
	}
	return request
}

func broken(random *rand.Rand, target string) string {
	segments := strings.Split(target, "/")
	at := random.IntN(len(segments))
	switch random.IntN(9) {
	case 0, 1:
		return target + "/"
	case 2, 3:
		return strings.TrimSuffix(target, "/")
	case 4:
		return strings.ToUpper(target)
	case 5:
		return strings.Replace(target, "/", "//", 1)
	case 6:
		segments[at] = pick(random, words)
	case 7:
		segments[at] = pick(random, []string{"", ".", "..", "x/.."})
	default:
		segments = segments[:at]
	}
	return strings.Join(segments, "/")
}
