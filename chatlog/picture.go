package chatlog

import (
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// pictureDrift is how far a picture's name and the minute of its message may lie apart.
const pictureDrift = 90 * time.Second

// picture knows a picture by its name. Android names them by the milliseconds since 1970: 1712635822000.jpg.
func picture(member string, loc *time.Location) (Picture, bool) {
	ext := path.Ext(member)
	switch strings.ToLower(ext) {
	case ".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic":
	default:
		return Picture{}, false
	}
	p := Picture{Name: member}
	digits, _, _ := strings.Cut(strings.TrimSuffix(baseName(member), ext), "_")
	if ms, err := strconv.ParseInt(digits, 10, 64); err == nil && len(digits) == 13 {
		p.At = time.UnixMilli(ms).In(loc)
	}
	return p, true
}

// sharePictures gives each room the pictures of its folder. Where several rooms lie in one folder nobody can say whose
// a picture is, so that none of them gets any.
func sharePictures(rooms []Room, pictures []Picture) {
	byFolder := make(map[string][]int)
	for i, r := range rooms {
		if r.Layout != Unknown {
			byFolder[path.Dir(r.File)] = append(byFolder[path.Dir(r.File)], i)
		}
	}
	for folder, list := range byFolder {
		if len(list) != 1 {
			continue
		}
		room := &rooms[list[0]]
		for _, p := range pictures {
			if len(byFolder) == 1 || strings.HasSuffix(folder, "/"+path.Dir(p.Name)) {
				room.Pictures = append(room.Pictures, p)
			}
		}
		room.linePictures()
	}
}

// linePictures finds the Photo message of each picture by time, each message taking as many as it counts.
func (r *Room) linePictures() {
	slices.SortStableFunc(r.Pictures, func(a, b Picture) int { return a.At.Compare(b.At) })
	var photos []Message
	for _, m := range r.Messages {
		if m.Kind == Photo && !m.At.IsZero() {
			photos = append(photos, m)
		}
	}
	slices.SortStableFunc(photos, func(a, b Message) int { return a.At.Compare(b.At) })
	next, taken := 0, 0
	for i := range r.Pictures {
		p := &r.Pictures[i]
		if p.At.IsZero() {
			continue
		}
		minute := p.At.Truncate(time.Minute)
		for next < len(photos) && (taken >= photos[next].Count || photos[next].At.Before(minute.Add(-pictureDrift))) {
			next, taken = next+1, 0
		}
		if next < len(photos) && !photos[next].At.After(minute.Add(pictureDrift)) {
			p.Line = photos[next].Line
			taken++
		}
	}
}
