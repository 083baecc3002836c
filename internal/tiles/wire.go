package tiles

import "encoding/binary"

// The wire types of protobuf messages.
const (
	wireVarint = 0
	wire64     = 1
	wireBytes  = 2
	wire32     = 5
)

// message is a protobuf message that is being written.
type message []byte

func (m *message) number(field int, v uint64) {
	*m = binary.AppendUvarint(*m, uint64(field)<<3|wireVarint)
	*m = binary.AppendUvarint(*m, v)
}

func (m *message) text(field int, v string) {
	*m = binary.AppendUvarint(*m, uint64(field)<<3|wireBytes)
	*m = binary.AppendUvarint(*m, uint64(len(v)))
	*m = append(*m, v...)
}

// packed writes a list of numbers.
func (m *message) packed(field int, list []uint32) {
	size := 0
	for _, v := range list {
		size += varintSize(v)
	}
	*m = binary.AppendUvarint(*m, uint64(field)<<3|wireBytes)
	*m = binary.AppendUvarint(*m, uint64(size))
	for _, v := range list {
		*m = binary.AppendUvarint(*m, uint64(v))
	}
}

func varintSize(v uint32) int {
	n := 1
	for ; v >= 0x80; v >>= 7 {
		n++
	}
	return n
}

func zigzag(v int32) uint32   { return uint32(v<<1) ^ uint32(v>>31) }
func unzigzag(v uint64) int64 { return int64(v>>1) ^ -int64(v&1) }

// fields reads a protobuf message field by field.
type fields struct{ rest []byte }

// field is one of them: a number, or the bytes of a text, list or message.
type field struct {
	number int
	wire   int
	value  uint64
	bytes  []byte
}

// next gives the next field; ok is false at the end, and at damage, which
// leaves rest as it is.
func (f *fields) next() (field, bool) {
	key, n := binary.Uvarint(f.rest)
	if n <= 0 || key>>3 == 0 || key>>3 > 1<<29 {
		return field{}, false
	}
	out := field{number: int(key >> 3), wire: int(key & 7)}
	b := f.rest[n:]
	switch out.wire {
	case wireVarint:
		if out.value, n = binary.Uvarint(b); n <= 0 {
			return field{}, false
		}
	case wire64:
		if n = 8; len(b) < 8 {
			return field{}, false
		}
		out.value = binary.LittleEndian.Uint64(b)
	case wire32:
		if n = 4; len(b) < 4 {
			return field{}, false
		}
		out.value = uint64(binary.LittleEndian.Uint32(b))
	case wireBytes:
		size, m := binary.Uvarint(b)
		if m <= 0 || size > uint64(len(b)-m) {
			return field{}, false
		}
		out.bytes, n = b[m:m+int(size)], m+int(size)
	default:
		return field{}, false
	}
	f.rest = b[n:]
	return out, true
}

// ended is true when the whole message was read.
func (f *fields) ended() bool { return len(f.rest) == 0 }

// numbers reads a list of numbers; ok is false where it is damaged.
func (f field) numbers() (list []uint64, ok bool) {
	if f.wire == wireVarint {
		return []uint64{f.value}, true
	}
	list = make([]uint64, 0, len(f.bytes))
	for b := f.bytes; len(b) > 0; {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			return nil, false
		}
		list = append(list, v)
		b = b[n:]
	}
	return list, f.wire == wireBytes
}
