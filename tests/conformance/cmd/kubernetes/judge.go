package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"conformance/internal/cluster"

	"github.com/rs/zerolog"
	"github.com/rs/zerolog/log"
	ptypes "github.com/traefik/paerser/types"
	"github.com/traefik/traefik/v3/pkg/config/dynamic"
	"github.com/traefik/traefik/v3/pkg/provider"
	"github.com/traefik/traefik/v3/pkg/provider/kubernetes/crd"
	"github.com/traefik/traefik/v3/pkg/provider/kubernetes/gateway"
	"github.com/traefik/traefik/v3/pkg/provider/kubernetes/ingress"
	ingressnginx "github.com/traefik/traefik/v3/pkg/provider/kubernetes/ingress-nginx"
	"github.com/traefik/traefik/v3/pkg/safe"
)

// question is what a provider makes of some manifests.
type question struct {
	// Ask names the provider: crd, ingress, gateway, nginx.
	Ask string `json:"ask"`
	// Options of the provider, as in a configuration file.
	Options json.RawMessage `json:"options,omitempty"`
	// EntryPoints that only the Gateway provider looks at, with their addresses.
	EntryPoints map[string]string `json:"entryPoints,omitempty"`
	// Shared are manifests that this question, and all that follow, have beside their own.
	Shared string `json:"shared,omitempty"`
	// Manifests in YAML.
	Manifests string  `json:"manifests"`
	Answer    *answer `json:"answer,omitempty"`
}

// answer is what the provider says and emits.
type answer struct {
	// Refused says why the provider does not start, or that it stops.
	Refused string `json:"refused,omitempty"`
	// Errors that it logs, sorted.
	Errors []string `json:"errors,omitempty"`
	// Collisions are names that are defined twice: where that is in two objects, chance decides which counts.
	Collisions []string `json:"collisions,omitempty"`
	// Configuration is what it emits, without what is there by default.
	Configuration any `json:"configuration,omitempty"`
}

// judge keeps what is common to all questions.
type judge struct {
	server *cluster.Server
	shared string
}

// tick is an object that every provider watches: without any it would not emit anything.
const tick = `{apiVersion: v1, kind: Service, metadata: {name: tick, namespace: %q}, spec: {}}`

func (j *judge) answer(q *question) error {
	if q.Shared != "" {
		j.shared = q.Shared
	}
	endpoint, forget, err := j.cluster(q)
	if err != nil {
		return err
	}
	defer forget()
	said := newLines()
	log.Logger = zerolog.New(said)
	q.Answer = &answer{}
	asked, err := build(q, endpoint)
	if err != nil {
		return err
	}
	pool := safe.NewPool(context.Background())
	defer pool.Stop()
	messages := make(chan dynamic.Message, 1)
	if err := asked.Init(); err != nil {
		q.Answer.Refused = err.Error()
		return nil
	}
	if err := asked.Provide(messages, pool); err != nil {
		q.Answer.Refused = err.Error()
		return nil
	}
	select {
	case message := <-messages:
		q.Answer.Errors, q.Answer.Collisions = said.errors()
		if q.Answer.Configuration, err = reduce(message.Configuration); err != nil {
			return err
		}
	case <-said.stopped:
		q.Answer.Refused = "the provider stops"
	case <-time.After(20 * time.Second):
		return errors.New("the provider says nothing")
	}
	return nil
}

// cluster is one with the manifests of q.
func (j *judge) cluster(q *question) (string, func(), error) {
	objects, err := cluster.Read(j.shared + "\n---\n" + q.Manifests)
	if err != nil {
		return "", nil, err
	}
	var watched struct{ Namespaces []string }
	if len(q.Options) > 0 {
		if err := json.Unmarshal(q.Options, &watched); err != nil {
			return "", nil, err
		}
	}
	for _, namespace := range append(watched.Namespaces, "tick") {
		extra, err := cluster.Read(fmt.Sprintf(tick, namespace))
		if err != nil {
			return "", nil, err
		}
		objects = append(objects, extra...)
	}
	endpoint, forget := j.server.Add(objects)
	return endpoint, forget, nil
}

// throttle is how long a provider waits before it reads the cluster again: long enough to hear what it has said.
const throttle = ptypes.Duration(50 * time.Millisecond)

// build makes the provider that q asks.
func build(q *question, endpoint string) (provider.Provider, error) {
	options := q.Options
	if len(options) == 0 {
		options = json.RawMessage("{}")
	}
	switch q.Ask {
	case "crd":
		p := &crd.Provider{Endpoint: endpoint, ThrottleDuration: throttle}
		return p, json.Unmarshal(options, p)
	case "ingress":
		p := &ingress.Provider{Endpoint: endpoint, ThrottleDuration: throttle}
		return p, json.Unmarshal(options, p)
	case "nginx":
		p := &ingressnginx.Provider{Endpoint: endpoint, ThrottleDuration: throttle}
		p.SetDefaults()
		return p, json.Unmarshal(options, p)
	case "gateway":
		p := &gateway.Provider{Endpoint: endpoint, ThrottleDuration: throttle, EntryPoints: map[string]gateway.Entrypoint{}}
		p.SetDefaults()
		p.QPS = -1
		for name, address := range q.EntryPoints {
			p.EntryPoints[name] = gateway.Entrypoint{Address: address}
		}
		// The CRD provider tells the Gateway provider what it may refer to (cmd/traefik/traefik.go).
		crds := &crd.Provider{}
		if err := crds.Init(); err != nil {
			return nil, err
		}
		crds.FillExtensionBuilderRegistry(p)
		return p, json.Unmarshal(options, p)
	}
	return nil, fmt.Errorf("no such question: %q", q.Ask)
}
