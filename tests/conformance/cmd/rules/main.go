// Command rules asks the real Traefik about rules. It reads questions, one JSON object a line, and writes them with their
// answers: from standard input to standard output, or in each of the files that it is given. A line that has an answer
// is asked again. With `-bench` and a file with tables, it prints how long Traefik takes for a request of each.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/rs/zerolog"
)

// A question knows how to answer itself.
type question interface {
	answer() error
}

// questions are the kinds there are, by the field `ask`.
var questions = map[string]func() question{
	"match":  func() question { return &match{} },
	"regexp": func() question { return &regularExpression{} },
	"rule":   func() question { return &rule{} },
	"table":  func() question { return &table{} },
}

func main() {
	zerolog.SetGlobalLevel(zerolog.Disabled)
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(files []string) error {
	if len(files) == 2 && files[0] == "-bench" {
		return bench(files[1])
	}
	if len(files) == 0 {
		return answerAll(os.Stdin, os.Stdout)
	}
	for _, file := range files {
		questions, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		var answered bytes.Buffer
		if err := answerAll(bytes.NewReader(questions), &answered); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if err := os.WriteFile(file, answered.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func answerAll(questions io.Reader, answers io.Writer) error {
	in := bufio.NewScanner(questions)
	in.Buffer(nil, 1<<24)
	out := bufio.NewWriter(answers)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for number := 1; in.Scan(); number++ {
		answered, err := ask(in.Bytes())
		if err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
		if err := encoder.Encode(answered); err != nil {
			return err
		}
	}
	if err := in.Err(); err != nil {
		return err
	}
	return out.Flush()
}

func ask(line []byte) (question, error) {
	var kind struct {
		Ask string `json:"ask"`
	}
	if err := json.Unmarshal(line, &kind); err != nil {
		return nil, err
	}
	build, ok := questions[kind.Ask]
	if !ok {
		return nil, fmt.Errorf("no such question: %q", kind.Ask)
	}
	q := build()
	if err := json.Unmarshal(line, q); err != nil {
		return nil, err
	}
	return q, q.answer()
}
