// Command frameworks asks the real Go web frameworks what they answer, and writes their answers down as vectors.
//
// Tables of routes and requests are made at random from a small alphabet, so that routes collide, shadow each other and
// nearly match; the same seed makes the same vectors. See README.md.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"log"
	"math/rand/v2"
	"os"
	"slices"
)

// A framework builds a server from a table. Where it refuses a route, build gives the number of routes before it and
// what the framework said.
type framework struct {
	name  string
	flags []string
	build func(table) (server, int, string)
}

// A server answers one request.
type server func(request) answer

// A table is what a program registers, in order.
type table struct {
	Flags  []string `json:"flags,omitempty"`
	Routes []string `json:"routes"`
}

// A request as net/http hands it to a framework.
type request struct {
	Method  string `json:"m"`
	Path    string `json:"p"`
	RawPath string `json:"raw,omitempty"`
	// X-Forwarded-Prefix
	Prefix string `json:"prefix,omitempty"`
}

// An answer: the pattern of the route that was met, or the framework's own status and Location.
type answer struct {
	Route    string `json:"route,omitempty"`
	Status   int    `json:"status,omitempty"`
	Location string `json:"location,omitempty"`
}

// A vector is one table with all that was asked of it.
type vector struct {
	table
	// What the framework said of the last route, which it refused.
	Panic string     `json:"panic,omitempty"`
	Cases []exchange `json:"cases,omitempty"`
}

type exchange struct {
	request
	answer
}

var frameworks = []framework{gin}

func main() {
	name := flag.String("framework", "gin", "which framework")
	out := flag.String("out", "../vectors/gin.jsonl", "where to")
	tables := flag.Int("tables", 420, "how many tables")
	requests := flag.Int("requests", 7, "requests a table")
	seed := flag.Uint64("seed", 1, "of the random tables")
	flag.Parse()

	for _, framework := range frameworks {
		if framework.name == *name {
			if err := record(framework, *out, *tables, *requests, *seed); err != nil {
				log.Fatal(err)
			}
			return
		}
	}
	log.Fatalf("there is no framework %q", *name)
}

func record(framework framework, path string, tables, requests int, seed uint64) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	writer := bufio.NewWriter(file)
	encoder := json.NewEncoder(writer)
	encoder.SetEscapeHTML(false)
	random := rand.New(rand.NewPCG(seed, 2))
	for range tables {
		table := randomTable(random, framework.flags)
		serve, count, refused := framework.build(table)
		for first := true; refused != ""; serve, count, refused = framework.build(table) {
			if first {
				upTo := table
				upTo.Routes = table.Routes[:count+1]
				if err := encoder.Encode(vector{table: upTo, Panic: refused}); err != nil {
					return err
				}
				first = false
			}
			// Without the refused route it is a table as well.
			table.Routes = slices.Delete(table.Routes, count, count+1)
		}
		if len(table.Routes) == 0 {
			continue
		}
		vector := vector{table: table}
		for range requests {
			request := randomRequest(random, table)
			vector.Cases = append(vector.Cases, exchange{request, serve(request)})
		}
		if err := encoder.Encode(vector); err != nil {
			return err
		}
	}
	return writer.Flush()
}
