package main

import (
	"cmp"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/traefik/traefik/v3/pkg/config/runtime"
	"github.com/traefik/traefik/v3/pkg/config/static"
	"github.com/traefik/traefik/v3/pkg/provider/file"
)

// passes is how often Traefik builds and answers anew, so that what it leaves to chance shows itself: two routers that
// both may win have won both, but once in millions. Where nothing can differ two passes do, to be sure of that.
const passes, calm = 24, 2

// run asks one Traefik, and asks again after it has built everything anew.
func (w *world) run(c *Case) *Want {
	root, err := os.MkdirTemp("", "serve")
	if err != nil {
		return &Want{Refused: err.Error()}
	}
	defer os.RemoveAll(root)
	directory := filepath.Join(root, "dynamic")
	if err := write(c.Files, directory); err != nil {
		return &Want{Refused: err.Error()}
	}
	hide := func(err error) string { return strings.ReplaceAll(err.Error(), directory, "DIR") }
	conf, err := read(c, directory)
	if err != nil {
		return &Want{Refused: hide(err)}
	}
	traefik, err := w.start(conf, c)
	// Another connection may have got the port in between.
	for tries := 0; err != nil && strings.Contains(err.Error(), "address already in use") && tries < 5; tries++ {
		traefik, err = w.start(conf, c)
	}
	if err != nil {
		return &Want{Refused: hide(err)}
	}
	defer traefik.stop()
	want := describe(traefik.runtime)
	if err := unread(conf); err != nil {
		want.Unread = hide(err)
	}
	varies := map[string]bool{}
	want.Answers = make([]Answers, len(c.Requests))
	times := calm
	if leavesToChance(traefik.runtime) {
		times = passes
	}
	for pass := range times {
		if pass > 0 {
			traefik.reload()
			want.compare(describe(traefik.runtime), varies)
		}
		for i, answer := range traefik.ask(c.Requests) {
			if !slices.Contains(want.Answers[i], answer) {
				want.Answers[i] = append(want.Answers[i], answer)
			}
		}
	}
	for _, answers := range want.Answers {
		slices.SortFunc(answers, func(a, b Answer) int {
			return cmp.Or(cmp.Compare(a.Router, b.Router), cmp.Compare(a.Service, b.Service),
				cmp.Compare(a.Server, b.Server), cmp.Compare(a.Status, b.Status), cmp.Compare(a.Sent, b.Sent))
		})
	}
	want.Varies = slices.Sorted(maps.Keys(varies))
	return want
}

// unread is why the file provider gives nothing.
func unread(conf *static.Configuration) error {
	if conf.Providers.File == nil {
		return nil
	}
	own := &file.Provider{Directory: conf.Providers.File.Directory, Filename: conf.Providers.File.Filename}
	return provide(own)
}

// leavesToChance says whether anything may come out differently: routers of one priority, several servers, or loops,
// whose words depend on who is built first.
func leavesToChance(conf *runtime.Configuration) bool {
	seen := map[[2]any]bool{}
	twice := func(entryPoint string, priority int) bool {
		key := [2]any{entryPoint, priority}
		defer func() { seen[key] = true }()
		return seen[key]
	}
	for _, router := range conf.Routers {
		for _, above := range append(slices.Clone(router.Using), router.ParentRefs...) {
			if twice(above, router.Priority) {
				return true
			}
		}
	}
	for _, router := range conf.TCPRouters {
		for _, entryPoint := range router.Using {
			if twice("tcp "+entryPoint, router.Priority) {
				return true
			}
		}
	}
	for _, service := range conf.Services {
		balances := service.LoadBalancer != nil && len(service.LoadBalancer.Servers) > 1
		if balances || service.Weighted != nil || service.HighestRandomWeight != nil {
			return true
		}
	}
	for _, service := range conf.TCPServices {
		if service.Weighted != nil || service.LoadBalancer != nil && len(service.LoadBalancer.Servers) > 1 {
			return true
		}
	}
	return slices.ContainsFunc(errors(conf), func(text string) bool {
		return strings.Contains(text, "recursion") || strings.Contains(text, "cyclic")
	})
}

func errors(conf *runtime.Configuration) []string {
	var all []string
	for _, router := range conf.Routers {
		all = append(all, router.Err...)
	}
	for _, middleware := range conf.Middlewares {
		all = append(all, middleware.Err...)
	}
	for _, service := range conf.Services {
		all = append(all, service.Err...)
	}
	return all
}

// compare notes what another pass shows otherwise, and keeps of that what reads first.
func (w *Want) compare(other *Want, varies map[string]bool) {
	for _, table := range [][2]map[string]Info{
		{w.Routers, other.Routers}, {w.Middlewares, other.Middlewares}, {w.Services, other.Services},
	} {
		for name, info := range table[1] {
			if own := table[0][name]; !reflect.DeepEqual(own, info) {
				varies[name] = true
				if slices.Compare(info.Errors, own.Errors) < 0 {
					table[0][name] = info
				}
			}
		}
	}
}

func describe(conf *runtime.Configuration) *Want {
	want := &Want{Routers: map[string]Info{}, Middlewares: map[string]Info{}, Services: map[string]Info{}}
	for name, router := range conf.Routers {
		want.Routers[name] = Info{
			Status: router.Status, Errors: sorted(router.Err), EntryPoints: unique(router.Using),
			Priority: router.Priority, Middlewares: router.Middlewares, TLS: router.TLS != nil,
		}
	}
	for name, middleware := range conf.Middlewares {
		want.Middlewares[name] = Info{Status: middleware.Status, Errors: sorted(middleware.Err)}
	}
	for name, service := range conf.Services {
		want.Services[name] = Info{Status: service.Status, Errors: sorted(service.Err)}
	}
	for name, router := range conf.TCPRouters {
		want.Routers["tcp/"+name] = Info{
			Status: router.Status, Errors: sorted(router.Err), EntryPoints: unique(router.Using),
			Priority: router.Priority, Middlewares: router.Middlewares, TLS: router.TLS != nil,
		}
	}
	for name, middleware := range conf.TCPMiddlewares {
		want.Middlewares["tcp/"+name] = Info{Status: middleware.Status, Errors: sorted(middleware.Err)}
	}
	for name, service := range conf.TCPServices {
		want.Services["tcp/"+name] = Info{Status: service.Status, Errors: sorted(service.Err)}
	}
	for name, router := range conf.UDPRouters {
		want.Routers["udp/"+name] = Info{
			Status: router.Status, Errors: sorted(router.Err), EntryPoints: unique(router.Using),
		}
	}
	for name, service := range conf.UDPServices {
		want.Services["udp/"+name] = Info{Status: service.Status, Errors: sorted(service.Err)}
	}
	return want
}

func sorted(texts []string) []string { return slices.Sorted(slices.Values(texts)) }

// unique is sorted, for Traefik keeps entry points in the order of a map.
func unique(texts []string) []string { return slices.Compact(sorted(texts)) }
