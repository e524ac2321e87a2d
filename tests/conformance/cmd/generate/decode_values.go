package main

var userNames = []string{
	"a", "b", "web", "api", "my-router", "A", "default", "x_y", "1", "007", "true", "null", "~", "a.b", "é", "2020-01-01", "1.5", "<<x",
	"a b", "X-Frame", "traefik", "websecure", "le",
}

func (m maker) userName() string {
	if m.chance(75) {
		return one(m, userNames[:6]...)
	}
	return one(m, userNames...)
}

// oddValues fit few options, or more than one.
var oddValues = []string{
	"", "a", "true", "false", "True", "TRUE", "t", "yes", "on", "off", "no", "y", "0", "1", "-1", "+7", "007", "010", "08", "0x1F",
	"0b101", "0o17", "1_000", "1e3", "1.5", ".5", "5.", "-0", "0.0", "1e400", "9223372036854775807", "9223372036854775808",
	"18446744073709551616", "-9223372036854775809", "4294967296", "2147483648", ".inf", "-.inf", ".nan", "NaN", "Infinity", "~", "null", "Null",
	"2020-01-01", "2020-01-01T10:00:00Z", "1979-05-27 07:32:00", "07:32:00", "10:30", "5s", "1m30s", "1.5h", "-2ms", "1d", "5 s", "s",
	"1h1h", "1µs", ".5s", "1.s", "9223372036s", "9300000000s", "2562047h47m16.854775807s", "2562048h", "a,b", "a, b ,c", ",", "a,", " a ", "\ta", "║24║a",
	"é", "日本", "a: b", "#a", "a #b", "*a", "&a", "!a", "{a}", "[a]", "'a'", "\"a\"", "a\nb", "a\\b", "- a", "? a", "@a", "`a`", "%a", "|", ">",
	"Host(`a`)", "Host(`a`) && Path(`/b`)", "http://10.0.0.1:80", ":80", "10.0.0.0/8", "200-299", "{{ .Name }}", "$1", "${1}", "v2", "v3",
}

// soundValues of each kind, and some that nearly are.
var soundValues = map[string][]string{
	"string":   {"a", "b", "/api", "Host(`a`)", "web", "le", ":80", ":443", "http://a", "10.0.0.1/32", "v3", "v2", "wrr", "keep", "reject", "docker", "file", "GET"},
	"bool":     {"true", "true", "false", "True", "FALSE", "1", "0", "t", "F"},
	"int":      {"0", "1", "10", "-5", "200", "503", "+3", "1000000"},
	"int32":    {"0", "1", "250", "-5", "2147483647", "2147483648"},
	"int64":    {"0", "1", "-1", "1048576", "9223372036854775807"},
	"uint32":   {"0", "1", "7", "4294967295", "4294967296", "-1"},
	"float64":  {"0", "1", "0.5", "1.0", "2.5e-3", "1e3", "0.1", "-0.25", "inf", "nan"},
	"duration": {"0", "5", "10s", "1m30s", "250ms", "1.5h", "-1s", "0.5s", "100us", "2h", "1h30m10s"},
}

func (m maker) leaf(kind string) string {
	values := soundValues[kind]
	if len(values) == 0 || m.chance(12) {
		values = oddValues
	}
	return one(m, values...)
}
