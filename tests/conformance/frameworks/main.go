// Command frameworks asks the real Go web frameworks what they answer, and writes their answers down as vectors.
//
// Tables of routes and requests are made at random from a small alphabet, so that routes collide, shadow each other and
// nearly match; the same seed makes the same vectors. See README.md.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"io"
	"log"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// A framework is one file that makes its tables and requests up, and asks the real thing.
type framework struct {
	name string
	// How many tables the checked-in vectors have, and how many requests a table is asked.
	tables, requests int
	// What the environment must say when the program starts: KEY=value.
	environment string
	table       func(*rand.Rand) table
	request     func(*rand.Rand, table) request
	build       func(table) (server, *refusal)
}

// A server answers one request.
type server func(request) answer

// A refusal is what a framework panicked with, and the number of the line that it panicked at.
type refusal struct {
	line    int
	message string
}

// isFailure tells that the framework did not refuse a call but lost something of its own.
func (r *refusal) isFailure() bool { return strings.Contains(r.message, "nil pointer dereference") }

var frameworks = []framework{gin, nethttp, nethttp121, chi, mux, fiber2, fiber3, echo4, echo5}

func main() {
	name := flag.String("framework", "", "which framework; all of them where it is empty")
	out := flag.String("out", "../vectors", "the folder for <framework>.jsonl")
	tables := flag.Int("tables", 0, "how many tables; 0 for as many as are checked in")
	requests := flag.Int("requests", 0, "requests a table; 0 for as many as are checked in")
	seed := flag.Uint64("seed", 1, "of the random tables")
	flag.Parse()

	known := false
	for _, framework := range frameworks {
		if *name != "" && *name != framework.name {
			continue
		}
		known = true
		if key, value, needs := strings.Cut(framework.environment, "="); needs && os.Getenv(key) != value {
			if err := again(framework); err != nil {
				log.Fatal(err)
			}
			continue
		}
		if *tables > 0 {
			framework.tables = *tables
		}
		if *requests > 0 {
			framework.requests = *requests
		}
		if err := recordTo(filepath.Join(*out, framework.name+".jsonl"), framework, *seed); err != nil {
			log.Fatal(err)
		}
	}
	if !known {
		log.Fatalf("there is no framework %q", *name)
	}
}

// again runs this program for one framework that needs another environment.
func again(framework framework) error {
	command := exec.Command(os.Args[0], append(slices.Clone(os.Args[1:]), "-framework", framework.name)...)
	command.Env = append(os.Environ(), framework.environment)
	command.Stderr = os.Stderr
	return command.Run()
}

func recordTo(path string, framework framework, seed uint64) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	writer := bufio.NewWriter(file)
	if err := record(writer, framework, seed); err != nil {
		return err
	}
	return writer.Flush()
}

func record(writer io.Writer, framework framework, seed uint64) error {
	encoder := json.NewEncoder(writer)
	encoder.SetEscapeHTML(false)
	random := rand.New(rand.NewPCG(seed, 2))
	for range framework.tables {
		table := framework.table(random)
		serve, refused := framework.build(table)
		for first := true; refused != nil; serve, refused = framework.build(table) {
			if refused.isFailure() {
				// It may come or not, and says nothing about the line.
				table.Routes = nil
				break
			}
			if first {
				upTo := table
				upTo.Routes = before(table.Routes, refused.line+1)
				if err := encoder.Encode(vector{table: upTo, Panic: refused.message, Line: &refused.line}); err != nil {
					return err
				}
				first = false
			}
			// Without the refused line it is a table as well.
			table.Routes = without(table.Routes, refused.line)
		}
		if len(table.Routes) == 0 {
			continue
		}
		vector := vector{table: table}
		for range framework.requests {
			request := framework.request(random, table)
			// A framework that fails gives no answer.
			if answer := serve(request); answer.Route != nil || answer.Status != 0 {
				vector.Cases = append(vector.Cases, exchange{request, answer})
			}
		}
		if err := encoder.Encode(vector); err != nil {
			return err
		}
	}
	return nil
}
