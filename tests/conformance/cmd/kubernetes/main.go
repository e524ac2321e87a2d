// Command kubernetes asks Traefik's own Kubernetes providers what they make of manifests. It reads questions, one JSON
// object a line, and writes them with their answers: from standard input to standard output, or in each of the files
// that it is given. A line that has an answer is asked again.
//
// The providers are real and unchanged. Their cluster is a small API server on loopback (internal/cluster), which holds
// the manifests of the question.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"conformance/internal/cluster"

	"github.com/go-logr/logr"
	"k8s.io/klog/v2"
)

func main() {
	// Lists first, then a watch: the older way needs less of a server.
	os.Setenv("KUBE_FEATURE_WatchListClient", "false")
	// A watch that ends with its question is no news.
	klog.SetLogger(logr.Discard())
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(files []string) error {
	server, err := cluster.Start()
	if err != nil {
		return err
	}
	judge := &judge{server: server}
	if len(files) == 0 {
		return judge.answerAll(os.Stdin, os.Stdout)
	}
	for _, file := range files {
		questions, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		var answered bytes.Buffer
		if err := judge.answerAll(bytes.NewReader(questions), &answered); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if err := os.WriteFile(file, answered.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func (j *judge) answerAll(questions io.Reader, answers io.Writer) error {
	in := bufio.NewScanner(questions)
	in.Buffer(nil, 1<<24)
	out := bufio.NewWriter(answers)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for number := 1; in.Scan(); number++ {
		var q question
		if err := json.Unmarshal(in.Bytes(), &q); err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
		if err := j.answer(&q); err != nil {
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
