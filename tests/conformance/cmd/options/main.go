// Command options prints Traefik's options, from the structs that Traefik is configured by.
//
// Without arguments it prints all of them, a line each: kind of configuration, path, kind, Go type, default, the
// forms it can be written in, whether it is deprecated, the values that Traefik names, and its description. With
// `-tables folder` it writes the tables that our decoder reads: `dynamic.txt`, `static.txt`, and of Kubernetes objects
// `resources.txt` and `annotations.txt`.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"conformance/internal/options"
)

func main() {
	tables := flag.String("tables", "", "the folder to write the tables of our decoder into")
	flag.Parse()
	if err := run(*tables); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(tables string) error {
	for _, kind := range []string{"dynamic", "static"} {
		root := options.Roots[kind]()
		if tables == "" {
			out := bufio.NewWriter(os.Stdout)
			if err := tree(out, kind, root); err != nil {
				return fmt.Errorf("%s: %w", kind, err)
			}
			if err := out.Flush(); err != nil {
				return err
			}
			continue
		}
		text, err := table(root)
		if err != nil {
			return fmt.Errorf("%s: %w", kind, err)
		}
		if err := os.WriteFile(filepath.Join(tables, kind+".txt"), text, 0o644); err != nil {
			return err
		}
	}
	if tables == "" {
		return nil
	}
	return kubernetesTables(tables)
}

// kubernetesTables writes what Kubernetes objects hold for Traefik.
func kubernetesTables(folder string) error {
	resources, err := resourceTable()
	if err != nil {
		return fmt.Errorf("resources: %w", err)
	}
	if err := os.WriteFile(filepath.Join(folder, "resources.txt"), resources, 0o644); err != nil {
		return err
	}
	annotations, err := table(&annotations{})
	if err != nil {
		return fmt.Errorf("annotations: %w", err)
	}
	return os.WriteFile(filepath.Join(folder, "annotations.txt"), annotations, 0o644)
}
