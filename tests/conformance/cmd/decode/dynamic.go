package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"text/template"

	"conformance/internal/options"

	"github.com/traefik/traefik/v3/pkg/config/dynamic"
	"github.com/traefik/traefik/v3/pkg/config/label"
	"github.com/traefik/traefik/v3/pkg/provider/file"
	"gopkg.in/yaml.v3"
)

// file is a file of the file provider, with its template run (pkg/provider/file/file.go:125).
func (q *question) file(process *process) error {
	if q.Form == "yaml" && hasDoubleKeys(q.Text) {
		q.Answer.Random = "keys that are no texts are the same to Traefik"
		return nil
	}
	empty, err := load(process.folder, q.Form, "")
	if err != nil {
		return err
	}
	configuration, err := load(process.folder, q.Form, q.Text)
	if err != nil {
		q.Answer.Error = process.withoutFolder(err.Error())
		return nil
	}
	q.Answer.Configuration, _ = options.Dump(reflect.ValueOf(configuration), reflect.ValueOf(empty))
	return nil
}

func load(folder, extension, text string) (*dynamic.Configuration, error) {
	name := filepath.Join(folder, "dynamic."+extension)
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		return nil, err
	}
	provider := &file.Provider{Filename: "dynamic." + extension}
	return provider.CreateConfiguration(context.Background(), name, template.FuncMap{}, false)
}

// labels are a container's, as the Docker provider reads them (pkg/provider/docker/{shared_labels,config}.go).
func (q *question) labels() {
	// The provider does not show this struct.
	extra := struct {
		Enable bool
		Docker *struct {
			Network         *string
			LBSwarm         bool
			AllowNonRunning bool
		}
		Swarm *struct {
			Network *string
			LBSwarm bool
		}
	}{Enable: true}
	if err := label.Decode(q.Labels, &extra, "traefik.docker.", "traefik.enable"); err != nil {
		q.Answer.Error = fmt.Sprintf("decoding Docker labels: %v", err)
		return
	}
	configuration, err := label.DecodeConfiguration(q.Labels)
	if err != nil {
		q.Answer.Error = err.Error()
		return
	}
	empty, _ := label.DecodeConfiguration(nil)
	q.Answer.Configuration, _ = options.Dump(reflect.ValueOf(configuration), reflect.ValueOf(empty))
}

// hasDoubleKeys tells whether some map holds two keys that are no texts but of one type: paerser takes both for one text
// such as `<int Value>`, and the order in which it sees them is Go's, which is random (paerser/file/raw_node.go, sortKeys).
func hasDoubleKeys(text string) bool {
	var data map[string]any
	if yaml.Unmarshal([]byte(text), &data) != nil {
		return false
	}
	return doubleKeys(data)
}

func doubleKeys(value any) bool {
	switch value := value.(type) {
	case map[string]any:
		for _, inner := range value {
			if doubleKeys(inner) {
				return true
			}
		}
	case map[any]any:
		seen := map[string]bool{}
		for key, inner := range value {
			name := reflect.ValueOf(key).String()
			if seen[name] || doubleKeys(inner) {
				return true
			}
			seen[name] = true
		}
	case []any:
		for _, inner := range value {
			if doubleKeys(inner) {
				return true
			}
		}
	}
	return false
}
