package main

import (
	"maps"
	"slices"
)

// middleware is one of every type, those that change the path more often.
func (m maker) middleware() ask {
	makers := []struct {
		weight int
		kind   string
		make   func() ask
	}{
		{8, "addPrefix", func() ask { return ask{"prefix": one(m, prefixes...)} }},
		{14, "stripPrefix", m.stripPrefix},
		{7, "stripPrefixRegex", func() ask { return ask{"regex": m.patterns()} }},
		{6, "replacePath", func() ask { return ask{"path": one(m, append(prefixes, "x", "/%zz", "/a%2Fb?c", "/a//b/../c")...)} }},
		{12, "replacePathRegex", func() ask { return pair(one(m, rewrites...)) }},
		{6, "redirectScheme", m.redirectScheme},
		{8, "redirectRegex", m.redirectRegex},
		{14, "headers", m.headers},
		{7, "errors", m.errors},
		{4, "basicAuth", m.basicAuth},
		{2, "digestAuth", m.digestAuth},
		{6, "forwardAuth", m.forwardAuth},
		{6, "ipAllowList", m.ipAllowList},
		{1, "ipWhiteList", func() ask { return ask{"sourceRange": some(m, 1, chainRanges)} }},
		{3, "encodedCharacters", m.encodedCharacters},
		{3, "buffering", func() ask {
			return m.options(ask{"maxRequestBodyBytes": one(m, 0, 5, 10), "memRequestBodyBytes": 100, "maxResponseBodyBytes": 1000}, 60)
		}},
		{2, "inFlightReq", func() ask { return m.options(ask{"amount": one(m, 0, 1, 10), "sourceCriterion": m.criterion()}, 70) }},
		{2, "rateLimit", m.rateLimit},
		{2, "grpcWeb", func() ask {
			return ask{"allowOrigins": one(m, []string{"*"}, []string{"http://o.io", "http://p.io"}, []string{"x"})}
		}},
		{3, "retry", m.retry},
		{1, "circuitBreaker", func() ask { return ask{"expression": "NetworkErrorRatio() > 1.0"} }},
		{2, "compress", func() ask {
			return m.options(ask{"excludedContentTypes": []string{"text/plain"}, "minResponseBodyBytes": 10}, 50)
		}},
		{1, "contentType", func() ask { return ask{"autoDetect": m.chance(50)} }},
		{2, "passTLSClientCert", func() ask {
			return m.options(ask{"pem": true, "info": ask{"notAfter": true, "subject": ask{"commonName": true}}}, 70)
		}},
	}
	total := 0
	for _, maker := range makers {
		total += maker.weight
	}
	at := m.random.IntN(total)
	for _, maker := range makers {
		if at -= maker.weight; at < 0 {
			return ask{maker.kind: maker.make()}
		}
	}
	return ask{}
}

// options are some of all, each in percent of cases.
func (m maker) options(all ask, percent int) ask {
	chosen := ask{}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if m.chance(percent) {
			chosen[name] = all[name]
		}
	}
	if len(chosen) == 0 {
		name := slices.Sorted(maps.Keys(all))[0]
		chosen[name] = all[name]
	}
	return chosen
}

func pair(rewrite [2]string) ask { return ask{"regex": rewrite[0], "replacement": rewrite[1]} }

func (m maker) stripPrefix() ask {
	strip := ask{"prefixes": some(m, one(m, 1, 1, 1, 2, 3), prefixes)}
	if m.chance(15) {
		strip["forceSlash"] = m.chance(80)
	}
	return strip
}

func (m maker) patterns() []string {
	return some(m, one(m, 1, 1, 2), []string{
		"^/api", "/api", "/[a-z]+", "/[a-z]+/[0-9]+", "^/[^/]+", "/users/[0-9]+/", ".", "", "^$", "a", "/a.b", "/(?:a|api)/", "^/café", "/\ufffd",
		"%2F", "/é", "^/(a)(b)?", " /api ", "[", "/", "//", "(?i)/API", "^.*/",
	})
}

func (m maker) redirectScheme() ask {
	redirect := ask{"scheme": one(m, "https", "https", "https", "http", "HTTPS", "wss", "", "$1")}
	if m.chance(40) {
		redirect["port"] = one(m, "443", "80", "8443", "", "x", "$1")
	}
	if m.chance(30) {
		redirect["permanent"] = true
	}
	return redirect
}

func (m maker) redirectRegex() ask {
	redirect := pair(one(m, redirections...))
	if m.chance(30) {
		redirect["permanent"] = true
	}
	return redirect
}

func (m maker) headers() ask {
	switch {
	case m.chance(35):
		return m.options(ask{
			"customRequestHeaders": m.options(ask{
				"X-A": "new", "x-b": "", "Host": one(m, "c.io", "c.io:81", ""), "X-Forwarded-Proto": one(m, "https", ""), "X-Forwarded-For": one(m, "8.8.8.8", ""),
				"Authorization": one(m, "Basic dTpw", ""), "Origin": "",
			}, 25),
			"customResponseHeaders": m.options(ask{"X-A": "out", "server": "", "Location": one(m, "/over", ""), "Vary": "X"}, 30),
		}, 65)
	case m.chance(55):
		origins := [][]string{{"*"}, {"http://o.io"}, {"http://o.io", "http://p.io"}, {"http://x", "*"}, {}}
		return m.options(ask{
			"accessControlAllowCredentials":     true,
			"accessControlAllowHeaders":         one(m, []string{"*"}, []string{"X-A", "X-B"}, []string{}),
			"accessControlAllowMethods":         one(m, []string{"*"}, []string{"GET", "PUT"}, []string{}),
			"accessControlAllowOriginList":      one(m, origins...),
			"accessControlAllowOriginListRegex": one(m, []string{"^http://[a-o]\\."}, []string{"o"}, []string{"["}, []string{}, []string{"^null$"}),
			"accessControlExposeHeaders":        one(m, []string{"*"}, []string{"X-A"}, []string{"X-A", "*"}),
			"accessControlMaxAge":               one(m, 0, 600, -1),
			"addVaryHeader":                     m.chance(80),
			"customResponseHeaders":             ask{"Access-Control-Allow-Origin": one(m, "z", "")},
		}, 35)
	default:
		return m.options(ask{
			"allowedHosts": one(m, []string{"a.io"}, []string{"A.IO", "b.io"}, []string{"a.io:8080"}), "hostsProxyHeaders": []string{"X-Forwarded-Host", "X-A"},
			"sslProxyHeaders": ask{"X-Forwarded-Proto": "https"}, "sslRedirect": true, "sslHost": "s.io", "sslForceHost": true, "sslTemporaryRedirect": true,
			"stsSeconds": one(m, 0, 10), "stsIncludeSubdomains": true, "stsPreload": true, "forceSTSHeader": true, "frameDeny": true,
			"customFrameOptionsValue": "SAMEORIGIN", "contentTypeNosniff": true, "browserXssFilter": true, "customBrowserXSSValue": "0",
			"contentSecurityPolicy": "default-src 'self'", "contentSecurityPolicyReportOnly": "x", "publicKey": "k", "referrerPolicy": "no-referrer",
			"permissionsPolicy": "p", "featurePolicy": "f", "isDevelopment": m.chance(50), "customRequestHeaders": ask{"X-Forwarded-Proto": "https", "Host": "b.io"},
		}, 20)
	}
}

func (m maker) errors() ask {
	errors := ask{"status": one(m, []string{"500-599"}, []string{"404", "500-503"}, []string{"200-999"}, []string{"401-403"}, []string{"300-399"}, []string{"400"}, []string{"503-500"}), "service": "e"}
	if m.chance(80) {
		errors["query"] = one(m, "/{status}.html", "e?u={url}&s={status}&o={originalStatus}", "//x/{url}", "/%zz", "/#{status}", "/a b", "/{url}{url}", "/\u00e9?\u00e9")
	}
	if m.chance(30) {
		errors["statusRewrites"] = one(m, ask{"404": 200}, ask{"500-502": 503, "418": 404}, ask{"400-499": 410})
	}
	if m.chance(30) {
		errors["errorRequestHeaders"] = one(m, []string{"X-A"}, []string{"x-a", "Cookie"}, []string{"Host"}, []string{})
	}
	return errors
}

const (
	// u:p
	basicUser  = "u:{SHA}UWunj3szE0qMAcwSpWSAUvx13fw="
	digestUser = "u:traefik:a2688e031edb4be6a3797f3882655c05"
)

func (m maker) basicAuth() ask {
	auth := ask{"users": one(m, []string{basicUser}, []string{basicUser}, []string{"w:x", basicUser}, []string{"w:x"}, []string{"w"}, []string{})}
	return m.authentication(auth)
}

func (m maker) digestAuth() ask {
	return m.authentication(ask{"users": one(m, []string{digestUser}, []string{digestUser}, []string{"u:p"}, []string{})})
}

func (m maker) authentication(auth ask) ask {
	if m.chance(30) {
		auth["realm"] = one(m, "r", "a b", "")
	}
	if m.chance(30) {
		auth["removeHeader"] = true
	}
	if m.chance(30) {
		auth["headerField"] = one(m, "X-User", "x-a")
	}
	return auth
}

func (m maker) forwardAuth() ask {
	auth := m.options(ask{
		"trustForwardHeader": m.chance(50), "authRequestHeaders": one(m, []string{"X-A", "Cookie"}, []string{"x-forwarded-for"}, []string{"User-Agent", "X-Forwarded-Proto"}),
		"authResponseHeaders": one(m, []string{"X-User"}, []string{"x-a", "X-User", "Server"}), "authResponseHeadersRegex": one(m, "^X-", "User", "(?i)^x-a$", "["),
		"preserveLocationHeader": true, "preserveRequestMethod": true, "authSigninURL": one(m, "https://s.io/in?rd=x", "/in", "in/../out/", "//s.io/in"),
		"forwardBody": true, "maxBodySize": one(m, 0, 5, 10, -1), "maxResponseBodySize": 100, "headerField": "X-User", "addAuthCookiesToResponse": []string{"a"},
	}, 25)
	auth["address"] = one(m, "http://auth", "http://auth:9000/verify?x=y", "https://auth/a%2Fb", "http://auth:/", "ftp://auth", "auth", "/x", "http://[::1", "http://u:p@auth/v")
	return auth
}

func (m maker) ipAllowList() ask {
	list := ask{"sourceRange": some(m, one(m, 1, 1, 2, 3), chainRanges)}
	if m.chance(60) {
		list["ipStrategy"] = m.strategy()
	}
	if m.chance(20) {
		list["rejectStatusCode"] = one(m, 404, 401, 200, 0, 999)
	}
	return list
}

func (m maker) strategy() ask {
	return m.options(ask{"depth": one(m, 0, 1, 2, 3), "excludedIPs": some(m, 2, chainRanges), "ipv6Subnet": one(m, 0, 1, 32, 64, 128, 129)}, 50)
}

func (m maker) criterion() ask {
	return one(m, ask{"requestHost": true}, ask{"requestHeaderName": "X-A"}, ask{"ipStrategy": ask{"depth": 1}}, ask{"requestHost": true, "requestHeaderName": "X-A"})
}

// rateLimit lets all pass: a retry behind another one would be at the mercy of the clock.
func (m maker) rateLimit() ask {
	limit := m.options(ask{"average": one(m, 0, 1000), "sourceCriterion": m.criterion()}, 70)
	limit["burst"] = 100
	return limit
}

func (m maker) encodedCharacters() ask {
	return m.options(ask{
		"allowEncodedSlash": true, "allowEncodedBackSlash": true, "allowEncodedNullCharacter": true, "allowEncodedSemicolon": true, "allowEncodedPercent": true,
		"allowEncodedQuestionMark": true, "allowEncodedHash": false,
	}, 60)
}

func (m maker) retry() ask {
	retry := m.options(ask{"status": one(m, []string{"503"}, []string{"400-599"}), "disableRetryOnNetworkError": true, "retryNonIdempotentMethod": true, "maxRequestBodyBytes": 1000}, 50)
	retry["attempts"] = one(m, 0, 1, 2, 3)
	return retry
}
