package biff8

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// dayMax is the first day number after 31 December 9999, the last that Excel shows.
const dayMax = 2958466

// exactMax is 2^53: up to here every whole number stands exactly in a double.
const exactMax = 1 << 53

// shownDigits are the significant digits that Excel shows of a number.
const shownDigits = 15

// rk unpacks RkNumber ([MS-XLS] 2.5.217): 30 bits of an integer or of a double, and whether it is divided by 100.
func rk(v uint32) float64 {
	var f float64
	if v&2 != 0 {
		f = float64(int32(v) >> 2)
	} else {
		f = math.Float64frombits(uint64(v&^3) << 32)
	}
	if v&1 != 0 {
		f /= 100
	}
	return f
}

// number shows a number as a day where its style says so, else in plain decimal.
func (b *book) number(f float64, xf uint16) string {
	switch {
	case math.IsNaN(f) || math.IsInf(f, 0):
		return ""
	case b.isDay(xf) && f >= 0 && f < dayMax:
		return b.day(f)
	case f == 0:
		return "0" // also for -0
	case f == math.Trunc(f) && math.Abs(f) <= exactMax:
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	// 0.1+0.2 shows as 0.3: cut to the digits that a person sees, then write it without an exponent.
	if shown, err := strconv.ParseFloat(strconv.FormatFloat(f, 'g', shownDigits, 64), 64); err == nil {
		f = shown
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// day shows a day number of the 1900 or 1904 system ([MS-XLS] 2.4.77).
func (b *book) day(f float64) string {
	days, seconds := math.Modf(f)
	clock := time.Duration(math.Round(seconds*86400)) * time.Second
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case b.date1904:
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case f >= 1 && f < 60:
		days++ // before the 29 February 1900, which Excel believes in
	}
	t := epoch.AddDate(0, 0, int(days)).Add(clock)
	switch {
	case seconds == 0:
		return t.Format("2006-01-02")
	case f < 1:
		return t.Format("15:04:05")
	default:
		return t.Format("2006-01-02 15:04:05")
	}
}

// isDay reports whether a cell style shows a number as a day: by the built-in formats 14–22 and 45–47 ([MS-XLS]
// 2.4.126), the East Asian ones 27–36 and 50–58 (ECMA-376 18.8.30), and the workbook's own.
func (b *book) isDay(xf uint16) bool {
	if int(xf) >= len(b.xf) {
		return false
	}
	n := b.xf[xf]
	return n >= 14 && n <= 22 || n >= 27 && n <= 36 || n >= 45 && n <= 47 || n >= 50 && n <= 58 || b.formats[n]
}

// showsDay reports whether a number format has a letter of a day or a clock in its first section, outside quotes and
// brackets.
func showsDay(format string) bool {
	f := strings.ToLower(format)
	for i := 0; i < len(f); i++ {
		switch f[i] {
		case ';':
			return false
		case '\\', '_', '*': // the next character stands for itself, its width, or as filling
			i++
		case '"':
			if j := strings.IndexByte(f[i+1:], '"'); j >= 0 {
				i += j + 1
			}
		case '[': // a colour, a currency, a locale
			if j := strings.IndexByte(f[i:], ']'); j > 0 {
				i += j
			}
		case 'y', 'd', 'h', 's':
			return true
		}
	}
	return false
}
