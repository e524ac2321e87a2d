// Command serve runs Traefik's own pipeline on small configurations and records what its API and its log say, and
// what a server behind it receives.
//
// It reads cases from standard input, one JSON object a line, and writes each with its answers to standard output.
// Entry points listen on the ports they name, so run it in a network namespace of its own.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/rs/zerolog"
	"github.com/traefik/paerser/file"
	ptypes "github.com/traefik/paerser/types"
	"github.com/traefik/traefik/v3/cmd"
	"github.com/traefik/traefik/v3/pkg/config/dynamic"
	"github.com/traefik/traefik/v3/pkg/config/runtime"
	"github.com/traefik/traefik/v3/pkg/config/static"
	"github.com/traefik/traefik/v3/pkg/middlewares/accesslog"
	"github.com/traefik/traefik/v3/pkg/observability/metrics"
	otypes "github.com/traefik/traefik/v3/pkg/observability/types"
	"github.com/traefik/traefik/v3/pkg/provider"
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

// Case is one running Traefik.
type Case struct {
	// Name says what the case is about.
	Name string `json:"name"`
	// Static is traefik.yml; DIR stands for the directory of Files.
	Static string `json:"static"`
	// Files are the file provider's, by path.
	Files map[string]string `json:"files,omitempty"`
	// Docker are configurations as containers give them, in the file provider's form, merged as Docker's are.
	Docker []string `json:"docker,omitempty"`
	// Requests are asked in order.
	Requests []Request `json:"requests,omitempty"`
	// Want is the answer.
	Want *Want `json:"want,omitempty"`
}

// Want is what came of it.
type Want struct {
	// Refused says why Traefik does not start.
	Refused     string          `json:"refused,omitempty"`
	Routers     map[string]Info `json:"routers,omitempty"`
	Middlewares map[string]Info `json:"middlewares,omitempty"`
	Services    map[string]Info `json:"services,omitempty"`
	Answers     []Answer        `json:"answers,omitempty"`
}

// Info is what the API shows of one thing.
type Info struct {
	Status      string   `json:"status"`
	Errors      []string `json:"errors,omitempty"`
	EntryPoints []string `json:"entryPoints,omitempty"`
	Priority    int      `json:"priority,omitempty"`
	Middlewares []string `json:"middlewares,omitempty"`
	TLS         bool     `json:"tls,omitempty"`
}

func main() {
	if os.Getenv("SERVE_LOG") == "" {
		zerolog.SetGlobalLevel(zerolog.Disabled)
	}
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 64<<20)
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
	dir, err := os.MkdirTemp("", "serve")
	if err != nil {
		return &Want{Refused: err.Error()}
	}
	defer os.RemoveAll(dir)
	for name, text := range c.Files {
		path := filepath.Join(dir, "dynamic", name)
		_ = os.MkdirAll(filepath.Dir(path), 0o755)
		_ = os.WriteFile(path, []byte(text), 0o644)
	}
	conf := cmd.NewTraefikConfiguration().Configuration
	text := strings.ReplaceAll(c.Static, "DIR", filepath.Join(dir, "dynamic"))
	if err := file.DecodeContent(text, ".yaml", &conf); err != nil {
		return &Want{Refused: err.Error()}
	}
	conf.SetEffectiveConfiguration()
	if err := conf.ValidateConfiguration(); err != nil {
		return &Want{Refused: err.Error()}
	}
	conf.Providers.ProvidersThrottleDuration = ptypes.Duration(time.Nanosecond)
	for _, entryPoint := range conf.EntryPoints {
		entryPoint.Transport.LifeCycle = &static.LifeCycle{GraceTimeOut: ptypes.Duration(time.Nanosecond)}
	}
	started, err := start(&conf, c, dir)
	if err != nil {
		return &Want{Refused: err.Error()}
	}
	defer started.stop()
	want := describe(started.runtime)
	for _, request := range c.Requests {
		want.Answers = append(want.Answers, started.ask(request))
	}
	return want
}

type running struct {
	runtime *runtime.Configuration
	log     *tail
	backend *backend
	stop    func()
}

func start(conf *static.Configuration, c *Case, dir string) (*running, error) {
	ctx, cancel := context.WithCancel(context.Background())
	pool := safe.NewPool(ctx)
	providers := aggregator.NewProviderAggregator(*conf.Providers)
	if err := providers.AddProvider(traefik.New(*conf)); err != nil {
		cancel()
		return nil, err
	}
	if len(c.Docker) > 0 {
		merged, err := containers(ctx, c.Docker)
		if err != nil {
			cancel()
			return nil, err
		}
		if err := providers.AddProvider(&fixed{name: "docker", configuration: merged}); err != nil {
			cancel()
			return nil, err
		}
	}
	logPath := filepath.Join(dir, "access.log")
	accessLog, err := accesslog.NewHandler(ctx, &otypes.AccessLog{FilePath: logPath, Format: "json", AddInternals: true})
	if err != nil {
		cancel()
		return nil, err
	}
	conf.AccessLog = &otypes.AccessLog{AddInternals: true}
	registry := metrics.NewMultiRegistry(nil)
	observability := middleware.NewObservabilityMgr(*conf, registry, nil, accessLog, nil, nil)
	tlsManager := traefiktls.NewManager(conf.OCSP)
	entryPoints, err := server.NewTCPEntryPoints(conf.EntryPoints, conf.HostResolver, registry)
	if err != nil {
		cancel()
		return nil, err
	}
	udpEntryPoints, err := server.NewUDPEntryPoints(conf.EntryPoints)
	if err != nil {
		cancel()
		return nil, err
	}
	transports := service.NewTransportManager(nil)
	proxies := httputil.NewProxyBuilder(transports, nil)
	dialers := tcp.NewDialerManager(nil)
	factory := service.NewManagerFactory(*conf, pool, observability, transports, proxies, nil, tlsManager)
	routers, err := server.NewRouterFactory(*conf, factory, tlsManager, observability, nil, dialers)
	if err != nil {
		cancel()
		return nil, err
	}
	strict := conf.Core != nil && conf.Core.StrictTLSOptions
	watcher := server.NewConfigurationWatcher(pool, providers, defaultEntryPoints(conf), "internal", strict)
	updates := make(chan *runtime.Configuration, 100)
	watcher.AddListener(func(conf dynamic.Configuration) {
		tlsManager.UpdateConfigs(ctx, conf.TLS.Stores, conf.TLS.Options, conf.TLS.Certificates)
		transports.Update(conf.HTTP.ServersTransports)
		proxies.Update(conf.HTTP.ServersTransports)
		dialers.Update(conf.TCP.ServersTransports)
		runtimeConfiguration := runtime.NewConfig(conf)
		tcpRouters, udpRouters := routers.CreateRouters(runtimeConfiguration)
		entryPoints.Switch(tcpRouters)
		udpEntryPoints.Switch(udpRouters)
		updates <- runtimeConfiguration
	})
	back := listen()
	whole := server.NewServer(pool, entryPoints, udpEntryPoints, watcher, observability)
	whole.Start(context.Background())
	last := settle(updates, c)
	return &running{runtime: last, log: &tail{path: logPath}, backend: back, stop: func() {
		whole.Stop()
		whole.Close()
		back.close()
		cancel()
	}}, nil
}

// settle waits until the configurations of all providers have come: each arrives alone, and one that is refused or
// empty never does.
func settle(updates <-chan *runtime.Configuration, c *Case) *runtime.Configuration {
	var last *runtime.Configuration
	wait := 4 * time.Second
	for {
		select {
		case last = <-updates:
			if (len(c.Files) == 0 || has(last, "@file")) && (len(c.Docker) == 0 || has(last, "@docker")) {
				wait = 100 * time.Millisecond
			}
		case <-time.After(wait):
			if last != nil {
				return last
			}
		}
	}
}

func has(conf *runtime.Configuration, suffix string) bool {
	for _, names := range [][]string{
		slices.Collect(maps.Keys(conf.Routers)), slices.Collect(maps.Keys(conf.Services)),
		slices.Collect(maps.Keys(conf.Middlewares)), slices.Collect(maps.Keys(conf.TCPRouters)),
		slices.Collect(maps.Keys(conf.UDPRouters)),
	} {
		if slices.ContainsFunc(names, func(name string) bool { return strings.HasSuffix(name, suffix) }) {
			return true
		}
	}
	return false
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

func containers(ctx context.Context, texts []string) (*dynamic.Configuration, error) {
	var all []provider.NamedConfiguration
	for i, text := range texts {
		configuration := &dynamic.Configuration{}
		if err := file.DecodeContent(text, ".yaml", configuration); err != nil {
			return nil, err
		}
		all = append(all, provider.NamedConfiguration{Name: fmt.Sprint(i), Configuration: configuration})
	}
	return provider.Merge(ctx, all, provider.ResourceStrategyMerge), nil
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

func describe(conf *runtime.Configuration) *Want {
	want := &Want{Routers: map[string]Info{}, Middlewares: map[string]Info{}, Services: map[string]Info{}}
	for name, router := range conf.Routers {
		want.Routers[name] = Info{
			Status: router.Status, Errors: router.Err, EntryPoints: router.Using, Priority: router.Priority,
			Middlewares: router.Middlewares, TLS: router.TLS != nil,
		}
	}
	for name, middleware := range conf.Middlewares {
		want.Middlewares[name] = Info{Status: middleware.Status, Errors: middleware.Err}
	}
	for name, service := range conf.Services {
		want.Services[name] = Info{Status: service.Status, Errors: service.Err}
	}
	for name, router := range conf.TCPRouters {
		want.Routers["tcp/"+name] = Info{
			Status: router.Status, Errors: router.Err, EntryPoints: router.Using, Priority: router.Priority,
			Middlewares: router.Middlewares, TLS: router.TLS != nil,
		}
	}
	for name, service := range conf.TCPServices {
		want.Services["tcp/"+name] = Info{Status: service.Status, Errors: service.Err}
	}
	for name, router := range conf.UDPRouters {
		want.Routers["udp/"+name] = Info{Status: router.Status, Errors: router.Err, EntryPoints: router.Using}
	}
	for name, service := range conf.UDPServices {
		want.Services["udp/"+name] = Info{Status: service.Status, Errors: service.Err}
	}
	return want
}
