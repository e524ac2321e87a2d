package main

import (
	"fmt"
	"strings"
)

var (
	hosts = []string{
		"a.example", "A.Example", "a.example:8080", "a.example.", "a.example.:443", "b.example", "x.a.example",
		"x.y.a.example", "example", "example.", "localhost", "localhost:80", "", "[::1]", "[::1]:8080", "::1", "10.0.0.1:80",
		" a.example ", "a.example:", "api.example.com", "*.example.com", ":80", "a:b:c", "[::1", "a.example..",
	}
	targets = []string{
		"/", "/api", "/api/", "/apix", "/api/users", "/API", "/a%20b", "/a%2Fb", "/a%2fb", "/%61pi", "/caf%C3%A9", "/café",
		"/%FF", "/%C3", "/a%25b", "/users/7", "/users/7/posts", "/users/", "/users", "/a//b", "/a/../b", "/?a=1", "/?a",
		"/?a=", "/?a=1&a=2", "/?a=2&a=1", "/?b=1&a=1", "/?a=%31", "/?a=+", "/?a=%2B", "/?a=%zz", "/?a=1;b=2", "/?A=1",
		"/?%61=1", "/?=1", "/?a==1", "/?a=1=2", "/?mobile=true", "/?a=caf%C3%A9", "/?a=%FF", "/a;b", "/a:b", "/a@b", "/a!b",
		"/a$b", "/a'b", "/a(b)", "/a*b", "/a,b", "/a=b", "/a+b", "/a%2Bb", "/a%40b", "/a%3Ab", "/a[b]", "/a%5Bb%5D", "/a|b",
		"/a^b", "/%7Ba%7D", "/{a}", "*", "/a%0Ab", "http://other/api",
	}
	methods = []string{"GET", "GET", "GET", "POST", "get", "HEAD"}
	fields  = [][2]string{
		{"X-A", "1"}, {"x-a", "1"}, {"X-A", "2"}, {"X-A", ""}, {"X-B", "red"}, {"User-Agent", "curl/8"},
		{"X-Forwarded-For", "10.1.2.3"}, {"Content-Type", "application/json; charset=utf-8"},
	}
	serverNames = []string{"", "a.example", "A.EXAMPLE", "b.example", "x.a.example", "localhost", "a.example."}
	protocols   = []string{"h2", "http/1.1", "acme-tls/1", "mqtt", "H2", ""}
	clients     = []string{"10.0.0.1", "10.1.2.3", "192.168.1.7", "::1", "2001:db8::1", "::ffff:10.1.2.3", "10.127.255.255", "10.128.0.0", "192.168.2.0", "2001:db9::"}
)

// arguments are values that a matcher takes, by language and name: one list a place.
var arguments = map[[2]string]map[string][][]string{
	{"http", "v3"}: {
		"Host": {{
			"a.example", "A.EXAMPLE", "a.example.", "*.example", "*.a.example", "*", "*.example.", "*a.example", "a.*",
			"localhost", "::1", "[::1]", "10.0.0.1", "example", "*.", "api.example.com", "a.example:8080",
		}},
		"HostRegexp": {{
			`^a\.example$`, "example", "^.+$", ".*", "^$", `A\.EXAMPLE`, `(?i)A\.EXAMPLE`, "^[^a]", "[0-9]",
			`^[a-z]+\.example(\.com)?\.?$`, ":", `\]$`,
		}},
		"Path":       {paths},
		"PathPrefix": {paths},
		"PathRegexp": {{
			"^/api", "/api$", "^/users/[0-9]+$", "(?i)^/API$", ".*", "^$", "é", "%2F", "[^/]", "^/[a-z]+$", `\.`, `\d`, `\W`,
			"^/a b$", `\bapi\b`, "^/a.b$", "(?s)^/a.b$", "\ufffd",
		}},
		"Method":       {methods},
		"Header":       {names, {"1", "2", "red", "Red", "curl/8"}},
		"HeaderRegexp": {names, {"1", ".", "^red$", "curl", "json"}},
		"Query":        {keys, {"1", "2", "true", "+", " ", "1=2", "é", "café"}},
		"QueryRegexp":  {keys, {"1", "^[0-9]+$", ".*", "\ufffd", "^.$"}},
		"ClientIP":     {networks},
	},
	{"http", "v2"}: {
		"Host":       {{"a.example", "A.EXAMPLE", "a.example.", "*.example", "localhost", "::1", "example"}},
		"HostHeader": {{"a.example", "b.example"}},
		"HostRegexp": {{
			"a.example", "{sub:[a-z]+}.example", "{sub}.example", "{any:.+}", "{a:.*}example", "A.example", "a.example.",
			"[::1]", "::1",
		}},
		"Path":          {templates},
		"PathPrefix":    {templates},
		"Method":        {methods},
		"Headers":       {names, {"1", "2", "red"}},
		"HeadersRegexp": {names, {"1", ".", "^red$", "curl"}},
		"Query": {{
			"a=1", "a", "a=", "a={x:[0-9]+}", "mobile=true", "a={x}", "b=1", "=1", "a=1=2", "A=1", "{k}=1", "a=café",
		}},
		"ClientIP": {networks},
	},
	{"tcp", "v3"}: {
		"HostSNI":       {{"a.example", "A.Example", "*", "*.example", "a.example.", "::1", "localhost"}},
		"HostSNIRegexp": {{"example", "^$", ".*", `A\.`, `(?i)A\.`}},
		"ALPN":          {{"h2", "http/1.1", "mqtt", "x"}},
		"ClientIP":      {networks},
	},
	{"tcp", "v2"}: {
		"HostSNI":       {{"a.example", "A.Example", "*", "a.example.", "::1", "localhost"}},
		"HostSNIRegexp": {{"{s:[a-z]+}.example", "a.example", "{s}.example", "{x:.*}", "a.Example"}},
		"ALPN":          {{"h2", "http/1.1", "mqtt", "x"}},
		"ClientIP":      {networks},
	},
}

var (
	paths = []string{
		"/", "/api", "/api/", "/a b", "/a%20b", "/a%2Fb", "/a%2fb", "/café", "/users", "/users/7", "/a//b", "/a:b", "/a@b",
		"/a%40b", "/a+b", "/a%2Bb", "/a%25b", "/{a}", "/a[b]", "/a|b", "/a\nb", "/API",
	}
	templates = []string{
		"/", "/api", "/users/{id}", "/users/{id:[0-9]+}", "/{a:.*}", "/{a}/", "/{a}/{b}", "/a b", "/users/{id:[0-9]{1,2}}",
		"/{a:(?i)API}", "/a.b", "/{x:a|b}/c", "/{a:[^/]+}b",
	}
	names    = []string{"X-A", "x-a", "X-B", "Host", "User-Agent", "content-type"}
	keys     = []string{"a", "a", "b", "A", "mobile"}
	networks = []string{
		"10.0.0.0/8", "10.0.0.1", "::1", "2001:db8::/32", "::/0", "0.0.0.0/0", "::ffff:10.0.0.0/104", "::ffff:0:0/90",
		"10.0.0.0/9", "10.1.2.3/32", "10.1.2.2/31", "192.168.0.0/23", "2001:db8::1/128", "::ffff:0:0/96", "::ffff:10.1.2.3",
		"::1/127", "0.0.0.0/1",
	}
)

func (m maker) match() ask {
	language := one(m, languages...)
	rule := m.expression(func() string { return m.soundCall(language) }, 1)
	return ask{
		"protocol": language[0], "syntax": language[1], "rule": rule, "requests": m.requests(language[0], 6),
	}
}

// requests of a protocol, or connections.
func (m maker) requests(protocol string, most int) []ask {
	requests := make([]ask, 1+m.random.IntN(most))
	for i := range requests {
		request := ask{"client": one(m, clients...)}
		if protocol == "tcp" {
			request["sni"] = m.near(one(m, serverNames...))
			if m.chance(40) {
				request["alpn"] = some(m, 1+m.random.IntN(2), protocols)
			}
		} else {
			request["method"] = one(m, methods...)
			request["host"] = m.near(one(m, hosts...))
			request["target"] = m.target()
			if m.chance(50) {
				request["header"] = some(m, 1+m.random.IntN(2), fields)
			}
		}
		requests[i] = request
	}
	return requests
}

// near is a text or one that nearly is it.
func (m maker) near(text string) string {
	if m.chance(80) || text == "" {
		return text
	}
	at := m.random.IntN(len(text))
	switch one(m, 0, 1, 2, 3, 4) {
	case 0:
		return text[:at] + strings.ToUpper(text[at:])
	case 1:
		return text + "."
	case 2:
		return text[:at] + text[at+1:]
	case 3:
		return text[:at] + one(m, ".", "a", "-", "x.", " ", ":", "%") + text[at:]
	default:
		return "x." + text
	}
}

// target is a request's target: one that is known, or segments with any characters in them, some of them encoded.
func (m maker) target() string {
	if m.chance(50) {
		return one(m, targets...)
	}
	path := one(m, paths...)
	var target strings.Builder
	for i, b := range []byte(path) {
		switch {
		case i > 0 && m.chance(12):
			fmt.Fprintf(&target, one(m, "%%%02X", "%%%02x"), b)
		case b == ' ' || b == '\n' || b == '%' && m.chance(50):
			fmt.Fprintf(&target, "%%%02X", b)
		default:
			target.WriteByte(b)
		}
	}
	target.WriteString(one(m, "", "", "", "/", "x", "%2F", "%2f", "/..", "//", "%", "%zz", "%FF", "%C3%A9", "%00", "?", "?a=1", ";b"))
	return validUTF8(target.String())
}

// soundCall is a matcher with values that it takes.
func (m maker) soundCall(language [2]string) string {
	matcher := one(m, matchers[language]...)
	places, ok := arguments[language][matcher]
	if !ok {
		return m.soundCall(language)
	}
	times := 1
	if language[1] == "v2" {
		times = one(m, 1, 1, 2)
	}
	var literals []string
	for range times {
		for _, place := range places {
			literals = append(literals, m.literal(one(m, place...)))
		}
	}
	if language[1] == "v3" && strings.HasPrefix(matcher, "Query") && m.chance(30) {
		literals = literals[:1]
	}
	return matcher + "(" + strings.Join(literals, ", ") + ")"
}
