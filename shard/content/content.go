// Package content tells the content of a command, so that one that comes again can be told from another under its id.
//
// It does not know what a command is: it is given a struct.
package content

import (
	"crypto/sha256"
	"encoding"
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"sync"
)

// Bytes is how much of a hash is kept: enough that no two commands of one client agree by chance.
const Bytes = 16

// ErrKind says that a value has a part that cannot be told: there may be plain values, slices, pointers and structs.
var ErrKind = errors.New("content that cannot be told")

// Printer tells contents. The zero value is ready; one may serve several goroutines.
type Printer struct {
	known sync.Map // reflect.Type → []field: types do not change
}

// Print tells a struct's content, and how many bytes it is.
//
// INVARIANT: it stays the same for ever. A command that was sent before an update may come again after it. So it is
// made of the type's name, as in shop.PlaceOrder, and of the names and values of the exported fields that have one: a
// new field changes nothing for those who do not know it. Types and fields of commands are not renamed.
func (p *Printer) Print(c any) (print []byte, size int, err error) {
	content, err := p.appendContent(fmt.Appendf(nil, "%T", c), reflect.ValueOf(c))
	if err != nil {
		return nil, 0, fmt.Errorf("%T: %w", c, err)
	}
	hash := sha256.Sum256(content)
	return hash[:Bytes], len(content), nil
}

// appendContent appends a value so that no other value gives the same bytes.
func (p *Printer) appendContent(b []byte, v reflect.Value) ([]byte, error) {
	switch v.Kind() {
	case reflect.Bool:
		return append(strconv.AppendBool(b, v.Bool()), ';'), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return append(strconv.AppendInt(b, v.Int(), 10), ';'), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return append(strconv.AppendUint(b, v.Uint(), 10), ';'), nil
	case reflect.String:
		return append(binary.AppendUvarint(append(b, '"'), uint64(v.Len())), v.String()...), nil
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return append(b, '0'), nil
		}
		return p.appendContent(append(b, '*'), v.Elem())
	case reflect.Slice, reflect.Array:
		return p.appendElements(b, v)
	case reflect.Struct:
		return p.appendFields(b, v)
	default:
		return nil, ErrKind
	}
}

func (p *Printer) appendElements(b []byte, v reflect.Value) ([]byte, error) {
	b = binary.AppendUvarint(append(b, '['), uint64(v.Len()))
	if v.Type().Elem().Kind() == reflect.Uint8 {
		if v.Kind() == reflect.Slice {
			return append(b, v.Bytes()...), nil
		}
		for i := range v.Len() {
			b = append(b, byte(v.Index(i).Uint()))
		}
		return b, nil
	}
	var err error
	for i := 0; i < v.Len() && err == nil; i++ {
		b, err = p.appendContent(b, v.Index(i))
	}
	return b, err
}

func (p *Printer) appendFields(b []byte, v reflect.Value) ([]byte, error) {
	if text, is := reflect.TypeAssert[encoding.TextMarshaler](v); is && len(p.fieldsOf(v.Type())) == 0 { // a time
		data, err := text.MarshalText()
		return append(binary.AppendUvarint(append(b, '"'), uint64(len(data))), data...), err
	}
	b = append(b, '{')
	for _, f := range p.fieldsOf(v.Type()) {
		value := v.Field(f.index)
		if isEmpty(value) {
			continue
		}
		var err error
		if b, err = p.appendContent(append(append(b, f.name...), ':'), value); err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

// field is an exported field of a struct.
type field struct {
	index int
	name  string
}

func (p *Printer) fieldsOf(t reflect.Type) []field {
	if all, is := p.known.Load(t); is {
		return all.([]field) //nolint:errcheck // nothing else is stored
	}
	var all []field
	for i := range t.NumField() {
		if f := t.Field(i); f.IsExported() {
			all = append(all, field{i, f.Name})
		}
	}
	p.known.Store(t, all)
	return all
}

// isEmpty reports whether a field says nothing, as one that is not there.
func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.String:
		return v.Len() == 0
	case reflect.Struct:
		for _, field := range v.Fields() {
			if !isEmpty(field) {
				return false
			}
		}
		return true
	default:
		return v.IsZero()
	}
}
