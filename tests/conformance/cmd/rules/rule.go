package main

import (
	"fmt"
	"net/http"
	"strings"

	httpmuxer "github.com/traefik/traefik/v3/pkg/muxer/http"
	tcpmuxer "github.com/traefik/traefik/v3/pkg/muxer/tcp"
	"github.com/traefik/traefik/v3/pkg/rules"
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
	// Tree is what an accepted rule becomes: every operator in parentheses, negations at the matchers.
	Tree string `json:"tree,omitempty"`
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
	} else if q.Answer.Tree, err = tree(q.Rule, matchers[q.Protocol+"/"+q.Syntax]); err != nil {
		return err
	}
	if domainsErr != nil {
		q.Answer.DomainsError = domainsErr.Error()
	}
	return nil
}

// matchers are the names that each language knows; the muxers keep theirs to themselves.
var matchers = map[string][]string{
	"http/v3": {
		"ClientIP", "Method", "Host", "HostRegexp", "Path", "PathRegexp", "PathPrefix", "Header", "HeaderRegexp", "Query",
		"QueryRegexp",
	},
	"http/v2": {
		"ClientIP", "Host", "HostHeader", "HostRegexp", "Path", "PathPrefix", "Method", "Headers", "HeadersRegexp",
		"Query",
	},
	"tcp/v3": {"ALPN", "ClientIP", "HostSNI", "HostSNIRegexp"},
	"tcp/v2": {"ALPN", "ClientIP", "HostSNI", "HostSNIRegexp"},
}

// tree prints what a rule becomes.
func tree(rule string, names []string) (string, error) {
	parser, err := rules.NewParser(names)
	if err != nil {
		return "", err
	}
	parsed, err := parser.Parse(rule)
	if err != nil {
		return "", err
	}
	build, ok := parsed.(rules.TreeBuilder)
	if !ok {
		return "", fmt.Errorf("no tree: %s", rule)
	}
	var text strings.Builder
	printTree(&text, build())
	return text.String(), nil
}

func printTree(text *strings.Builder, tree *rules.Tree) {
	operator, joins := map[string]string{"and": " && ", "or": " || "}[tree.Matcher]
	if joins {
		text.WriteString("(")
		printTree(text, tree.RuleLeft)
		text.WriteString(operator)
		printTree(text, tree.RuleRight)
		text.WriteString(")")
		return
	}
	if tree.Not {
		text.WriteString("!")
	}
	text.WriteString(tree.Matcher + "(")
	for i, value := range tree.Value {
		if i > 0 {
			text.WriteString(", ")
		}
		fmt.Fprintf(text, "%q", value)
	}
	text.WriteString(")")
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
