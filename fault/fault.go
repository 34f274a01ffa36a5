// Package fault gives every error a kind for the machine and a sentence for the person.
//
// A kind says what the caller can do about it; the sentence, in Korean and in English, says what happened and what to
// do next. An error without a kind is broken: a bug or an operating fault that no user can mend.
//
// It does not log, does not carry stack traces, and never holds message text, phone numbers, tokens or passwords.
package fault

import (
	"errors"
	"fmt"
)

// Kind is what went wrong, for the machine. The order is frozen: both sides of a wire will have it.
type Kind uint8

// The kinds.
const (
	Broken   Kind = iota // a bug, or a fault of the machine; shown as nothing
	Invalid              // the input cannot be accepted as it is
	Denied               // not allowed
	Missing              // not there
	Conflict             // contradicts what is there
	Stale                // built on something that has changed since
	Busy                 // too much at once; try again
)

// Language is the language of a sentence for people.
type Language uint8

// The languages, first the default.
const (
	Korean Language = iota
	English
)

// Sentence is one thing said to a person in every language we speak.
type Sentence struct{ KO, EN string }

// In returns the sentence in the given language.
func (s Sentence) In(l Language) string {
	if l == English {
		return s.EN
	}
	return s.KO
}

// Sentencef fills the same arguments into both languages. Use indexed verbs (%[1]d) where the word order differs.
func Sentencef(ko, en string, args ...any) Sentence {
	return Sentence{KO: fmt.Sprintf(ko, args...), EN: fmt.Sprintf(en, args...)}
}

// Error is an error that a person can understand.
type Error struct {
	Kind Kind
	Say  Sentence
	Err  error // the cause, may be nil
}

// New makes an error of a kind. Arguments are filled into both languages.
func New(k Kind, ko, en string, args ...any) *Error {
	return &Error{Kind: k, Say: Sentencef(ko, en, args...)}
}

// Because returns a copy of e that wraps a cause.
func (e *Error) Because(err error) *Error {
	return &Error{Kind: e.Kind, Say: e.Say, Err: err}
}

// Error gives the English sentence and the cause, for logs and tests.
func (e *Error) Error() string {
	if e.Err == nil {
		return e.Say.EN
	}
	return e.Say.EN + ": " + e.Err.Error()
}

// Is reports whether target says the same thing, whatever caused it: a fault that was given a cause is still that
// fault.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Kind == e.Kind && t.Say == e.Say && t.Err == nil
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// KindOf returns the kind of the first fault in the chain, and Broken when there is none.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Broken
}

// Message returns what to show a person: the sentence of the first fault in the chain, and "" when there is none.
func Message(err error, l Language) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Say.In(l)
	}
	return ""
}
