package main

import "regexp"

// regularExpression asks what Go makes of a regular expression, and where it matches.
type regularExpression struct {
	Ask      string   `json:"ask"`
	Regexp   string   `json:"regexp"`
	Subjects []string `json:"subjects"`

	Answer *regexpAnswer `json:"answer,omitempty"`
}

type regexpAnswer struct {
	// Error says why it does not compile.
	Error string `json:"error,omitempty"`
	// Found holds for each subject the bytes of the match and of its groups (-1: none), or nothing.
	Found [][]int `json:"found,omitempty"`
}

func (q *regularExpression) answer() error {
	q.Answer = &regexpAnswer{}
	compiled, err := regexp.Compile(q.Regexp)
	if err != nil {
		q.Answer.Error = err.Error()
		return nil
	}
	for _, subject := range q.Subjects {
		q.Answer.Found = append(q.Answer.Found, compiled.FindStringSubmatchIndex(subject))
	}
	return nil
}
