package shard

import (
	"crypto/sha256"
	"encoding"
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"
	"strconv"
)

// fingerprintBytes is how much of a command's hash is kept: enough that no two commands of one client agree by chance.
const fingerprintBytes = 16

var errContent = errors.New("a command has content that cannot be told apart: only plain values, slices and pointers")

// fingerprint tells a command's content, and how many bytes it is.
//
// INVARIANT: it stays the same for ever. A command that was sent before an update may come again after it. So it is
// made of the type's name, as in shop.PlaceOrder, and of the names and values of the exported fields that have one: a
// new field changes nothing for those who do not know it. Types and fields of commands are not renamed.
func fingerprint(c Command) (print []byte, size int, err error) {
	content, err := appendContent(fmt.Appendf(nil, "%T", c), reflect.ValueOf(c))
	if err != nil {
		return nil, 0, fmt.Errorf("command %T: %w", c, err)
	}
	hash := sha256.Sum256(content)
	return hash[:fingerprintBytes], len(content), nil
}

// appendContent appends a value so that no other value gives the same bytes.
func appendContent(b []byte, v reflect.Value) ([]byte, error) {
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
		return appendContent(append(b, '*'), v.Elem())
	case reflect.Slice, reflect.Array:
		return appendElements(b, v)
	case reflect.Struct:
		return appendFields(b, v)
	default:
		return nil, errContent
	}
}

func appendElements(b []byte, v reflect.Value) ([]byte, error) {
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
		b, err = appendContent(b, v.Index(i))
	}
	return b, err
}

func appendFields(b []byte, v reflect.Value) ([]byte, error) {
	if text, is := v.Interface().(encoding.TextMarshaler); is { // a time has no exported fields
		data, err := text.MarshalText()
		return append(binary.AppendUvarint(append(b, '"'), uint64(len(data))), data...), err
	}
	b = append(b, '{')
	var err error
	for i := 0; i < v.NumField() && err == nil; i++ {
		if f := v.Type().Field(i); f.IsExported() && !isEmpty(v.Field(i)) {
			b, err = appendContent(append(append(b, f.Name...), ':'), v.Field(i))
		}
	}
	return append(b, '}'), err
}

// isEmpty reports whether a field says nothing, as one that is not there.
func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.String:
		return v.Len() == 0
	case reflect.Struct:
		for i := range v.NumField() {
			if !isEmpty(v.Field(i)) {
				return false
			}
		}
		return true
	default:
		return v.IsZero()
	}
}
