package main

import "strings"

// production is a rule of Go's grammar: alternatives, in which words between « and » are productions.
type production []string

// golang is Go's grammar as far as an expression leads (go/parser, Go 1.26), with some of what it refuses in words of
// its own.
var golang = map[string]production{
	"expr": {
		"«unary»", "«unary»", "«unary»", "«unary» «binary» «expr»", "«unary» && «expr»", "«unary» = «unary»",
	},
	"binary": {
		"||", "&&", "==", "!=", "<", "<=", ">", ">=", "+", "-", "|", "^", "*", "/", "%", "<<", ">>", "&", "&^", "=", "<-",
	},
	"unary": {
		"«primary»", "«primary»", "«primary»", "«primary»", "!«unary»", "-«unary»", "*«unary»", "&«unary»", "<-«unary»",
		"~«unary»", "^«unary»", "+ «unary»",
	},
	"primary": {
		"«operand»", "«operand»", "«operand»", "«primary».«name»", "«primary».(«type»)", "«primary».(type)",
		"«primary»[«expr»]", "«primary»[«expr»:«expr»]", "«primary»[:«expr»:«expr»]", "«primary»[«expr»::«expr»]",
		"«primary»[::]", "«primary»[]", "«primary»[«type», «type»]", "«primary»[«type»,]", "«primary»(«args»)",
		"«primary»(«args»)", "«operand»{«elements»}", "(«type»){«elements»}", "«type»{«elements»}", "«primary».", "«primary».1",
	},
	"operand": {
		"«name»", "«name»", "«literal»", "«literal»", "(«expr»)", "(«type»)", "«func»", "«type»", "Host(`a`)", "«call»",
		"«call»", "",
	},
	"call": {"Host(`a.example`)", "PathPrefix(`/a`)", "HostSNI(`*`)", "Header(`a`, `b`)", "Path(«literal»)"},
	"args": {
		"", "«expr»", "«expr», «expr»", "«expr»,", "«expr»...", "«expr»...,", "«type»", "«expr»\n", "«expr»,\n", "«expr» «expr»",
		"«expr»... , «expr»",
	},
	"elements": {
		"", "«element»", "«element», «element»", "«element»,", "«element»\n", "«element»,\n", "«element» «element»",
	},
	"element": {"«expr»", "«expr»: «expr»", "{«elements»}", "{«elements»}: {«elements»}", "«name»: {«elements»}"},
	"literal": {
		"`a`", "\"a\"", "'a'", "1", "1.5", "1i", "0x1p-2", "0b1", "0o7", "07", "1_0", "\"\\xff\"", "\"\\xe2\\x82\"", "'\\xff'",
		"\"\\377a\\u00e9\"", "\"/\\xff\"", "`\r`", "\"\\xf4\\x90\\x80\\x80\"", "`a\nb`", "\"\\U00110000\"", "'\\ud800'", "''",
		"'ab'", "09", "0x", "1e", "1__0", "0b12", "1p3", "0x1.0", "99999999999999999999", "1e999", "\"\\\"",
	},
	"name": {"a", "b", "T", "_", "Host", "é", "if", "type", "func", "1", ""},
	"type": {
		"«name»", "«name».«name»", "«name»[«type»]", "«name»[«type», «type»]", "«name»[]", "[]«type»", "[«expr»]«type»",
		"[...]«type»", "[«expr»,]«type»", "*«type»", "map[«type»]«type»", "chan «type»", "chan<- «type»", "<-chan «type»",
		"<-chan<- «type»", "(«type»)", "func«signature»", "struct{«fields»}", "interface{«methods»}", "func[«tparams»]«signature»",
		"",
	},
	"func":      {"func«signature» {«body»}", "func() {«body»}", "func(«params») «type» {«body»}", "func«signature»"},
	"signature": {"()", "(«params»)", "(«params») «type»", "(«params») («params»)", "() ()", "«params»"},
	"params": {
		"", "«param»", "«param», «param»", "«param», «param», «param»", "«param»,", "«name», «name» ...«type»", "«param»\n",
		"«param» «param»", "«name», «param»", "«param», «type»",
	},
	"param": {
		"«name»", "«name» «type»", "«type»", "...«type»", "«name» ...«type»", "«name».«name»", "«name» []«type»",
		"«name» [«expr»]«type»", "«name»[«type»]", "«name»[«type»,]«type»", "«name»[«type», «type»]", "~«type»", "1",
	},
	"tparams": {
		"", "«tparam»", "«tparam», «tparam»", "«tparam»,", "«name», «name» «type»", "«name»", "«name», «name»",
	},
	"tparam": {
		"«name» «type»", "«name» ~«type»", "«name» «type» | «type»", "«name» ~«type» | ~«type»", "~«type»", "«type» | «type»",
		"«name» *«type»", "«name» (*«type»)", "«name» *«type» | ~«type»", "«name» []«type»", "«name» |",
	},
	"fields": {
		"", "«field»", "«field»; «field»", "«field»\n«field»\n", "«field» «field»", "«field», «field»", "«field»;",
	},
	"field": {
		"«name» «type»", "«name», «name» «type»", "«name»", "*«name»", "«name».«name»", "*«name».«name»[«type»]", "(«name»)",
		"*(«name»)", "(*«name»)", "«name» «type» `tag`", "«name» \"tag\"", "«name» []«type»", "«name» [«expr»]«type»",
		"«name»[«type»]", "«name»[«type», «type»]", "«name» [«expr»,]«type»", "1", "«name», «name»", "(*«name»",
	},
	"methods": {
		"", "«method»", "«method»; «method»", "«method»\n«method»\n", "«method» «method»", "«method», «method»",
	},
	"method": {
		"«name»«signature»", "«name»", "«name».«name»", "«name».«name»[«type»]", "«name»[«type»]", "«name»[«type», «type»]",
		"«name»[«name» «type»]«signature»", "~«type»", "«type» | «type»", "~«type» | «name»", "«name» | ~«type»", "«type»",
		"«name»[]", "«name»[«expr»\n]", "«name» |",
	},
	"body": {
		"", "«stmt»", "«stmt»; «stmt»", "\n«stmt»\n«stmt»\n", "«stmt»;", "«stmt» «stmt»", "\n«stmt»\n", "«stmt», «stmt»",
	},
	"stmt": {
		"«simple»", "«simple»", "«simple»", "return", "return «expr»", "return «expr», «expr»", "go «expr»", "defer «expr»",
		"go («call»)", "defer func() {«body»}()", "break", "continue «name»", "goto «name»", "fallthrough", "goto", "{«body»}",
		"if «ifhead» {«body»}", "if «ifhead» {«body»} else {«body»}", "if «ifhead» {«body»} else if «ifhead» {«body»}",
		"if «ifhead» {«body»} else «stmt»", "switch «head» {«cases»}", "switch {«cases»}", "select {«comms»}",
		"for «forhead» {«body»}", "for {«body»}", "«name»: «stmt»", "«name», «name»: «stmt»", "«decl»", "«decl»", ";", "import `a`",
		"else", "case 1:", "~«expr»", "«stmt»\n", "package a", ")",
	},
	"simple": {
		"«expr»", "«exprs»", "«exprs» «assign» «exprs»", "«expr» := «expr»", "«expr» = «expr»", "«expr» <- «expr»", "«expr»++",
		"«expr»--", "«exprs»++", "«expr»: ", "«name» := range «expr»",
	},
	"exprs":  {"«expr»", "«expr», «expr»", "«expr», «expr», «expr»"},
	"assign": {"=", ":=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=", "&^="},
	"ifhead": {
		"«expr»", "«expr»", "«simple»", "«simple»; «expr»", "«simple»; «simple»", "; «expr»", "«simple»;", "«simple»\n", "",
		"var «simple»; «expr»", "«name»{}", "(«name»{})", "«simple» «expr»", "«expr»\n",
	},
	"head": {
		"«expr»", "«simple»", "«simple»; «expr»", "«simple»;", ";", "«name» := «primary».(type)", "«name» = «primary».(type)",
		"«primary».(type)", "«simple»; «name» := «primary».(type)", "«name», «name» := «primary».(type)", "«name»{}",
		"«name» += «primary».(type)",
	},
	"cases": {
		"", "case «exprs»: «body»", "default: «body»", "case «exprs»:\n«body»\ndefault:\n«body»\n", "case: «body»", "«body»",
		"case «type»: «body»", "case «expr»; «body»", "default «body»",
	},
	"comms": {
		"", "case «expr» <- «expr»: «body»", "case «exprs» := <-«expr»: «body»", "case <-«expr»: «body»", "default: «body»",
		"case «exprs»: «body»", "case «exprs» <- «expr»: «body»", "case «exprs» = «expr»: «body»", "«body»",
	},
	"forhead": {
		"«expr»", "«simple»", "«simple»; «expr»; «simple»", ";;", "; «expr»;", "range «expr»", "«exprs» := range «expr»",
		"«exprs» = range «expr»", "«simple»; «simple»", "«simple»;", "«simple»; «expr»\n", "«name» += range «expr»", "",
		"«simple»;; «simple»", "range «name»{}",
	},
	"decl": {
		"var «name» «type»", "var «name» = «exprs»", "var «name», «name» «type» = «exprs»", "var («vars»)", "const «name» = «expr»",
		"const («consts»)", "type «name» «type»", "type «name» = «type»", "type «name»[«tparams»] «type»", "type («specs»)",
		"type «name»[«name»] «type»", "type «name»[«expr»] «type»", "type «name» []«type»", "type «name»[«name» * «expr»] «type»",
		"type «name»[«name» («expr»)] «type»", "type «name»[«name» («type»), «name» «type»] «type»", "var", "const «name»",
		"const «name» «type»", "type «name»[«name» *«name»,] «type»", "type «name»[«name»[]«type»] «type»",
		"type «name»[«name» *«type»|~«type»] «type»", "type «name»[«name»|«type»] = «type»", "type",
	},
	"vars":   {"", "«name» «type»\n«name» = «expr»\n", "«name» «type»; «name» «type»", "«name» «type»"},
	"consts": {"", "«name» = «expr»\n«name»\n", "«name» = «expr»; «name»", "«name»"},
	"specs":  {"", "«name» «type»\n«name» = «type»\n", "«name» «type»; «name»[«tparams»] «type»"},
}

// directives are comments that Go may take for a statement about positions.
var directives = []string{
	"//line a:7\n", "//line :7\n", "//line a:7:3\n", "//line :7:3\n", "/*line a:7*/", "/*line a:7:3*/", "/*line :9:9*/",
	"/*line a:0*/", "/*line a:x*/", "/*line a:1:0*/", "/*line a*/", "/*line ./b/../c//d:3:4*/", "/*line /x/..:3:4*/",
	"//line a:7\r\n", "/*line a:7\n:8*/", "//line a:1073741825\n", "/*line a:9223372036854775808:1*/", "/*line a:-1*/",
	"/*line a::3*/", " //line b:3\n", "//line", "/*line ..:5:1*/", "/*line a:18446744073709551616*/", "//line a:b:5\n",
	"/*line a:1:1073741825*/", "//line a:7", "/*line .:2:2*/", "/*line  x y :2:2*/",
}

// grammar makes up what Go's parser might take for an expression, no longer than real rules are.
func (m maker) grammar() string {
	text := m.produce("expr", one(m, 3, 4, 5, 6, 8))
	if m.chance(50) {
		text = one(m, "Host(`a`) && ", "func() {\n", "", "!", "(", "Host(\n`a`) || ", "func(){") + text + one(m, "", ")", "}", "\n}", "\n")
	}
	if m.chance(25) {
		text = m.direct(text)
	}
	if m.chance(25) {
		text = m.mutate(text, pieces)
	}
	if len(text) > 400 {
		text = text[:400]
	}
	return validUTF8(text)
}

// direct puts directives where a token may stand.
func (m maker) direct(text string) string {
	for range one(m, 1, 1, 2, 3) {
		at := m.random.IntN(len(text) + 1)
		if space := strings.IndexAny(text[at:], " (\n"); space >= 0 && m.chance(70) {
			at += space + 1
		}
		if m.chance(20) {
			at = 0
		}
		text = text[:at] + one(m, "", "\n", "\n") + one(m, directives...) + text[at:]
	}
	return text
}

// produce writes a production out; at the end of depth the first alternatives are the shortest.
func (m maker) produce(name string, depth int) string {
	alternatives, ok := golang[name]
	if !ok {
		return name
	}
	choice := one(m, alternatives...)
	if depth <= 0 {
		choice = map[string]string{
			"expr": "a", "unary": "b", "primary": "T", "operand": "`a`", "type": "T", "func": "func() {}", "stmt": "a()",
			"simple": "a = b", "element": "a", "param": "a T", "tparam": "P any", "field": "a T", "method": "m()", "decl": "var a T",
			"exprs": "a, b", "ifhead": "a", "head": "a", "forhead": "a", "call": "Host(`a`)", "literal": "`a`", "name": "a",
			"binary": "&&", "assign": ":=", "signature": "()",
		}[name]
	}
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(choice, "«")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		inner, after, _ := strings.Cut(rest, "»")
		out.WriteString(m.produce(inner, depth-1))
		choice = after
	}
}
