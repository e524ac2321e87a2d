package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"gopkg.in/yaml.v3"
)

// smokes is how many configurations the program is started with.
const smokes = 40

// smoke holds the program against what was recorded.
func smoke(program string, files []string) error {
	world, err := newWorld()
	if err != nil {
		return err
	}
	configurations, states, requests, differ := 0, 0, 0, 0
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		lines := bytes.Split(bytes.TrimSpace(content), []byte("\n"))
		for i := 0; i < len(lines) && configurations < smokes; i++ {
			var c Case
			if err := json.Unmarshal(lines[i], &c); err != nil {
				return err
			}
			if !startable(&c) {
				continue
			}
			asked, err := world.try(program, &c)
			if err != nil {
				return fmt.Errorf("line %d of %s: %w", i+1, name, err)
			}
			configurations++
			states += asked.states
			requests += asked.requests
			differ += len(asked.wrong)
			for _, words := range asked.wrong {
				fmt.Printf("line %d of %s: %s\n", i+1, name, words)
			}
		}
	}
	fmt.Printf("%d configurations, %d states and %d requests: %d differ\n", configurations, states, requests, differ)
	if differ > 0 || requests == 0 {
		return fmt.Errorf("the program disagrees")
	}
	return nil
}

// startable says whether the program itself can do it: it has no containers to ask, and asks for no certificates.
func startable(c *Case) bool {
	return len(c.Docker) == 0 && c.Want.Refused == "" && len(c.Want.Varies) == 0 && !strings.Contains(c.Static, "acme")
}

// compared is how often the program was compared, and what it does otherwise.
type compared struct {
	states, requests int
	wrong            []string
}

func (w *world) try(program string, c *Case) (*compared, error) {
	root, err := os.MkdirTemp("", "smoke")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(root)
	if err := write(c.Files, filepath.Join(root, "dynamic")); err != nil {
		return nil, err
	}
	install, ports, err := relocate(c, root)
	if err != nil {
		return nil, err
	}
	path := filepath.Join(root, "traefik.yml")
	if err := os.WriteFile(path, install, 0o644); err != nil {
		return nil, err
	}
	traefik := exec.Command(program, "--configFile="+path)
	traefik.Env = append(os.Environ(), "HTTP_PROXY=http://"+w.backend, "NO_PROXY=")
	if err := traefik.Start(); err != nil {
		return nil, err
	}
	stopped := false
	stop := func() {
		if !stopped {
			stopped = true
			_ = traefik.Process.Kill()
			_ = traefik.Wait()
		}
	}
	defer stop()
	result := &compared{}
	shown, err := rawdata(ports.addresses["traefik"])
	if err != nil {
		return nil, err
	}
	result.state(c, shown)
	started := &running{entryPoints: ports.addresses, log: newAccessLog()}
	requests, want := ports.askable(c)
	ids := started.send(requests)
	stop()
	log, err := os.Open(filepath.Join(root, "access.log"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	for in := bufio.NewScanner(log); in.Scan(); {
		started.log.line(in.Bytes())
	}
	for i, answer := range started.attribute(ids) {
		answer.Location = ports.back(answer.Location)
		result.requests++
		if !slices.Contains(want[i], answer) {
			result.wrong = append(result.wrong, fmt.Sprintf("%+v: %+v, not %+v", requests[i], answer, want[i]))
		}
	}
	return result, nil
}

// ports is where entry points listen, and where they would.
type ports struct {
	addresses map[string]string
	// own leads from the port of loopback to the one that the configuration names.
	own map[string]string
}

// relocate is the static configuration with entry points on loopback, an access log and the API.
func relocate(c *Case, root string) ([]byte, *ports, error) {
	var install map[string]any
	text := strings.ReplaceAll(c.Static, "DIR", filepath.Join(root, "dynamic"))
	if err := yaml.Unmarshal([]byte(text), &install); err != nil {
		return nil, nil, err
	}
	points, _ := install["entryPoints"].(map[string]any)
	if points == nil {
		points = map[string]any{"http": map[string]any{"address": ":80"}}
	}
	if points["traefik"] == nil {
		points["traefik"] = map[string]any{"address": ":8080"}
	}
	where := &ports{addresses: map[string]string{}, own: map[string]string{}}
	for name, point := range points {
		point := point.(map[string]any)
		address, protocol, _ := strings.Cut(point["address"].(string), "/")
		_, port, err := net.SplitHostPort(address)
		if err != nil {
			return nil, nil, err
		}
		own, err := free(protocol)
		if err != nil {
			return nil, nil, err
		}
		point["address"] = own
		if protocol == "udp" {
			point["address"] = own + "/udp"
			continue
		}
		_, free, _ := net.SplitHostPort(own)
		where.addresses[name], where.own[free] = own, port
	}
	install["entryPoints"] = points
	api, _ := install["api"].(map[string]any)
	if api == nil {
		api = map[string]any{"dashboard": false}
	}
	api["insecure"] = true
	install["api"] = api
	install["accessLog"] = map[string]any{
		"filePath": filepath.Join(root, "access.log"), "format": "json", "addInternals": true,
		"fields": map[string]any{"headers": map[string]any{"names": map[string]any{idField: "keep"}}},
	}
	out, err := yaml.Marshal(install)
	return out, where, err
}

var port = regexp.MustCompile(`^(https?)(://[^/]*?)(?::([0-9]+))?(/.*)?$`)

// back is a location with the port that the configuration names, left out where it is the scheme's own.
func (p *ports) back(location string) string {
	parts := port.FindStringSubmatch(location)
	if parts == nil || p.own[parts[3]] == "" {
		return location
	}
	own := ":" + p.own[parts[3]]
	if own == ":80" && parts[1] == "http" || own == ":443" && parts[1] == "https" {
		own = ""
	}
	return parts[1] + parts[2] + own + parts[4]
}

// askable are the requests that the program answers as its copy in us: by servers of HTTP/1.1 without TLS, which it
// asks by way of a proxy, and not by the API, which is on here.
func (p *ports) askable(c *Case) ([]Request, []Answers) {
	var requests []Request
	var want []Answers
	for i, request := range c.Requests {
		odd := func(answer Answer) bool {
			scheme, _, _ := strings.Cut(answer.Server, ":")
			return answer.Server != "" && scheme != "http"
		}
		if p.addresses[request.On] == "" || request.On == "traefik" || slices.ContainsFunc(c.Want.Answers[i], odd) {
			continue
		}
		requests, want = append(requests, request), append(want, c.Want.Answers[i])
	}
	return requests, want
}

// shown is one thing in the answer of /api/rawdata.
type shown struct {
	Status string   `json:"status"`
	Error  any      `json:"error"`
	Using  []string `json:"using"`
}

// rawdata waits for the file provider and reads everything.
func rawdata(address string) (map[string]map[string]shown, error) {
	var last map[string]map[string]shown
	until := time.Now().Add(20 * time.Second)
	settled := 0
	for time.Now().Before(until) {
		response, err := http.Get("http://" + address + "/api/rawdata")
		if err == nil {
			var all map[string]map[string]shown
			body, _ := io.ReadAll(response.Body)
			response.Body.Close()
			if json.Unmarshal(body, &all) == nil && len(all) > 0 {
				if reflect.DeepEqual(all, last) {
					settled++
				} else {
					settled = 0
				}
				last = all
				if settled == 8 {
					return last, nil
				}
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	return nil, fmt.Errorf("the API does not answer, or not twice the same")
}

// state compares what the API shows with what it showed. What the API itself needs is not in the recorded state.
func (r *compared) state(c *Case, all map[string]map[string]shown) {
	tables := []struct {
		prefix, http, tcp, udp string
		want                   map[string]Info
	}{
		{"router", "routers", "tcpRouters", "udpRouters", c.Want.Routers},
		{"middleware", "middlewares", "tcpMiddlewares", "", c.Want.Middlewares},
		{"service", "services", "tcpServices", "udpServices", c.Want.Services},
	}
	for _, table := range tables {
		for name, want := range table.want {
			if slices.Contains(want.EntryPoints, "traefik") || strings.Contains(strings.Join(want.Errors, ""), "traefik") {
				continue
			}
			key, bare := table.http, name
			if rest, ok := strings.CutPrefix(name, "tcp/"); ok {
				key, bare = table.tcp, rest
			} else if rest, ok := strings.CutPrefix(name, "udp/"); ok {
				key, bare = table.udp, rest
			}
			r.states++
			got, there := all[key][bare]
			errors := sorted(texts(got.Error))
			if !there || got.Status != want.Status || !slices.Equal(errors, want.Errors) {
				r.wrong = append(r.wrong, fmt.Sprintf("%s %s: %+v, not %+v", table.prefix, name, got, want))
			}
		}
	}
}

// texts are errors as the API writes them: a list, or one of services of TCP.
func texts(value any) []string {
	var all []string
	switch value := value.(type) {
	case string:
		all = append(all, value)
	case []any:
		for _, text := range value {
			all = append(all, fmt.Sprint(text))
		}
	}
	return all
}
