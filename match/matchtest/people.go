package matchtest

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// surnameShares are the commonest family names with their share in a thousand (2015 census of Statistics Korea).
var surnameShares = []struct {
	name  string
	share int
}{
	{"김", 215},
	{"이", 147},
	{"박", 84},
	{"최", 47},
	{"정", 43},
	{"강", 24},
	{"조", 21},
	{"윤", 20},
	{"장", 20},
	{"임", 17},
	{"한", 15},
	{"오", 15},
	{"서", 15},
	{"신", 15},
	{"권", 14},
	{"황", 14},
	{"안", 14},
	{"송", 14},
	{"전", 11},
	{"홍", 11},
	{"유", 10},
	{
		"고",
		9,
	},
	{"문", 9},
	{"양", 9},
	{"손", 9},
	{"배", 8},
	{"백", 8},
	{"허", 7},
	{"남", 6},
	{"심", 6},
	{"노", 6},
	{"하", 5},
	{"곽", 4},
	{
		"성",
		4,
	},
	{"차", 4},
	{"주", 4},
	{"우", 4},
	{"남궁", 1},
	{"황보", 1},
}

// givenNames stand by how common they are; the n-th is drawn with weight 1/(n+8), which makes two people in some
// thousands share their whole name, as in an age group.
var givenNames = []string{
	"서연", "민지", "지훈", "민준", "서준", "지우", "수빈", "지민", "유진", "현우", "지영", "민수", "은지", "지은", "수진", "미영", "동현", "서현",
	"예은", "하은", "도윤", "예준", "시우", "하준", "주원", "지호", "준서", "은영", "성민", "영호", "영수", "정훈", "승현", "지현", "현정", "은정",
	"혜진", "민정", "보람", "아름", "혜원", "수연", "윤서", "서윤", "지아", "하윤", "민서", "채원", "다은", "소율", "예린", "나은", "유나", "가은",
	"태현", "재현", "민재", "우진", "건우", "현준", "선우", "연우", "정우", "승우", "시윤", "준혁", "도현", "지환", "승민", "유준", "은우", "민성",
	"상현", "진우", "경민", "재훈", "성훈", "상훈", "영진", "성호", "정호", "준호", "광수", "철수", "영희", "순자", "정숙", "미경", "미숙", "경희",
	"현숙", "은주", "선영", "지연", "혜정", "수정", "유정", "민경", "은경", "보영", "소영", "나영", "주영", "하영", "세영", "가영", "다영", "태희",
	"윤아", "수아", "정아", "민아", "세아", "유리", "보라", "슬기", "가람", "한솔", "새롬", "다솜", "초롱", "하늘", "바다", "나래", "이슬", "은하",
	"세진", "하진", "여진", "서진", "예진", "효진", "희진", "미진", "상진", "병철", "만수", "길동", "덕수", "춘자", "말자", "복순", "솔", "준", "율",
}

// Person is an invented customer.
type Person struct {
	Family, Given, Phone string
}

// Name is the whole name.
func (p Person) Name() string { return p.Family + p.Given }

func person(r *rand.Rand) Person {
	return Person{Family: family(r), Given: given(r), Phone: fmt.Sprintf("0100000%04d", r.IntN(10000))}
}

func family(r *rand.Rand) string {
	all := 0
	for _, s := range surnameShares {
		all += s.share
	}
	at := r.IntN(all)
	for _, s := range surnameShares {
		if at -= s.share; at < 0 {
			return s.name
		}
	}
	return "김"
}

// The syllables of which most other given names are made.
const (
	firstHalf = "지서민수현은예하윤유정성영준도시주태재승우동상경혜미선소채다나연진아보가건규기나명범병석세승신용원인종찬창철태한해호환효희"
	lastHalf  = "연민훈준우은영진현수아윤서호원희정경주빈린율하솔림람미숙자순옥란선혁석철환규식태기용범찬성인겸후결온별비화령"
)

func given(r *rand.Rand) string {
	if r.IntN(2) == 0 {
		first, last := []rune(firstHalf), []rune(lastHalf)
		return string([]rune{pick(r, first...), pick(r, last...)})
	}
	const flat = 8
	span := math.Log(float64(len(givenNames)+flat)) - math.Log(flat)
	at := int(flat*math.Exp(r.Float64()*span)) - flat
	return givenNames[min(max(at, 0), len(givenNames)-1)]
}

func pick[T any](r *rand.Rand, all ...T) T { return all[r.IntN(len(all))] }
