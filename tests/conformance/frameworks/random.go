package main

import (
	"math/rand/v2"
	"net/url"
	"strings"
)

// Few words, many collisions: prefixes of each other, cases, letters of several bytes, bytes that URLs escape.
var words = []string{
	"a", "a", "b", "ab", "abc", "user", "users", "User", "new", "x.y", "é", "É", "日", "a b", "K", "c-d", "v1", "_", "~", "1",
}

var methods = []string{"GET", "GET", "GET", "GET", "POST", "POST", "DELETE", "HEAD", "CONNECT"}

func pick[T any](random *rand.Rand, all []T) T { return all[random.IntN(len(all))] }

func chance(random *rand.Rand, one int) bool { return random.IntN(one) == 0 }

// someFlags takes about a quarter of them.
func someFlags(random *rand.Rand, flags []string) []string {
	var some []string
	for _, flag := range flags {
		if chance(random, 4) {
			some = append(some, flag)
		}
	}
	return some
}

// somewhereNear breaks a path that a pattern meets, never, once or twice.
func somewhereNear(random *rand.Rand, target string) string {
	for range random.IntN(3) {
		target = broken(random, target)
	}
	if !strings.HasPrefix(target, "/") {
		target = "/" + target
	}
	return target
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

// at is the request with what net/http makes of an escaped path, if that is one.
func at(request request, escaped string) request {
	if parsed, err := url.ParseRequestURI(escaped); err == nil {
		request.Path, request.RawPath = parsed.Path, parsed.RawPath
	}
	return request
}
