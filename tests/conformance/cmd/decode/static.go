package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"conformance/internal/options"

	"github.com/rs/zerolog"
	"github.com/rs/zerolog/log"
	"github.com/traefik/paerser/cli"
	"github.com/traefik/traefik/v3/cmd"
	tcli "github.com/traefik/traefik/v3/pkg/cli"
)

// process asks for static configuration. Traefik takes it from the process: its arguments, files and environment.
type process struct {
	folder string
	// logged is what Traefik's logger got.
	logged bytes.Buffer
}

func newProcess() (*process, error) {
	folder, err := os.MkdirTemp("", "decode")
	if err != nil {
		return nil, err
	}
	for _, variable := range os.Environ() {
		if name, _, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "TRAEFIK_") {
			if err := os.Unsetenv(name); err != nil {
				return nil, err
			}
		}
	}
	// Files are looked for below these, too.
	for name, value := range map[string]string{"XDG_CONFIG_HOME": folder + "/none", "HOME": folder + "/none"} {
		if err := os.Setenv(name, value); err != nil {
			return nil, err
		}
	}
	p := &process{folder: folder}
	log.Logger = zerolog.New(&p.logged)
	return p, os.Chdir(folder)
}

func (p *process) close() { _ = os.RemoveAll(p.folder) }

// withoutFolder is a text without the folder that only stands in it because files have to be somewhere.
func (p *process) withoutFolder(text string) string {
	return strings.ReplaceAll(text, p.folder+string(filepath.Separator), "")
}

// ask does what cmd/traefik/traefik.go does before it makes anything of its configuration.
func (p *process) ask(q *question) error {
	arguments := q.Words
	switch q.Form {
	case "static-yaml", "static-toml":
		extension := strings.TrimPrefix(q.Form, "static-")
		if extension == "yaml" && hasDoubleKeys(q.Text) {
			q.Answer.Random = "keys that are no texts are the same to Traefik"
			return nil
		}
		name := filepath.Join(p.folder, "traefik."+extension)
		if err := os.WriteFile(name, []byte(q.Text), 0o600); err != nil {
			return err
		}
		defer os.Remove(name)
		arguments = []string{"--configfile=" + name}
	case "flags":
		if why := randomFlags(arguments); why != "" {
			q.Answer.Random = why
			return nil
		}
	case "environment":
		arguments = nil
		for _, variable := range q.Words {
			name, value, _ := strings.Cut(variable, "=")
			if err := os.Setenv(name, value); err != nil {
				return err
			}
			defer os.Unsetenv(name)
		}
	}
	p.logged.Reset()
	configuration, err := p.load(arguments)
	if err != nil {
		q.Answer.Error = p.withoutFolder(err.Error())
		q.Answer.Removed = p.removed(q.Answer.Error)
		return nil
	}
	q.Answer.Configuration, _ = options.Dump(
		reflect.ValueOf(configuration).Elem(), reflect.ValueOf(cmd.NewTraefikConfiguration()).Elem(),
	)
	configuration.SetEffectiveConfiguration()
	q.Answer.Invalid = invalid(configuration)
	q.Answer.EntryPoints = map[string]string{}
	for name, entryPoint := range configuration.EntryPoints {
		q.Answer.EntryPoints[name] = entryPoint.Address
	}
	return nil
}

// load is what paerser's command does with the loaders (paerser/cli/commands.go, run).
func (p *process) load(arguments []string) (*cmd.TraefikCmdConfiguration, error) {
	configuration := cmd.NewTraefikConfiguration()
	command := &cli.Command{
		Name:           "traefik",
		Configuration:  configuration,
		CustomHelpFunc: func(io.Writer, *cli.Command) error { return nil },
	}
	if len(arguments) > 0 && !strings.HasPrefix(arguments[0], "-") {
		return nil, fmt.Errorf("command not found: %s", arguments[0])
	}
	loaders := []cli.ResourceLoader{&tcli.DeprecationLoader{}, &tcli.FileLoader{}, &tcli.FlagLoader{}, &tcli.EnvLoader{}}
	for _, loader := range loaders {
		done, err := loader.Load(arguments, command)
		if err != nil || done {
			return configuration, err
		}
	}
	return configuration, nil
}

// removed are the messages behind an error that only says that there are some.
func (p *process) removed(problem string) []string {
	if problem != "incompatible deprecated install configuration option found" {
		return nil
	}
	var messages []string
	for line := range bytes.Lines(p.logged.Bytes()) {
		var entry struct{ Level, Message string }
		if json.Unmarshal(line, &entry) == nil && entry.Level == "error" {
			messages = append(messages, entry.Message)
		}
	}
	return messages
}

// invalid are the texts that Traefik's validation may give: it looks at maps in Go's order, which is random, and stops at
// the first fault.
func invalid(configuration *cmd.TraefikCmdConfiguration) []string {
	all := configuration.Configuration
	var texts []string
	add := func(err error) {
		if err != nil && !slices.Contains(texts, err.Error()) {
			texts = append(texts, err.Error())
		}
	}
	// Resolvers come first, each for itself.
	for name, resolver := range all.CertificatesResolvers {
		only := cmd.NewTraefikConfiguration().Configuration
		only.CertificatesResolvers = map[string]resolverType{name: resolver}
		add(only.ValidateConfiguration())
	}
	if len(texts) == 0 {
		all.CertificatesResolvers = nil
		for name, entryPoint := range configuration.EntryPoints {
			all.EntryPoints = entryPoints{name: entryPoint}
			add(all.ValidateConfiguration())
		}
		// What lies behind the entry points comes only where none of these has a fault.
		if own := slices.DeleteFunc(slices.Clone(texts), func(text string) bool {
			return !strings.HasPrefix(text, "entry point ")
		}); len(own) > 0 {
			texts = own
		} else if len(texts) > 0 && all.OCSP != nil && strings.HasPrefix(texts[0], "OCSP responder override") {
			texts = nil
			overrides := all.OCSP.ResponderOverrides
			for url, value := range overrides {
				ocsp := *all.OCSP
				ocsp.ResponderOverrides = map[string]string{url: value}
				all.OCSP = &ocsp
				add(all.ValidateConfiguration())
			}
		}
	}
	slices.Sort(texts)
	return texts
}
