package main

import (
	"context"
	"fmt"
	"maps"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/traefik/paerser/file"
	ptypes "github.com/traefik/paerser/types"
	"github.com/traefik/traefik/v3/cmd"
	"github.com/traefik/traefik/v3/pkg/config/dynamic"
	"github.com/traefik/traefik/v3/pkg/config/runtime"
	"github.com/traefik/traefik/v3/pkg/config/static"
	"github.com/traefik/traefik/v3/pkg/middlewares/accesslog"
	"github.com/traefik/traefik/v3/pkg/observability/metrics"
	"github.com/traefik/traefik/v3/pkg/plugins"
	"github.com/traefik/traefik/v3/pkg/provider"
	"github.com/traefik/traefik/v3/pkg/provider/acme"
	"github.com/traefik/traefik/v3/pkg/provider/aggregator"
	"github.com/traefik/traefik/v3/pkg/provider/traefik"
	"github.com/traefik/traefik/v3/pkg/proxy/httputil"
	"github.com/traefik/traefik/v3/pkg/safe"
	"github.com/traefik/traefik/v3/pkg/server"
	"github.com/traefik/traefik/v3/pkg/server/middleware"
	"github.com/traefik/traefik/v3/pkg/server/service"
	"github.com/traefik/traefik/v3/pkg/tcp"
	traefiktls "github.com/traefik/traefik/v3/pkg/tls"
)

// running is a Traefik that has read all its configuration.
type running struct {
	// runtime is what its API shows.
	runtime *runtime.Configuration
	// entryPoints are where they listen, by name; those of UDP are known apart.
	entryPoints map[string]string
	udp         map[string]bool
	// datagrams are the answers of entry points that take UDP, asked once.
	datagrams map[string]Answer
	log       *accessLog
	// reload makes Traefik build everything anew from what it has read.
	reload func()
	stop   func()
}

// read is the static configuration as Traefik starts with it.
func read(c *Case, directory string) (*static.Configuration, error) {
	conf := cmd.NewTraefikConfiguration().Configuration
	text := strings.ReplaceAll(c.Static, "DIR", directory)
	if err := file.DecodeContent(text, ".yaml", &conf); err != nil {
		return nil, err
	}
	conf.SetEffectiveConfiguration()
	if err := conf.ValidateConfiguration(); err != nil {
		return nil, err
	}
	conf.Providers.ProvidersThrottleDuration = ptypes.Duration(time.Nanosecond)
	for _, entryPoint := range conf.EntryPoints {
		entryPoint.Transport.LifeCycle = &static.LifeCycle{GraceTimeOut: ptypes.Duration(time.Nanosecond)}
	}
	return &conf, nil
}

// start does what cmd/traefik does, but for entry points that listen where they can and servers that are ours.
func (w *world) start(conf *static.Configuration, c *Case) (_ *running, err error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer func() {
		if err != nil {
			cancel()
		}
	}()
	pool := safe.NewPool(ctx)
	providers, expected, err := providers(ctx, conf, c)
	if err != nil {
		return nil, err
	}
	log := newAccessLog()
	conf.AccessLog = log.configuration()
	accessLog, err := accesslog.NewHandler(ctx, conf.AccessLog, log)
	if err != nil {
		return nil, err
	}
	registry := metrics.NewMultiRegistry(nil)
	observability := middleware.NewObservabilityMgr(*conf, registry, nil, accessLog, nil, nil)
	tlsManager := traefiktls.NewManager(conf.OCSP)
	listening, addresses, udp, err := onLoopback(conf.EntryPoints)
	if err != nil {
		return nil, err
	}
	entryPoints, err := server.NewTCPEntryPoints(listening, conf.HostResolver, registry)
	if err != nil {
		return nil, err
	}
	udpEntryPoints, err := server.NewUDPEntryPoints(listening)
	if err != nil {
		return nil, err
	}
	manager := service.NewTransportManager(nil)
	proxies := httputil.NewProxyBuilder(transports{w, manager}, nil)
	dialers := tcp.NewDialerManager(nil)
	factory := service.NewManagerFactory(*conf, pool, observability, manager, proxies, challenges(conf), tlsManager)
	builder, err := plugins.NewBuilder(nil, nil, nil)
	if err != nil {
		return nil, err
	}
	routers, err := server.NewRouterFactory(*conf, factory, tlsManager, observability, builder, dialers)
	if err != nil {
		return nil, err
	}
	strict := conf.Core != nil && conf.Core.StrictTLSOptions
	watcher := server.NewConfigurationWatcher(pool, providers, defaultEntryPoints(conf), "internal", strict)
	watcher.AddTransformer(w.certify)
	watcher.AddTransformer(w.redirect)
	updates := make(chan *dynamic.Configuration, 100)
	started := &running{entryPoints: addresses, udp: udp, datagrams: map[string]Answer{}, log: log}
	apply := func(conf dynamic.Configuration) {
		tlsManager.UpdateConfigs(ctx, conf.TLS.Stores, conf.TLS.Options, conf.TLS.Certificates)
		manager.Update(conf.HTTP.ServersTransports)
		proxies.Update(conf.HTTP.ServersTransports)
		dialers.Update(conf.TCP.ServersTransports)
		started.runtime = runtime.NewConfig(conf)
		tcpRouters, udpRouters := routers.CreateRouters(started.runtime)
		entryPoints.Switch(tcpRouters)
		udpEntryPoints.Switch(udpRouters)
	}
	watcher.AddListener(func(conf dynamic.Configuration) {
		apply(conf)
		updates <- conf.DeepCopy()
	})
	whole := server.NewServer(pool, entryPoints, udpEntryPoints, watcher, observability)
	whole.Start(context.Background())
	last := settle(updates, expected)
	started.reload = func() { apply(*last.DeepCopy()) }
	started.stop = func() {
		whole.Stop()
		whole.Close()
		cancel()
	}
	return started, nil
}

// providers are all that the case has, with the names of those that will give something.
func providers(ctx context.Context, conf *static.Configuration, c *Case) (*aggregator.ProviderAggregator, []string, error) {
	all := aggregator.NewProviderAggregator(*conf.Providers)
	if err := all.AddProvider(traefik.New(*conf)); err != nil {
		return nil, nil, err
	}
	expected := []string{"internal"}
	if len(c.Files) > 0 {
		expected = append(expected, "file")
	}
	if len(c.Docker) == 0 {
		return all, expected, nil
	}
	var parts []provider.NamedConfiguration
	for i, text := range c.Docker {
		configuration := &dynamic.Configuration{}
		if err := file.DecodeContent(text, ".yaml", configuration); err != nil {
			return nil, nil, err
		}
		parts = append(parts, provider.NamedConfiguration{Name: fmt.Sprint(i), Configuration: configuration})
	}
	merged := provider.Merge(ctx, parts, provider.ResourceStrategyMerge)
	return all, append(expected, "docker"), all.AddProvider(&fixed{name: "docker", configuration: merged})
}

// fixed is a provider with one configuration.
type fixed struct {
	name          string
	configuration *dynamic.Configuration
}

func (f *fixed) Init() error { return nil }

func (f *fixed) Provide(configurations chan<- dynamic.Message, _ *safe.Pool) error {
	configurations <- dynamic.Message{ProviderName: f.name, Configuration: f.configuration}
	return nil
}

func challenges(conf *static.Configuration) http.Handler {
	for _, resolver := range conf.CertificatesResolvers {
		if resolver.ACME != nil && resolver.ACME.HTTPChallenge != nil {
			return acme.NewChallengeHTTP()
		}
	}
	return nil
}

// onLoopback is a copy of the entry points that listen on free ports of loopback, with their addresses.
func onLoopback(declared static.EntryPoints) (static.EntryPoints, map[string]string, map[string]bool, error) {
	copies, addresses, udp := static.EntryPoints{}, map[string]string{}, map[string]bool{}
	for name, entryPoint := range declared {
		own := *entryPoint
		protocol, err := own.GetProtocol()
		if err != nil {
			return nil, nil, nil, err
		}
		address, err := free(protocol)
		if err != nil {
			return nil, nil, nil, err
		}
		own.Address = address + "/" + protocol
		own.HTTP3 = nil
		copies[name], addresses[name], udp[name] = &own, address, protocol == "udp"
	}
	return copies, addresses, udp, nil
}

// free is a loopback address that nobody listens on.
func free(protocol string) (string, error) {
	if protocol == "udp" {
		connection, err := net.ListenPacket("udp", "127.0.0.1:0")
		if err != nil {
			return "", err
		}
		defer connection.Close()
		return connection.LocalAddr().String(), nil
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer listener.Close()
	return listener.Addr().String(), nil
}

// settle waits until the configurations of all providers have come: each arrives alone, and one that is refused or
// empty never does.
func settle(updates <-chan *dynamic.Configuration, expected []string) *dynamic.Configuration {
	var last *dynamic.Configuration
	wait := 10 * time.Second
	for {
		select {
		case last = <-updates:
			wait = 300 * time.Millisecond
			if seen := owners(last); !slices.ContainsFunc(expected, func(name string) bool { return !seen[name] }) {
				return last
			}
		case <-time.After(wait):
			return last
		}
	}
}

// owners are the providers that something comes from.
func owners(conf *dynamic.Configuration) map[string]bool {
	seen := map[string]bool{}
	note := func(names []string) {
		for _, name := range names {
			_, owner, _ := strings.Cut(name, "@")
			seen[owner] = true
		}
	}
	if conf.HTTP != nil {
		note(slices.Collect(maps.Keys(conf.HTTP.Routers)))
		note(slices.Collect(maps.Keys(conf.HTTP.Services)))
		note(slices.Collect(maps.Keys(conf.HTTP.Middlewares)))
		note(slices.Collect(maps.Keys(conf.HTTP.ServersTransports)))
	}
	if conf.TCP != nil {
		note(slices.Collect(maps.Keys(conf.TCP.Routers)))
		note(slices.Collect(maps.Keys(conf.TCP.Services)))
		note(slices.Collect(maps.Keys(conf.TCP.Middlewares)))
	}
	if conf.UDP != nil {
		note(slices.Collect(maps.Keys(conf.UDP.Routers)))
		note(slices.Collect(maps.Keys(conf.UDP.Services)))
	}
	if conf.TLS != nil {
		note(slices.Collect(maps.Keys(conf.TLS.Options)))
	}
	return seen
}

// defaultEntryPoints does what cmd/traefik does.
func defaultEntryPoints(conf *static.Configuration) []string {
	some := false
	for _, entryPoint := range conf.EntryPoints {
		some = some || entryPoint.AsDefault
	}
	var names []string
	for name, entryPoint := range conf.EntryPoints {
		protocol, _ := entryPoint.GetProtocol()
		if (!some || entryPoint.AsDefault) && protocol != "udp" && name != static.DefaultInternalEntryPointName {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	return names
}

// write puts the file provider's files where Traefik reads them.
func write(files map[string]string, directory string) error {
	for name, text := range files {
		path := filepath.Join(directory, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// provide asks a provider once, to hear what it says.
func provide(own provider.Provider) error {
	messages := make(chan dynamic.Message, 1)
	return own.Provide(messages, safe.NewPool(context.Background()))
}
