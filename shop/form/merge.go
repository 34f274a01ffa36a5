package form

import (
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
)

// Merge gives the details of an order whose chat has been read again. A field in which people have written something
// else than was read before stays as they wrote it; the others are as read now.
func Merge(kept, before, now *shopjournalv1.OrderDetails) *shopjournalv1.OrderDetails {
	merged := proto.CloneOf(now)
	keepEdited(merged.ProtoReflect(), kept.ProtoReflect(), before.ProtoReflect())
	if len(kept.GetLines()) == 1 && len(before.GetLines()) == 1 && len(now.GetLines()) == 1 {
		line := proto.CloneOf(now.GetLines()[0])
		keepEdited(line.ProtoReflect(), kept.GetLines()[0].ProtoReflect(), before.GetLines()[0].ProtoReflect())
		merged.Lines = []*shopjournalv1.OrderLine{line}
	}
	return merged
}

// keepEdited puts into now what differs between kept and before, field by field.
func keepEdited(now, kept, before protoreflect.Message) {
	fields := now.Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		if kept.Has(f) == before.Has(f) && kept.Get(f).Equal(before.Get(f)) {
			continue
		}
		if !kept.Has(f) {
			now.Clear(f)
			continue
		}
		now.Set(f, kept.Get(f))
	}
}
