package main

import (
	"strconv"
	"strings"
)

// matchers are the names of each rule language.
var matchers = map[[2]string][]string{
	{"http", "v3"}: {
		"Host", "HostRegexp", "Path", "PathPrefix", "PathRegexp", "Method", "Header", "HeaderRegexp", "Query",
		"QueryRegexp", "ClientIP",
	},
	{"http", "v2"}: {
		"Host", "HostHeader", "HostRegexp", "Path", "PathPrefix", "Method", "Headers", "HeadersRegexp", "Query",
		"ClientIP",
	},
	{"tcp", "v3"}: {"HostSNI", "HostSNIRegexp", "ALPN", "ClientIP"},
	{"tcp", "v2"}: {"HostSNI", "HostSNIRegexp", "ALPN", "ClientIP"},
}

// languages, the common ones more often.
var languages = [][2]string{
	{"http", "v3"}, {"http", "v3"}, {"http", "v3"}, {"http", "v2"}, {"http", "v2"}, {"tcp", "v3"}, {"tcp", "v2"},
}

// values that some matcher takes and others do not.
var values = []string{
	"", "a", "a.example", "*.example.com", "*", "**", "*a.b", "*.", "a.", "Ä.example", "a:b", "a_b", "/", "/api", "api",
	"/a b", "/{id}", "/{id:[0-9]+}", "/{id:[0-9]+", "/x}", "{a}", "{a:}", "{:b}", "{sub:[a-z]+}.example.com", "{a:(x)}",
	"{a:[}", "/{a}/{a}", "GET", "get", "10.0.0.0/8", "10.0.0.1", "::1", "::/0", "1", "300.1.1.1", "10.0.0.0/33", "a=b",
	"a=", "=b", "a={x:.+}", "x={a}&y", "[", "(a", "a)", "a**", "(?=x)", "^/a$", `^a\.b$`, `\d+`, `\Z`, "(?i)A", "a{2}",
	"a{1001}", "[[:alpha:]]", "[[:foo:]]", "acme-tls/1", "h2", "X-A", "x a", "a\tb", "é", "\u00a0", `a"b`, `a\b`,
}

// pieces of Go's expressions, whole and broken.
var pieces = []string{
	"&&", "||", "!", "(", ")", ",", "&", "|", "==", "=", "+", "-", "*", "/", "%", "<", ">", "<=", ">=", "!=", "<-", "<<",
	"&^", "^", "~", "...", ".", "[", "]", "{", "}", ":", ";", ":=", "++", "--", "+=", "`a`", `"a"`, "'a'", "'ab'", "'",
	`"`, "`", "1", "0x1F", "0b12", "08", "1.5", "1e5", "1_000", "1__0", "0x", "0xg", ".5", "1i", "a", "Host",
	"PathPrefix", "map", "chan", "if", "return", "range", "type", "break", "nil", "_", "é", "€", "#", "$", "@", "?",
	`\`, "“", "\ufeff", "\x00", "// c", "/* c */", "/* c\n */", "/*", "\n", "\r\n", "\t", " ", "Host(`a`)", "Path(`/b`)",
	`"\q"`, `"\x4"`, `"\u12"`, `"\777"`, `"\ud800"`, "\"\n\"", `'\q'`, `'\''`, "{{ .Name }}", "${X}", "and", "or", "not",
}

func (m maker) rule() ask {
	language := one(m, languages...)
	call := func() string { return m.call(matchers[language]) }
	var rule string
	switch {
	case m.chance(30):
		rule = m.expression(call, 0)
	case m.chance(30):
		rule = m.grammar()
	case m.chance(60):
		rule = m.mutate(m.expression(call, 0), pieces)
	case m.chance(50):
		rule = m.mutate(one(m, real...), pieces)
	default:
		rule = strings.Join(some(m, 1+m.random.IntN(8), pieces), one(m, "", " "))
	}
	return ask{"protocol": language[0], "syntax": language[1], "rule": rule}
}

// expression joins calls.
func (m maker) expression(call func() string, depth int) string {
	switch {
	case depth > 3 || m.chance(50):
		return call()
	case m.chance(30):
		return "!" + m.expression(call, depth+1)
	case m.chance(40):
		return "(" + m.expression(call, depth+1) + ")"
	default:
		operator := one(m, " && ", " || ", " && ", " || ", "&&", "||", " &&\n", "\n|| ")
		return m.expression(call, depth+1) + operator + m.expression(call, depth+1)
	}
}

// call is a matcher with any number of any values.
func (m maker) call(names []string) string {
	name := one(m, names...)
	if m.chance(30) {
		name = one(m, strings.ToLower(name), strings.ToUpper(name), name+"s", strings.ToLower(name[:1])+name[1:])
	}
	arguments := make([]string, one(m, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 4))
	for i := range arguments {
		arguments[i] = m.literal(one(m, values...))
	}
	return name + "(" + strings.Join(arguments, one(m, ", ", ",", ",\n")) + one(m, "", "", "", ",", "...") + ")"
}

// literal is a string of Go, raw or not.
func (m maker) literal(value string) string {
	if !strings.Contains(value, "`") && m.chance(75) {
		return "`" + value + "`"
	}
	return strconv.Quote(value)
}

func validUTF8(text string) string { return strings.ToValidUTF8(text, "") }

// real are rules of the kind that people write.
var real = []string{
	"Host(`example.com`) && (PathPrefix(`/api`) || PathPrefix(`/dashboard`))",
	"HostRegexp(`^[a-z0-9-]+\\.example\\.com$`) && !PathPrefix(`/admin`)",
	"Host(`a.example.com`) || Host(`b.example.com`)",
	"(Host(`shop.example.com`) || Host(`www.example.com`)) && Method(`POST`) && Path(`/checkout`)",
	"Host(\"example.com\") && Header(\"X-Api-Version\", \"2\")",
	"PathPrefix(`/`) && ClientIP(`10.0.0.0/8`) && !ClientIP(`10.1.0.0/16`)",
	"Host(`example.com`) && Query(`mobile`, `true`)",
	"HostSNI(`*`) && ALPN(`h2`) && !ALPN(`http/1.1`)",
	"HostSNIRegexp(`^.+\\.example\\.com$`) || ClientIP(`::1`)",
	"Host(`example.com`, `www.example.com`) && PathPrefix(`/{lang:(en|de)}/`)",
	"HostRegexp(`{sub:[a-z]+}.example.com`) && Path(`/users/{id:[0-9]+}`)",
	"Headers(`Content-Type`, `application/json`) && HeadersRegexp(`Authorization`, `^Bearer .+`)",
	"Host(`example.com`)\n  && PathRegexp(`^/v[0-9]+/`)",
}
