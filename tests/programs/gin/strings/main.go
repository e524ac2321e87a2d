package main

import (
	"fmt"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
)

func h(c *gin.Context) {}

func version(n int) string { return fmt.Sprintf("/v%d", n) }

func clean(p string) string { return "/" + strings.Trim(p, "/") }

func main() {
	r := gin.New()
	for _, folder := range []string{"assets", "images"} {
		r.GET(fmt.Sprintf("/%s/*filepath", folder), h)
	}
	r.GET(path.Join("/base/", "x", "../y"), h)
	r.GET(version(2), h)
	r.GET(clean("trimmed//"), h)
	r.GET(strings.Join([]string{"", "joined", "path"}, "/"), h)
	r.GET("/"+strings.ToLower("LOWER"), h)
	r.GET("/"+strings.ReplaceAll("a.b.c", ".", "/"), h)
	r.GET("/n/"+strconv.Itoa(7), h)
	r.GET(strings.TrimSuffix("/suffix.html", ".html"), h)
	r.GET(fmt.Sprint("/sprint/", 1), h)
	r.GET(fmt.Sprintf("/%v/%q", true, "q"), h)
	r.GET("/"+strings.Repeat("ab", 2), h)
	r.GET("/"+strings.Title("title"), h)
	for i, part := range strings.Split("one,two", ",") {
		r.GET(fmt.Sprintf("/split/%d/%s", i, part), h)
	}
	joined, _ := url.JoinPath("/url", "join")
	r.GET(joined, h)
	var b strings.Builder
	b.WriteString("/builder")
	b.WriteByte('/')
	b.WriteString("x")
	r.GET(b.String(), h)
	r.Handle(strings.ToUpper("get"), "/upper", h)
	r.Handle(http.MethodPatch, "/method", h)
	if strings.HasPrefix(version(3), "/v") {
		r.GET("/has-prefix", h)
	}
	r.Run()
}
