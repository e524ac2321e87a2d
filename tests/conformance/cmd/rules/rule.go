package main

import (
	"fmt"
	"net"
	"net/http"

	httpmuxer "github.com/traefik/traefik/v3/pkg/muxer/http"
	tcpmuxer "github.com/traefik/traefik/v3/pkg/muxer/tcp"
	"github.com/traefik/traefik/v3/pkg/tcp"
)

// rule asks what Traefik makes of a rule.
type rule struct {
	Ask      string `json:"ask"`
	Protocol string `json:"protocol"` // http, tcp
	Syntax   string `json:"syntax"`   // v3, v2
	Rule     string `json:"rule"`

	Answer *ruleAnswer `json:"answer,omitempty"`
}

type ruleAnswer struct {
	// Error is the text in the API, "" for a rule that is accepted.
	Error string `json:"error,omitempty"`
	// Domains are the hosts that TLS options are chosen by.
	Domains []string `json:"domains,omitempty"`
	// DomainsError says why there are none.
	DomainsError string `json:"domainsError,omitempty"`
	// Priority is that of a router which sets none.
	Priority int `json:"priority"`
}

func (q *rule) answer() error {
	q.Answer = &ruleAnswer{}
	var err, domainsErr error
	switch q.Protocol {
	case "http":
		_, err = newHTTP(q.Rule, q.Syntax, nil)
		q.Answer.Domains, domainsErr = httpmuxer.ParseDomains(q.Rule)
		q.Answer.Priority = httpmuxer.GetRulePriority(q.Rule)
	case "tcp":
		q.Answer.Domains, domainsErr = tcpmuxer.ParseHostSNI(q.Rule)
		if domainsErr != nil {
			// As pkg/server/router/tcp/manager.go reports it, which asks for the domains first.
			domainsErr = fmt.Errorf("invalid rule: %q , %w", q.Rule, domainsErr)
			err = domainsErr
		} else {
			_, err = newTCP(q.Rule, q.Syntax)
		}
		q.Answer.Priority = tcpmuxer.GetRulePriority(q.Rule)
	default:
		return fmt.Errorf("no such protocol: %q", q.Protocol)
	}
	if err != nil {
		q.Answer.Error = err.Error()
	}
	if domainsErr != nil {
		q.Answer.DomainsError = domainsErr.Error()
	}
	return nil
}

func newHTTP(rule, syntax string, handler http.Handler) (*httpmuxer.Muxer, error) {
	parser, err := httpmuxer.NewSyntaxParser()
	if err != nil {
		return nil, err
	}
	muxer := httpmuxer.NewMuxer(parser, nil)
	return muxer, muxer.AddRoute(rule, syntax, 0, "", handler)
}

func newTCP(rule, syntax string) (*tcpmuxer.Muxer, error) {
	muxer, err := tcpmuxer.NewMuxer(nil)
	if err != nil {
		return nil, err
	}
	handler := tcp.HandlerFunc(func(tcp.WriteCloser) {})
	return muxer, muxer.AddRoute(rule, syntax, 0, "", handler)
}

func address(text string) net.Addr {
	return &net.TCPAddr{IP: net.ParseIP(text), Port: 40000}
}
