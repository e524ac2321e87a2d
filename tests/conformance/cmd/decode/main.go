// Command decode asks Traefik's own decoders what they make of a configuration: a file of the file provider, a
// container's labels, or the static configuration as a file, flags or environment variables.
//
// It reads questions, one JSON object a line, and writes them with their answers: from standard input to standard output,
// or in each of the files that it is given. A line that has an answer is asked again.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime/debug"
)

// question is a configuration in one form.
type question struct {
	Ask string `json:"ask"`
	// Form is `yaml` or `toml` (a file of the file provider), `labels`, `static-yaml`, `static-toml`, `flags` or
	// `environment`.
	Form string `json:"form"`
	// Text of a file.
	Text string `json:"text,omitempty"`
	// Labels of a container.
	Labels map[string]string `json:"labels,omitempty"`
	// Words of the command, without its name; variables of the environment, `NAME=value`.
	Words []string `json:"words,omitempty"`

	Answer *answer `json:"answer,omitempty"`
}

// answer is what came of it.
type answer struct {
	// Error is what the decoder says; then there is nothing else.
	Error string `json:"error,omitempty"`
	// Panic is what it stops with, where it does not even say that.
	Panic string `json:"panic,omitempty"`
	// Random says why Traefik does now this, now that; then there is nothing else.
	Random string `json:"random,omitempty"`
	// Removed are the options of earlier versions that keep Traefik from starting, in its words.
	Removed []string `json:"removed,omitempty"`
	// Configuration is what sets the result apart from an empty question's.
	Configuration any `json:"configuration,omitempty"`
	// Invalid is why Traefik does not start with it; of several texts it is one or the other.
	Invalid []string `json:"invalid,omitempty"`
	// EntryPoints are those that Traefik listens on, with their addresses.
	EntryPoints map[string]string `json:"entryPoints,omitempty"`
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(files []string) error {
	// What each question leaves behind would otherwise be collected again and again, with all that Traefik holds.
	debug.SetGCPercent(400)
	process, err := newProcess()
	if err != nil {
		return err
	}
	defer process.close()
	if len(files) == 0 {
		return answerAll(process, os.Stdin, os.Stdout)
	}
	for _, file := range files {
		questions, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		var answered bytes.Buffer
		if err := answerAll(process, bytes.NewReader(questions), &answered); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if err := os.WriteFile(file, answered.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func answerAll(process *process, questions io.Reader, answers io.Writer) error {
	in := bufio.NewScanner(questions)
	in.Buffer(nil, 1<<24)
	out := bufio.NewWriter(answers)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for number := 1; in.Scan(); number++ {
		q := &question{}
		if err := json.Unmarshal(in.Bytes(), q); err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
		if err := q.answer(process); err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
		if err := encoder.Encode(q); err != nil {
			return err
		}
	}
	if err := in.Err(); err != nil {
		return err
	}
	return out.Flush()
}

// answer asks Traefik. The error is one of ours.
func (q *question) answer(process *process) (err error) {
	q.Answer = &answer{}
	defer func() {
		if cause := recover(); cause != nil {
			q.Answer = &answer{Panic: fmt.Sprint(cause)}
		}
	}()
	switch q.Form {
	case "yaml", "toml":
		return q.file(process)
	case "labels":
		q.labels()
		return nil
	case "static-yaml", "static-toml", "flags", "environment":
		return process.ask(q)
	default:
		return fmt.Errorf("no such form: %q", q.Form)
	}
}
