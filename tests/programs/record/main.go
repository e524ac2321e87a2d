// Command record builds the programs beside it with the real frameworks, runs each until it listens, and writes down
// every registration it makes: method, path, handler, and the line of the program that makes it.
//
// The frameworks are built with a few lines more, which write each registration to a file, and nobody ever listens. See
// README.md.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A program is a main package with the registrations that it was seen to make.
type program struct {
	// Its folder: gin/aliases, gin/several-mains/cmd/api.
	Main   string  `json:"main"`
	Routes []route `json:"routes"`
}

// A route is one registration.
type route struct {
	Method  string `json:"method,omitempty"`
	Path    string `json:"path"`
	Handler string `json:"handler"`
	// file:line, the file relative to this folder.
	At string `json:"at"`
}

func main() {
	out := flag.String("out", "routes.jsonl", "where to")
	only := flag.String("only", "", "programs whose folder begins with this; the others stay as they are")
	flag.Parse()
	if err := record(*out, *only); err != nil {
		log.Fatal(err)
	}
}

func record(out, only string) error {
	scratch, err := os.MkdirTemp("", "record")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	flags, err := patched(scratch)
	if err != nil {
		return err
	}
	mains, err := mainPackages()
	if err != nil {
		return err
	}
	known, err := read(out)
	if err != nil {
		return err
	}
	var lines []byte
	for _, main := range mains {
		recorded, ok := known[main]
		if !ok || strings.HasPrefix(main, only) {
			if recorded, err = run(main, flags, scratch); err != nil {
				return fmt.Errorf("%s: %w", main, err)
			}
		}
		line, err := json.Marshal(recorded)
		if err != nil {
			return err
		}
		lines = append(append(lines, line...), '\n')
	}
	return os.WriteFile(out, lines, 0o644)
}

// read gives what is recorded already, by main package.
func read(file string) (map[string]program, error) {
	known := map[string]program{}
	text, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		return known, nil
	}
	for line := range strings.Lines(string(text)) {
		var p program
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			return nil, err
		}
		known[p.Main] = p
	}
	return known, err
}

// mainPackages gives the folders of all programs, sorted.
func mainPackages() ([]string, error) {
	list := exec.Command("go", "list", "-f", `{{if eq .Name "main"}}{{.ImportPath}}{{end}}`, "./...")
	list.Stderr = os.Stderr
	text, err := list.Output()
	if err != nil {
		return nil, err
	}
	var mains []string
	for _, path := range strings.Fields(string(text)) {
		if folder := strings.TrimPrefix(path, module+"/"); folder != "record" {
			mains = append(mains, folder)
		}
	}
	slices.Sort(mains)
	return mains, nil
}

// run builds and runs one program.
func run(main string, flags []string, scratch string) (program, error) {
	binary, lines := filepath.Join(scratch, "program"), filepath.Join(scratch, "lines")
	if err := os.RemoveAll(lines); err != nil {
		return program{}, err
	}
	// Without inlining, function literals are called by the function around them.
	flags = append([]string{"build", "-gcflags=all=-l", "-o", binary}, flags...)
	build := exec.Command("go", append(flags, "./"+main)...)
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if text, err := build.CombinedOutput(); err != nil {
		return program{}, fmt.Errorf("%w\n%s", err, text)
	}
	started := exec.Command(binary)
	started.Env = append(os.Environ(), "GIN_MODE=release", "RECORD="+lines)
	if err := started.Start(); err != nil {
		return program{}, err
	}
	ended := make(chan struct{})
	go func() {
		// All goroutines asleep: it listens, and ends.
		_ = started.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
		_ = started.Process.Kill()
		<-ended
	}
	text, err := os.ReadFile(lines)
	if err != nil && !os.IsNotExist(err) {
		return program{}, err
	}
	recorded := program{Main: main, Routes: []route{}}
	for line := range strings.Lines(string(text)) {
		r, err := parse(line)
		if err != nil {
			return program{}, err
		}
		// The standard library registers on http.DefaultServeMux what whoever imports it may not want.
		if !strings.HasPrefix(r.At, "../") {
			recorded.Routes = append(recorded.Routes, r)
		}
	}
	slices.SortFunc(recorded.Routes, func(a, b route) int {
		return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
	})
	return recorded, nil
}
