// Command chain asks Traefik's middlewares what they make of single requests.
//
// It reads cases from standard input, one JSON object a line, and writes each with its answer to standard output.
// The request is read as Go's server reads it; nothing of the entry point comes before the middleware.
package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"

	"github.com/rs/zerolog"
	"github.com/traefik/paerser/file"
	"github.com/traefik/traefik/v3/pkg/config/dynamic"
	"github.com/traefik/traefik/v3/pkg/config/runtime"
	"github.com/traefik/traefik/v3/pkg/server/middleware"
	"github.com/traefik/traefik/v3/pkg/server/provider"
)

// Case is one middleware and one request.
type Case struct {
	Middleware json.RawMessage `json:"middleware"`
	Method     string          `json:"method"`
	TLS        bool            `json:"tls,omitempty"`
	Host       string          `json:"host"`
	Target     string          `json:"target"`
	Headers    [][2]string     `json:"headers,omitempty"`
	Want       *Want           `json:"want,omitempty"`
}

// Want is what came of it: an error of the constructor, an answer, or the request as the next handler sees it.
type Want struct {
	Error    string `json:"error,omitempty"`
	Status   int    `json:"status,omitempty"`
	Location string `json:"location,omitempty"`
	Next     *Next  `json:"next,omitempty"`
}

// Next is the request behind the middleware; Path may hold any byte, so all but plain
// characters are written as %XX.
type Next struct {
	Path       string              `json:"path"`
	RawPath    string              `json:"rawPath,omitempty"`
	RequestURI string              `json:"requestURI"`
	Host       string              `json:"host"`
	Headers    map[string][]string `json:"headers,omitempty"`
}

func main() {
	zerolog.SetGlobalLevel(zerolog.Disabled)
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<20)
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for in.Scan() {
		var c Case
		if err := json.Unmarshal(in.Bytes(), &c); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		c.Want = run(&c)
		if err := out.Encode(&c); err != nil {
			os.Exit(1)
		}
	}
}

func run(c *Case) *Want {
	configuration := &dynamic.Configuration{}
	text := fmt.Sprintf(`{"http":{"middlewares":{"m":%s}}}`, c.Middleware)
	if err := file.DecodeContent(text, ".yaml", configuration); err != nil {
		return &Want{Error: "decode: " + err.Error()}
	}
	configs := map[string]*runtime.MiddlewareInfo{"m@file": {Middleware: configuration.HTTP.Middlewares["m"]}}
	ctx := provider.AddInContext(context.Background(), "r@file")
	chain := middleware.NewBuilder(configs, nil, nil).BuildMiddlewareChain(ctx, []string{"m"})
	var next *Next
	handler, err := chain.Then(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		next = &Next{
			Path: escape(r.URL.Path), RawPath: r.URL.RawPath, RequestURI: r.RequestURI, Host: r.Host,
			Headers: r.Header,
		}
	}))
	if err != nil {
		return &Want{Error: err.Error()}
	}
	var raw strings.Builder
	fmt.Fprintf(&raw, "%s %s HTTP/1.1\r\nHost: %s\r\n", c.Method, c.Target, c.Host)
	for _, header := range c.Headers {
		fmt.Fprintf(&raw, "%s: %s\r\n", header[0], header[1])
	}
	request, err := http.ReadRequest(bufio.NewReader(strings.NewReader(raw.String() + "\r\n")))
	if err != nil {
		return &Want{Status: 400}
	}
	request.RemoteAddr = "10.1.2.3:4567"
	if c.TLS {
		request.TLS = &tls.ConnectionState{}
	}
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, request)
	if next != nil {
		return &Want{Next: next}
	}
	return &Want{Status: recorder.Code, Location: recorder.Header().Get("Location")}
}

func escape(path string) string {
	var out strings.Builder
	for _, b := range []byte(path) {
		if b <= ' ' || b > '~' || b == '%' {
			fmt.Fprintf(&out, "%%%02X", b)
		} else {
			out.WriteByte(b)
		}
	}
	return out.String()
}
