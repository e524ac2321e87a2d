package main

import "strings"

// expressions of the kind that rules have.
var expressions = []string{
	`^[a-z]+\.example\.com$`, `^(www\.)?example\.(com|org)$`, "^/api/v[0-9]+/", `^/(?:a|b)/\d{2,4}$`, "^.+$", ".*",
	`(?i)^/API(/.*)?$`, `^/users/(?P<id>[0-9]+)$`, `[^/]+\.(?:js|css)$`, `^\w+-\d+$`,
}

// atoms of regular expressions, whole and broken.
var atoms = []string{
	"a", "b", "k", "K", "s", "ſ", "é", "É", "ß", "σ", "ς", "1", "_", "-", "/", ".", "^", "$", "*", "+", "?", "*?", "+?",
	"??", "{2}", "{2,}", "{,2}", "{1,3}", "{0}", "{1001}", "{02}", "{2}?", "(", ")", "(?:", "(?i)", "(?i:", "(?-i)", "(?s)",
	"(?m)", "(?U)", "(?im-s:", "(?P<n>", "(?<n>", "(?P<1a>", "(?P<>", "(?P<a b>", "(?=", "(?!", "(?<=", "(?#", "|", "||",
	"[", "]", "[^", "[a-z]", "[^a]", "[]a]", "[a-]", "[-a]", "[z-a]", "[[:alpha:]]", "[[:^digit:]]", "[[:word:]x]",
	"[[:foo:]]", "[:alpha:]", `[\d\-x]`, `[\W]`, `[^\S]`, `[\pL]`, `[^\PL]`, `[\b]`, `[a\]b]`, `[\x{41}-Z]`, `\d`, `\D`,
	`\w`, `\W`, `\s`, `\S`, `\b`, `\B`, `\A`, `\z`, `\Z`, `\C`, `\Q`, `\E`, `\Q.*\E`, `\pN`, `\p{L}`, `\p{^Lu}`,
	`\P{^Greek}`, `\p{Greek}`, `\p{Foo}`, `\p{Old_Italic}`, `\p{Letter}`, `\p{Any}`, `\p{ASCII}`, `\p{`, `\p`, `\x41`,
	`\x{e9}`, `\x{110000}`, `\x4`, `\xg`, `\x{}`, `\x`, `\101`, `\0`, `\1`, `\8`, `\07`, `\a`, `\n`, `\t`, `\q`, `\_`, `\.`,
	`\/`, `\é`, `\`, "\n", " ", "\u212a", "&", "~", "#",
}

var subjects = []string{
	"", "a", "ab", "abc", "aab", "A", "K", "k", "\u212a", "s", "S", "ſ", "é", "É", "ß", "σ", "Σ", "1", "12", "_", "-", "/",
	"/a/b", "a\nb", "\n", "a b", "foo bar", "日本", "\ufffd", "a.b", "]", "^", "$", "api.example.com", "www.example.com",
	"/api/users/7", "/users/42", "/a/2024", "app.js",
}

func (m maker) regexp() ask {
	var expression string
	switch {
	case m.chance(15):
		expression = one(m, expressions...)
	case m.chance(30):
		expression = m.mutate(one(m, expressions...), atoms)
	default:
		expression = strings.Join(some(m, 1+m.random.IntN(one(m, 3, 5, 9)), atoms), "")
	}
	return ask{"regexp": expression, "subjects": some(m, 6, subjects)}
}
