// Command generate makes up questions for the real Traefik: rules sound and broken, requests that nearly fit, regular
// expressions of every shape. The same seed gives the same questions.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
)

// ask is one question, in the fields that the asking program knows.
type ask map[string]any

func main() {
	seed := flag.Uint64("seed", 1, "where to start")
	count := flag.Int("count", 1000, "how many questions")
	kind := flag.String("ask", "rule", "rule, match, regexp, table, crowd (a table of 3,000 routers), chain, serve, decode, crd or ingress")
	flag.Parse()
	if err := run(maker{rand.New(rand.NewPCG(*seed, 0))}, *kind, *count); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(m maker, kind string, count int) error {
	questions := map[string]func() ask{
		"rule":    m.rule,
		"match":   m.match,
		"regexp":  m.regexp,
		"table":   m.table,
		"crowd":   m.crowd,
		"chain":   m.chain,
		"serve":   m.serve,
		"decode":  m.decode,
		"crd":     m.crd,
		"ingress": m.ingress,
	}
	question, ok := questions[kind]
	if !ok {
		return fmt.Errorf("no such question: %q", kind)
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for number := range count {
		q := question()
		q["ask"] = kind
		if shared := sharedObjects[kind]; shared != nil && number == 0 {
			q["shared"] = shared()
		}
		if kind == "crowd" {
			q["ask"] = "table"
		}
		if err := encoder.Encode(q); err != nil {
			return err
		}
	}
	return nil
}

// maker makes questions up.
type maker struct{ random *rand.Rand }

// chance is true in percent of cases.
func (m maker) chance(percent int) bool { return m.random.IntN(100) < percent }

// one of the choices; those that are written twice are chosen twice as often.
func one[T any](m maker, choices ...T) T { return choices[m.random.IntN(len(choices))] }

// some of the choices, n of them.
func some[T any](m maker, n int, choices []T) []T {
	chosen := make([]T, n)
	for i := range chosen {
		chosen[i] = one(m, choices...)
	}
	return chosen
}

// mutate puts a few of the pieces into text, or takes something out.
func (m maker) mutate(text string, pieces []string) string {
	for range one(m, 1, 1, 1, 2, 3) {
		start := m.random.IntN(len(text) + 1)
		end := min(len(text), start+one(m, 0, 1, 1, 2, 5))
		switch {
		case m.chance(35):
			text = text[:start] + text[end:]
		case m.chance(70):
			text = text[:start] + one(m, pieces...) + text[start:]
		default:
			text = text[:start] + one(m, pieces...) + text[end:]
		}
	}
	// A cut through a character would be no text.
	return validUTF8(text)
}
