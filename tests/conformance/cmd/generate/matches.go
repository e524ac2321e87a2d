package main

import "strings"

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
	clients = []string{"10.0.0.1", "10.1.2.3", "192.168.1.7", "::1", "2001:db8::1", "::ffff:10.1.2.3"}
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
		"ClientIP":      {networks},
	},
	{"tcp", "v2"}: {
		"HostSNI":       {{"a.example", "A.Example", "*", "a.example.", "::1", "localhost"}},
		"HostSNIRegexp": {{"{s:[a-z]+}.example", "a.example", "{s}.example", "{x:.*}", "a.Example"}},
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
	}
)

func (m maker) match() ask {
	language := one(m, languages...)
	rule := m.expression(func() string { return m.soundCall(language) }, 1)
	q := ask{"protocol": language[0], "syntax": language[1], "rule": rule, "client": one(m, clients...)}
	if language[0] == "tcp" {
		q["sni"] = one(m, "", "a.example", "A.EXAMPLE", "b.example", "x.a.example", "localhost")
		return q
	}
	q["method"] = one(m, methods...)
	q["host"] = one(m, hosts...)
	q["target"] = one(m, targets...)
	q["header"] = some(m, m.random.IntN(3), fields)
	return q
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
