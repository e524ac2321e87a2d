// Command chain asks Traefik's middlewares what they make of requests: a list of middlewares around a server, in
// configuration form, and requests for it.
//
// It reads cases, one JSON object a line, and writes each with its answers: files named as arguments are rewritten,
// otherwise standard input goes to standard output. A request is read as Go's server reads it; of the entry point only
// its forwarded headers come before the middlewares, and each request finds them fresh.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/rs/zerolog"
)

// Case is a list of middlewares, what stands around them, and requests.
type Case struct {
	// Middlewares are `http.middlewares` of a file.
	Middlewares json.RawMessage `json:"middlewares"`
	// Chain are the names of those that a router has, in order.
	Chain []string `json:"chain"`
	// Forwarded are an entry point's forwardedHeaders; without them, nothing of the entry point comes before.
	Forwarded *Forwarded `json:"forwarded,omitempty"`
	// Server is where the proxy behind them sends to; without it, the request is recorded as the proxy would get it.
	Server   *Server   `json:"server,omitempty"`
	Requests []Request `json:"requests"`
	// Error is what the first constructor that fails says.
	Error string `json:"error,omitempty"`
	// Want are the answers, one a request.
	Want []Want `json:"want,omitempty"`
}

// Forwarded are the options of `entryPoints.<name>.forwardedHeaders`.
type Forwarded struct {
	Insecure               bool     `json:"insecure,omitempty"`
	TrustedIPs             []string `json:"trustedIPs,omitempty"`
	Connection             []string `json:"connection,omitempty"`
	NotAppendXForwardedFor bool     `json:"notAppendXForwardedFor,omitempty"`
}

// Server is one of a load balancer.
type Server struct {
	URL            string `json:"url"`
	PreservePath   bool   `json:"preservePath,omitempty"`
	HideHostHeader bool   `json:"hideHostHeader,omitempty"`
}

// Request is what a client sends, and what the others who are asked answer.
type Request struct {
	// Method is GET if empty.
	Method string `json:"method,omitempty"`
	// Proto is HTTP/1.1 if empty.
	Proto string `json:"proto,omitempty"`
	TLS   bool   `json:"tls,omitempty"`
	// From is the client's address, 10.1.2.3 if empty.
	From string `json:"from,omitempty"`
	// Host is a.io if empty; "-" sends none.
	Host    string      `json:"host,omitempty"`
	Target  string      `json:"target"`
	Headers [][2]string `json:"headers,omitempty"`
	// Body is how many bytes are sent.
	Body int `json:"body,omitempty"`
	// Answer, Page and Auth are what the server, the service of error pages and the authentication server say; 200 if
	// there is none.
	Answer *Reply `json:"answer,omitempty"`
	Page   *Reply `json:"page,omitempty"`
	Auth   *Reply `json:"auth,omitempty"`
}

// Reply is the head of a response.
type Reply struct {
	Status  int         `json:"status"`
	Headers [][2]string `json:"headers,omitempty"`
}

// Want is what came of a request.
type Want struct {
	// Next is the request as the server got it, Page as the service of error pages, Auth as the authentication server.
	Next *Seen `json:"next,omitempty"`
	Page *Seen `json:"page,omitempty"`
	Auth *Seen `json:"auth,omitempty"`
	// Status and Headers are what the client got: 200 if there is none; without Content-Type and Content-Length, and
	// without what is random.
	Status  int                 `json:"status,omitempty"`
	Headers map[string][]string `json:"headers,omitempty"`
}

// Seen is a request as somebody behind got it: only what is not as the client sent it, or, in Path, RawPath and Query,
// not what URI says. Path may hold any byte, so all but plain characters are written as %XX.
type Seen struct {
	Method  string              `json:"method,omitempty"`
	URI     string              `json:"uri"`
	Path    *string             `json:"path,omitempty"`
	RawPath *string             `json:"rawPath,omitempty"`
	Query   *string             `json:"query,omitempty"`
	Host    *string             `json:"host,omitempty"`
	Headers map[string][]string `json:"headers,omitempty"`
}

func main() {
	zerolog.SetGlobalLevel(zerolog.Disabled)
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(files []string) error {
	if len(files) == 0 {
		return answer(os.Stdin, os.Stdout)
	}
	for _, file := range files {
		asked, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		var answered bytes.Buffer
		if err := answer(bytes.NewReader(asked), &answered); err != nil {
			return err
		}
		if err := os.WriteFile(file, answered.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func answer(from io.Reader, to io.Writer) error {
	in := bufio.NewScanner(from)
	in.Buffer(nil, 16<<20)
	buffered := bufio.NewWriter(to)
	out := json.NewEncoder(buffered)
	out.SetEscapeHTML(false)
	for in.Scan() {
		var c Case
		if err := json.Unmarshal(in.Bytes(), &c); err != nil {
			return err
		}
		c.Error, c.Want = "", nil
		c.ask()
		if err := out.Encode(&c); err != nil {
			return err
		}
	}
	if err := in.Err(); err != nil {
		return err
	}
	return buffered.Flush()
}
