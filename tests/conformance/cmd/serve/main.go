// Command serve runs Traefik's own pipeline on whole configurations and records what its API and its log say, and what
// a server behind it receives.
//
// It reads cases, one JSON object a line, and writes each with its answers: files in place, or standard input to
// standard output. Entry points listen on free ports of loopback, whatever ports they name, and every server of every
// service is one of ours: no network is needed, and no rights.
//
// With -smoke and the path of the program traefik, it holds that against the recorded answers instead: the program is
// started with a few of the configurations, its API is read, and the requests are sent.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/rs/zerolog"
)

func main() {
	if os.Getenv("SERVE_LOG") == "" {
		zerolog.SetGlobalLevel(zerolog.Disabled)
	}
	program := flag.String("smoke", "", "the program traefik, to be held against the answers in the files")
	flag.Parse()
	work := record
	if *program != "" {
		work = func(files []string) error { return smoke(*program, files) }
	}
	if err := work(flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "serve:", err)
		os.Exit(1)
	}
}

func record(files []string) error {
	world, err := newWorld()
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return world.answerAll(os.Stdin, os.Stdout)
	}
	for _, name := range files {
		questions, err := os.Open(name)
		if err != nil {
			return err
		}
		var answered bytes.Buffer
		err = world.answerAll(questions, &answered)
		questions.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := os.WriteFile(name, answered.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) answerAll(questions io.Reader, answered io.Writer) error {
	in := bufio.NewScanner(questions)
	in.Buffer(nil, 64<<20)
	for in.Scan() {
		var c Case
		if err := json.Unmarshal(in.Bytes(), &c); err != nil {
			return err
		}
		c.Want = w.run(&c)
		line, err := text(&c)
		if err != nil {
			return err
		}
		if _, err := answered.Write(append(line, '\n')); err != nil {
			return err
		}
	}
	return in.Err()
}

// text is JSON as people read it, without escapes for browsers.
func text(value any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), err
}
