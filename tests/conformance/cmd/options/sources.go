package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"

	"conformance/internal/options"
)

// sources are what reflection does not see: the comments of Traefik's structs.
type sources struct {
	folder string
	// packages by import path: the comment of each `Struct.Field`.
	packages map[string]map[string]string
}

const module = "github.com/traefik/traefik/v3"

func newSources() *sources { return &sources{packages: map[string]map[string]string{}} }

// documented is what the comment of a field says.
type documented struct {
	comment string
	// values that Traefik's Kubernetes definitions allow.
	values []string
}

func (d documented) deprecated() string {
	if strings.Contains(d.comment, "Deprecated") {
		return "deprecated"
	}
	return ""
}

func (s *sources) field(owner reflect.Type, field options.Field) (documented, error) {
	for _, index := range field.Index[:len(field.Index)-1] {
		owner = owner.Field(index).Type
	}
	path := owner.PkgPath()
	found := documented{comment: field.Go.Tag.Get("description")}
	if !strings.HasPrefix(path, module) {
		return found, nil
	}
	if _, known := s.packages[path]; !known {
		if err := s.read(path); err != nil {
			return found, err
		}
	}
	comment := s.packages[path][owner.Name()+"."+field.Go.Name]
	found.comment += comment
	for line := range strings.Lines(comment) {
		if _, values, ok := strings.Cut(line, "+kubebuilder:validation:Enum="); ok {
			found.values = strings.Split(strings.TrimSpace(values), ";")
		}
	}
	return found, nil
}

func (s *sources) read(path string) error {
	if s.folder == "" {
		folder, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", module).Output()
		if err != nil {
			return fmt.Errorf("where Traefik's sources are (run this in the module): %w", err)
		}
		s.folder = strings.TrimSpace(string(folder))
	}
	files, err := filepath.Glob(filepath.Join(s.folder, strings.TrimPrefix(path, module), "*.go"))
	if err != nil {
		return err
	}
	comments := map[string]string{}
	for _, file := range files {
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(tree, func(node ast.Node) bool {
			if spec, ok := node.(*ast.TypeSpec); ok {
				collect(comments, spec)
			}
			return true
		})
	}
	s.packages[path] = comments
	return nil
}

func collect(comments map[string]string, spec *ast.TypeSpec) {
	body, ok := spec.Type.(*ast.StructType)
	if !ok {
		return
	}
	for _, field := range body.Fields.List {
		if field.Doc == nil {
			continue
		}
		var lines []string
		for _, line := range field.Doc.List {
			lines = append(lines, line.Text)
		}
		for _, name := range field.Names {
			comments[spec.Name.Name+"."+name.Name] = strings.Join(lines, "\n")
		}
	}
}
