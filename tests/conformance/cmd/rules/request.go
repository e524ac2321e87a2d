package main

import (
	"net"
	"net/http"
	"net/url"

	tcpmuxer "github.com/traefik/traefik/v3/pkg/muxer/tcp"
)

// request is one as it is when it reaches the rules, or what is known of a connection.
type request struct {
	Method string      `json:"method,omitempty"`
	Host   string      `json:"host,omitempty"`
	Target string      `json:"target,omitempty"`
	Header [][2]string `json:"header,omitempty"`

	SNI  string   `json:"sni,omitempty"`
	ALPN []string `json:"alpn,omitempty"`

	Client string `json:"client"`
}

func (r request) http() (*http.Request, error) {
	target, err := url.ParseRequestURI(r.Target)
	if err != nil {
		return nil, err
	}
	sent := &http.Request{
		Method:     r.Method,
		URL:        target,
		Proto:      "HTTP/1.1",
		ProtoMajor: 1,
		ProtoMinor: 1,
		Header:     http.Header{},
		Host:       r.Host,
		RemoteAddr: address(r.Client).String(),
		RequestURI: r.Target,
	}
	if target.Host != "" {
		// As Go's server reads an absolute target.
		sent.Host = target.Host
	}
	for _, field := range r.Header {
		sent.Header.Add(field[0], field[1])
	}
	return sent, nil
}

func (r request) connection() (tcpmuxer.ConnData, error) {
	return tcpmuxer.NewConnData(r.SNI, address(r.Client), r.ALPN)
}

func address(text string) net.Addr {
	return &net.TCPAddr{IP: net.ParseIP(text), Port: 40000}
}
