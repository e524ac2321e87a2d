package main

import (
	"fmt"
	"slices"
	"strings"
)

// prefixes end where requests end, before it, behind it, and in the middle of a segment or an escape.
var prefixes = []string{
	"/api", "/api/", "/api", "/a", "/", "", "api", "/api/v1", "/apix", "/a%2Fb", "/a b", "/é", "/api/users", "//", "/.", "/..",
	"/a;b", "/a?b", "/a#b", "/A", "/api//", "/a/b", "/[x]", "/a%20b", "/api/../x", " /api ", "/$1", "/caf\u00e9/",
}

// chainTargets are what clients ask for, as it stands on the wire.
var chainTargets = []string{
	"/", "/api", "/api/", "/api/users", "/apix", "/ap", "/api/v1/u", "/api//x", "/api/../x", "/api./x", "/api../x", "/api/..",
	"/api%2Fx", "/api/a%2Fb", "/api/a%2fb/", "/%61pi/x", "/ap%69", "/api/%2E%2E/x", "/api%2e%2e/x", "/a%20b/c", "/a%2Fb/c",
	"/a%2fb", "/a;b/c", "/api;x/y", "/a?b=c", "/api?x=1;y=2", "/api?", "/api?%zz", "/api?a=b&a=c#d", "/caf%C3%A9/x", "/café/x",
	"/%C3%A9", "/é/x", "/%FFx", "/api/%FF", "/%zz", "/a%", "//", "//a/b", "/a//b", "/a/b", "/a/b/c/d", "/[x]/y", "/a|b", "/a<b>",
	"/a\"b", "/a%00b", "/a%5Cb", "/a%3Bb", "/a%25b", "/a%3Fb", "/a%23b", "/a!b'c(d)*e,f", "/a:b@c", "/a=b+c$d&e", "/.", "/..",
	"/./x", "/$1", "/api/$x", "/a.b", "/A/API", "/api/users/12", "/users/12/posts/7", "/old/x?y=z", "/new/x", "*", "api", "",
	"http://b.io/x", "http://b.io", "https://b.io:8443/api/x?y", "http://b.io:80/api", "http://B.io/%61", "http:/x", "http:x",
	"mailto:x", "a.io:443", "http://[::1]:8080/a", "http://u:p@b.io/x", "/http://x", "/a\\b", "/a^b`c{d}", "/~x/-_.",
}

// expressions with what they are replaced by.
var rewrites = [][2]string{
	{"^/api/(.*)", "/$1"}, {"^/api/(.*)", "/${1}"}, {"^/api/(.*)", "$1"}, {"/api", ""}, {"^/api$", ""}, {"^/(.*)$", "/v1/$1x"},
	{"^/(.*)$", "/v1/${1}x"}, {"(?P<rest>.*)", "/n$rest"}, {"(?P<rest>/a.*)", "${rest}/z"}, {"a", "/"}, {"/", "//"}, {".", "x"},
	{"%2F", "/"}, {"%2f", "/"}, {"%20", " "}, {"^/(a)(b)?", "/$2$1"}, {"^(.+)$", "$1?x=y"}, {"^(.+)$", "$1#f"}, {"x*", "-"},
	{"^/([^/]+)/([^/]+)", "/$2/$1"}, {"^/api(/|$)(.*)", "/$2"}, {"\\.\\.", ""}, {"/$", ""}, {"^", "/p"}, {"$", "/"}, {"b", "%"},
	{"b", "%zz"}, {"b", "$$"}, {"b", "${1"}, {"(?i)API", "x"}, {" ^/api ", " /x "}, {"é", "e"}, {"%C3%A9", "é"}, {"[^/]+$", "${0}.html"},
	{"^/users/([0-9]+)", "/u/$1"}, {"^/old/(.*)", "/new/$1"}, {"^.*$", ""}, {"^.*$", "/"}, {"^.*$", "x"}, {"c", "../"}, {"", "/"},
	{"(/a)?(/b)?", "$2$1"}, {"[", "x"}, {"(", "x"},
}

// redirections with what they are replaced by.
var redirections = [][2]string{
	{"^http://(.*)", "https://$1"}, {"^https?://([^/]+)/(.*)", "https://www.$1/$2"}, {"^https?://www\\.(.*)", "https://${1}"},
	{"^https?://[^/]+/old/(.*)", "/new/$1"}, {"/api", "/v1"}, {"(.*)", "$1"}, {"^(.*)$", "${1}?x"}, {"^(.*)/$", "$1"},
	{"^http://a\\.io/(.*)", "http://a.io/$1"}, {"a\\.io", "b.io"}, {"^.*$", "http://[::1"}, {"^.*$", "//b.io/x"}, {"^.*$", ""},
	{"^.*$", "x y"}, {"^.*$", "/%zz"}, {"^.*$", "mailto:x"}, {"\\?.*", ""}, {"%2F", "/"}, {":8080", ""}, {"^(https?)://(?P<h>[^/:]+).*", "$1://$h:99/"},
	{"^http://([^/]*)/api/?(.*)$", "http://$1/$2"}, {"b", "é"}, {"#", "x"}, {"^http:", "HTTP:"}, {"^ftp:", "x"}, {"$", "#f"}, {"[", ""},
}

var (
	chainHosts = []string{
		"", "", "", "", "a.io:8080", "a.io:80", "a.io:443", "A.io", "www.a.io", "b.io", "[::1]", "[::1]:80", "10.0.0.1:8443", "-", "a_b.io",
		"a.io:", "a.io.", "xn--a.io", "a%20b", "a b", ":80",
	}
	chainFields = [][2]string{
		{"X-Forwarded-Proto", "https"}, {"X-Forwarded-Proto", "http"}, {"X-Forwarded-Proto", "wss"}, {"X-Forwarded-Proto", "HTTPS"},
		{"X-Forwarded-Proto", "ftp"}, {"X-Forwarded-Host", "b.io"}, {"X-Forwarded-Host", "c.io"}, {"X-Forwarded-Port", "8443"},
		{"X-Forwarded-For", "10.1.2.3"}, {"X-Forwarded-For", "1.2.3.4, 10.9.9.9"}, {"X-Forwarded-For", "2001:db8::7,10.0.0.1,,x"},
		{"X-Forwarded-For", "192.168.0.1:80"}, {"X-Forwarded-Prefix", "/p"}, {"x-forwarded-uri", "/u"}, {"X_Forwarded_Proto", "https"},
		{"X-Real-Ip", "9.9.9.9"}, {"X-Replaced-Path", "/was"}, {"Authorization", "Basic dTpw"}, {"Authorization", "Basic djpw"},
		{"Authorization", "basic dXB3"}, {"Authorization", "Bearer x"}, {"Origin", "http://o.io"}, {"Origin", "http://p.io"},
		{"Origin", "null"}, {"X-A", "1"}, {"x-a", "2"}, {"X-B", "b"}, {"X-Ssl", "on"}, {"User-Agent", "curl/8"}, {"Connection", "X-A, close"},
		{"Connection", "Upgrade"}, {"Connection", "keep-alive, x-a,Upgrade"}, {"Connection", "X-Forwarded-For, X-B"}, {"X-Forwarded-Server", "s"}, {"Upgrade", "websocket"}, {"Upgrade", "h2c"}, {"Http2-Settings", "x"}, {"Te", "trailers"}, {"Te", "gzip"},
		{"Keep-Alive", "1"}, {"Proxy-Authorization", "x"}, {"Forwarded", "for=1.1.1.1"}, {"Cookie", "a=b"}, {"Accept", "text/html"},
		{"Content-Type", "application/json"},
		{"Content-Type", "application/grpc-web+proto"}, {"Content-Type", "application/grpc-web-text"},
	}
	preflights = [][2]string{
		{"Access-Control-Request-Method", "PUT"}, {"Access-Control-Request-Method", "DELETE"}, {"Access-Control-Request-Headers", "x-a,x-b"},
		{"Access-Control-Request-Headers", "X-User-Agent, x-GRPC-web"},
		{"Origin", "http://o.io"}, {"Origin", "http://p.io"},
	}
	chainRanges = []string{
		"10.0.0.0/8", "10.1.2.3", "10.1.2.3/32", "192.168.0.0/16", "0.0.0.0/0", "::/0", "::1", "2001:db8::/32", "::ffff:10.0.0.0/104", "1.2.3.4",
	}
	replies = []int{200, 200, 200, 200, 201, 204, 301, 302, 304, 400, 401, 403, 404, 404, 418, 500, 500, 502, 503, 504}
)

// chain is a list of middlewares and some requests for it.
func (m maker) chain() ask {
	middlewares, names := ask{}, []string{}
	asked := []string{"answer"}
	for i := range one(m, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5) {
		name := fmt.Sprintf("m%d", i)
		middleware := m.middleware()
		for kind, who := range map[string]string{"errors": "page", "forwardAuth": "auth"} {
			if middleware[kind] != nil && !slices.Contains(asked, who) {
				asked = append(asked, who)
			}
		}
		middlewares[name] = middleware
		names = append(names, name)
	}
	// Some of them are in a chain, and that perhaps in another one.
	for i := 0; len(names) > 1 && m.chance(25) && i < 3; i++ {
		name := fmt.Sprintf("c%d", i)
		start := m.random.IntN(len(names))
		end := start + 1 + m.random.IntN(len(names)-start)
		inner := append([]string{}, names[start:end]...)
		if m.chance(4) {
			inner = append(inner, one(m, name, "none", "m0@file", "c0"))
		}
		middlewares[name] = ask{"chain": ask{"middlewares": inner}}
		names = append(append(append([]string{}, names[:start]...), name), names[end:]...)
	}
	if m.chance(10) {
		names = append(names, one(m, names...))
	}
	question := ask{"middlewares": middlewares, "chain": names}
	if m.chance(40) {
		question["server"] = m.server()
	}
	if m.chance(25) {
		question["forwarded"] = m.options(ask{
			"insecure": m.chance(40), "trustedIPs": some(m, 2, chainRanges), "connection": some(m, 1, []string{"x-a", "Keep-Alive", "X-B"}),
			"notAppendXForwardedFor": true,
		}, 50)
	}
	requests := make([]ask, one(m, 8, 12, 16))
	for i := range requests {
		requests[i] = m.chainRequest(asked)
	}
	question["requests"] = requests
	return question
}

func (m maker) server() ask {
	server := ask{"url": one(m, "http://s", "http://s:8080", "http://s/base", "http://s/base/", "https://s/a%2Fb", "http://s/a%20b/", "h2c://s/", "http://s//x", "http://s?q=1")}
	if m.chance(50) {
		server["preservePath"] = true
	}
	if m.chance(40) {
		server["hideHostHeader"] = true
	}
	return server
}

// chainRequest is a request, with what those answer who are asked behind.
func (m maker) chainRequest(asked []string) ask {
	request := ask{"target": one(m, chainTargets...)}
	if m.chance(10) {
		request["target"] = validUTF8(strings.ReplaceAll(m.mutate(request["target"].(string), []string{"/", "%2F", ".", "%", "a", "?", ";", "//", "é"}), " ", ""))
	} else if m.chance(15) {
		// Right at the end of a prefix.
		request["target"] = strings.ReplaceAll(one(m, prefixes...)+one(m, "", "/", "x", "/x", "%2F", "//", "/..", "?q"), " ", "%20")
	}
	var headers [][2]string
	for range one(m, 0, 0, 0, 1, 1, 2, 3) {
		headers = append(headers, one(m, chainFields...))
	}
	if m.chance(8) {
		request["method"] = "OPTIONS"
		headers = append(headers, some(m, 3, preflights)...)
	} else if m.chance(25) {
		request["method"] = one(m, "HEAD", "POST", "PUT", "PATCH", "OPTIONS", "CONNECT", "get", "LOCK")
	}
	if len(headers) > 0 {
		request["headers"] = headers
	}
	if host := one(m, chainHosts...); host != "" {
		request["host"] = host
	}
	if m.chance(25) {
		request["tls"] = true
	}
	if m.chance(5) {
		request["proto"] = "HTTP/1.0"
	}
	if m.chance(20) {
		request["from"] = one(m, "1.2.3.4", "192.168.1.7", "::1", "2001:db8::1", "::ffff:10.1.2.3", "fe80::1")
	}
	if m.chance(10) {
		request["body"] = one(m, 1, 5, 10, 11, 100)
	}
	for _, who := range asked {
		if m.chance(40) {
			request[who] = m.reply()
		}
	}
	return request
}

func (m maker) reply() ask {
	status := one(m, replies...)
	reply := ask{"status": status}
	var headers [][2]string
	if status/100 == 3 || m.chance(5) {
		headers = append(headers, [2]string{"Location", one(m, "http://b.io/x", "/login?u=1", "x/../y", "", "http://[::1", "?a", "//b.io", "/a b", "../z")})
	}
	if m.chance(30) {
		headers = append(headers, one(m, [][2]string{
			{"Vary", "Accept"}, {"Vary", "Origin"}, {"X-A", "9"}, {"X-User", "u"}, {"Server", "s"}, {"X-Frame-Options", "SAMEORIGIN"},
			{"Access-Control-Allow-Origin", "*"}, {"Connection", "close"}, {"Keep-Alive", "1"}, {"Www-Authenticate", "Basic"},
		}...))
	}
	if len(headers) > 0 {
		reply["headers"] = headers
	}
	return reply
}
