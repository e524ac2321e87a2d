package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"github.com/traefik/paerser/file"
	"github.com/traefik/traefik/v3/pkg/config/dynamic"
	"github.com/traefik/traefik/v3/pkg/config/runtime"
	"github.com/traefik/traefik/v3/pkg/middlewares/forwardedheaders"
	"github.com/traefik/traefik/v3/pkg/plugins"
	"github.com/traefik/traefik/v3/pkg/proxy/httputil"
	"github.com/traefik/traefik/v3/pkg/server/middleware"
	"github.com/traefik/traefik/v3/pkg/server/provider"
)

// ask fills in the answers.
func (c *Case) ask() {
	for i := range c.Requests {
		want, err := c.one(&c.Requests[i])
		if err != nil {
			c.Error, c.Want = err.Error(), nil
			return
		}
		c.Want = append(c.Want, *want)
	}
}

// one sends a request through the middlewares, built anew, for some remember those before.
func (c *Case) one(sent *Request) (*Want, error) {
	configuration := &dynamic.Configuration{}
	text := fmt.Sprintf(`{"http":{"middlewares":%s}}`, c.Middlewares)
	if err := file.DecodeContent(text, ".yaml", configuration); err != nil {
		return nil, fmt.Errorf("decode: %w", err)
	}
	configs := map[string]*runtime.MiddlewareInfo{}
	for name, config := range configuration.HTTP.Middlewares {
		configs[name+"@file"] = &runtime.MiddlewareInfo{Middleware: config}
	}
	want := &Want{}
	stage := &stage{sent: sent, want: want}
	http.DefaultTransport = stage
	ctx := provider.AddInContext(context.Background(), "r@file")
	chain := middleware.NewBuilder(configs, stage, (*plugins.Builder)(nil)).BuildMiddlewareChain(ctx, c.Chain)
	last, err := c.last(stage)
	if err != nil {
		return nil, err
	}
	handler, err := chain.Then(last)
	if err != nil {
		return nil, err
	}
	handler, err = c.before(handler)
	if err != nil {
		return nil, err
	}
	request, err := sent.read()
	if err != nil {
		return &Want{Status: http.StatusBadRequest}, nil
	}
	stage.before = request.Header.Clone()
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, request)
	if recorder.Code != http.StatusOK {
		want.Status = recorder.Code
	}
	want.Headers = plain(recorder.Result().Header)
	return want, nil
}

// before is what stands in front of the middlewares.
func (c *Case) before(next http.Handler) (http.Handler, error) {
	if c.Forwarded == nil {
		return next, nil
	}
	f := c.Forwarded
	return forwardedheaders.NewXForwarded(f.Insecure, f.TrustedIPs, f.Connection, f.NotAppendXForwardedFor,
		http.HandlerFunc(func(rw http.ResponseWriter, request *http.Request) {
			// The name of this machine is another one elsewhere.
			request.Header.Del("X-Forwarded-Server")
			next.ServeHTTP(rw, request)
		}))
}

// last is what stands behind the middlewares.
func (c *Case) last(stage *stage) (http.Handler, error) {
	if c.Server == nil {
		return http.HandlerFunc(func(rw http.ResponseWriter, request *http.Request) {
			stage.want.Next = stage.seen(request)
			stage.sent.Answer.write(rw)
		}), nil
	}
	target, err := url.Parse(c.Server.URL)
	if err != nil {
		return nil, err
	}
	return httputil.NewProxyBuilder(transports{stage}, nil).
		Build("", target, !c.Server.HideHostHeader, c.Server.PreservePath, 0)
}

// read makes the request what Go's server makes of it.
func (r *Request) read() (*http.Request, error) {
	var raw strings.Builder
	fmt.Fprintf(&raw, "%s %s %s\r\n", or(r.Method, "GET"), r.Target, or(r.Proto, "HTTP/1.1"))
	if r.Host != "-" {
		fmt.Fprintf(&raw, "Host: %s\r\n", or(r.Host, "a.io"))
	}
	for _, header := range r.Headers {
		fmt.Fprintf(&raw, "%s: %s\r\n", header[0], header[1])
	}
	if r.Body > 0 {
		fmt.Fprintf(&raw, "Content-Length: %d\r\n", r.Body)
	}
	raw.WriteString("\r\n" + strings.Repeat("x", r.Body))
	request, err := http.ReadRequest(bufio.NewReader(strings.NewReader(raw.String())))
	if err != nil {
		return nil, err
	}
	if request.URL.Opaque != "" {
		// Traefik's first handler takes none (pkg/server/server_entrypoint_tcp.go:820).
		return nil, errors.New("opaque")
	}
	from := or(r.From, "10.1.2.3")
	if strings.Contains(from, ":") {
		from = "[" + from + "]"
	}
	request.RemoteAddr = from + ":4567"
	if r.TLS {
		request.TLS = &tls.ConnectionState{}
	}
	return request, nil
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
