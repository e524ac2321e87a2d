package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/traefik/traefik/v3/pkg/config/dynamic"
)

// stage plays everybody else: the server, the service of error pages and the authentication server.
type stage struct {
	sent   *Request
	before http.Header
	want   *Want
}

// BuildHTTP is what a service becomes: whatever its name, the one of error pages.
func (s *stage) BuildHTTP(context.Context, string) (http.Handler, error) {
	return http.HandlerFunc(func(rw http.ResponseWriter, request *http.Request) {
		s.want.Page = s.seen(request)
		s.sent.Page.write(rw)
	}), nil
}

// RoundTrip is the authentication server: Go's client asks the default transport, and that refuses these.
func (s *stage) RoundTrip(request *http.Request) (*http.Response, error) {
	if scheme := request.URL.Scheme; scheme != "http" && scheme != "https" || request.URL.Host == "" {
		return nil, errors.New("no server")
	}
	s.want.Auth = s.outgoing(request)
	return s.sent.Auth.response(request), nil
}

// transports lead from Traefik's proxy to the server.
type transports struct{ *stage }

func (t transports) Get(string) (*dynamic.ServersTransport, error) { return nil, nil }

func (t transports) GetTLSConfig(string) (*tls.Config, error) { return nil, nil }

func (t transports) GetRoundTripper(string) (http.RoundTripper, error) { return proxied(t), nil }

type proxied struct{ *stage }

func (p proxied) RoundTrip(request *http.Request) (*http.Response, error) {
	if uri := request.URL.RequestURI(); request.URL.Scheme == "h2c" && uri[0] != '/' && uri != "*" {
		// HTTP/2 has no such path (golang.org/x/net/http2, validPseudoPath).
		return nil, errors.New("no path")
	}
	p.want.Next = p.outgoing(request)
	return p.sent.Answer.response(request), nil
}

func (r *Reply) status() int {
	if r == nil {
		return http.StatusOK
	}
	return r.Status
}

func (r *Reply) header() http.Header {
	header := http.Header{}
	if r != nil {
		for _, field := range r.Headers {
			header.Add(field[0], field[1])
		}
	}
	return header
}

func (r *Reply) write(rw http.ResponseWriter) {
	for name, values := range r.header() {
		rw.Header()[name] = values
	}
	rw.WriteHeader(r.status())
}

func (r *Reply) response(request *http.Request) *http.Response {
	return &http.Response{
		StatusCode: r.status(), Header: r.header(), Body: io.NopCloser(strings.NewReader("")),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: request,
	}
}

// outgoing is a request that Go's client is about to write: its target comes from the URL, and a server sees nothing
// else of that.
func (s *stage) outgoing(request *http.Request) *Seen {
	clone := *request
	clone.RequestURI = request.URL.RequestURI()
	clone.URL = target(clone.RequestURI)
	if clone.Host == "" {
		clone.Host = request.URL.Host
	}
	// An empty one says that none is to be written.
	if agent, ok := request.Header["User-Agent"]; ok && len(agent) == 1 && agent[0] == "" {
		clone.Header = request.Header.Clone()
		delete(clone.Header, "User-Agent")
	}
	return s.seen(&clone)
}

// target is what a server reads from a request line; nothing if it cannot.
func target(uri string) *url.URL {
	if read, err := url.ParseRequestURI(uri); err == nil {
		return read
	}
	return &url.URL{}
}

func (s *stage) seen(request *http.Request) *Seen {
	seen := &Seen{URI: request.RequestURI}
	if request.Method != or(s.sent.Method, "GET") {
		seen.Method = request.Method
	}
	read := target(request.RequestURI)
	differ := func(got, read string, write func(string) string) *string {
		if got == read {
			return nil
		}
		got = write(got)
		return &got
	}
	same := func(text string) string { return text }
	seen.Path = differ(request.URL.Path, read.Path, escape)
	seen.RawPath = differ(request.URL.RawPath, read.RawPath, same)
	seen.Query = differ(request.URL.RawQuery, read.RawQuery, same)
	host := or(s.sent.Host, "a.io")
	if s.sent.Host == "-" {
		host = ""
	}
	seen.Host = differ(request.Host, host, same)
	seen.Headers = changed(s.before, request.Header)
	return seen
}

// changed are the fields of after that are not as before; those that are gone have no value.
func changed(before, after http.Header) map[string][]string {
	fields := map[string][]string{}
	lower := map[string][]string{}
	for name, values := range before {
		lower[strings.ToLower(name)] = values
	}
	for name, values := range after {
		key := strings.ToLower(name)
		if !slices.Equal(lower[key], values) {
			fields[http.CanonicalHeaderKey(name)] = append([]string{}, values...)
		}
		delete(lower, key)
	}
	for name := range lower {
		fields[http.CanonicalHeaderKey(name)] = []string{}
	}
	return fields
}

// plain are the fields of a response that say something and are not random.
func plain(header http.Header) map[string][]string {
	fields := map[string][]string{}
	for name, values := range header {
		switch http.CanonicalHeaderKey(name) {
		case "Content-Type", "Content-Length":
			continue
		}
		for _, value := range values {
			if strings.HasSuffix(value, "grpc-status, grpc-message") {
				continue // the names are in the order of a map
			}
			value, _, _ = strings.Cut(value, `, nonce="`)
			fields[http.CanonicalHeaderKey(name)] = append(fields[http.CanonicalHeaderKey(name)], value)
		}
	}
	return fields
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
