package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// module is this module's path.
const module = "programs"

var (
	literal  = regexp.MustCompile(`\.func\d+.*$`)
	argument = regexp.MustCompile(`\[[^\]]*\]`)
	// What a registration says of its handler, where a run shows a wrapper only: // → main.list
	meant = regexp.MustCompile(`// → (\S+)`)
)

// parse reads a line as the overlay writes it: method, path, handler, file and line, quoted.
func parse(line string) (route, error) {
	var method, path, handler, file string
	var number int
	if _, err := fmt.Sscanf(line, "%q %q %q %q %d", &method, &path, &handler, &file, &number); err != nil {
		return route{}, fmt.Errorf("%w: %s", err, line)
	}
	here, err := os.Getwd()
	if err != nil {
		return route{}, err
	}
	relative, err := filepath.Rel(here, file)
	if err != nil {
		return route{}, err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return route{}, err
	}
	name := symbol(handler)
	if said := meant.FindStringSubmatch(strings.Split(string(text), "\n")[number-1]); said != nil {
		name = said[1]
	}
	return route{method, path, name, filepath.ToSlash(relative) + ":" + strconv.Itoa(number)}, nil
}

// symbol is a function's name as the extractor has it: packages relative to the module, a function literal by the
// function around it, no type arguments.
func symbol(name string) string {
	name = strings.TrimSuffix(strings.TrimPrefix(name, module+"/"), "-fm")
	name = argument.ReplaceAllString(name, "")
	return literal.ReplaceAllString(name, ".func")
}
