//go:build !unix

package jetstream

// freeBytes is not known here: a full disk is then found out by writing.
func freeBytes(string) (free int64, known bool) { return 0, false }

// diskBytes is not known here either.
func diskBytes(string) (size int64, known bool) { return 0, false }
