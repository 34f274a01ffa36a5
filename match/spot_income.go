package match

import "strings"

// place says where in a depositor name a word must stand.
type place uint8

const (
	whole place = iota
	start
	finish
	inside
)

// incomeWords recognise money that pays no order. A word that is also the beginning of a person's name stands as whole
// only: 배민정 and 이자연 are people.
var incomeWords = []struct {
	word  string
	place place
	mark  marks
}{
	{"배민정산", inside, incomeSettlement},
	{"배민", whole, incomeSettlement},
	{"배달의민족", start, incomeSettlement},
	{"우아한형제들", start, incomeSettlement},
	{"쿠팡", start, incomeSettlement},
	{"요기요", start, incomeSettlement},
	{"위대한상상", start, incomeSettlement},
	{"땡겨요", start, incomeSettlement},
	{"네이버페이정산", inside, incomeSettlement},
	{"네이버정산", inside, incomeSettlement},
	{"스마트스토어", inside, incomeSettlement},
	{"카드매출", inside, incomeSettlement},
	{"카드대금", inside, incomeSettlement},
	{"가맹점", inside, incomeSettlement},
	{"매출대금", inside, incomeSettlement},
	{"정산금", finish, incomeSettlement},
	{"정산대금", finish, incomeSettlement},
	{"페이정산", finish, incomeSettlement},
	{"신한카드", start, incomeSettlement},
	{"삼성카드", start, incomeSettlement},
	{"현대카드", start, incomeSettlement},
	{"롯데카드", start, incomeSettlement},
	{"국민카드", inside, incomeSettlement},
	{"kb카드", start, incomeSettlement},
	{"비씨카드", start, incomeSettlement},
	{"bc카드", start, incomeSettlement},
	{"하나카드", start, incomeSettlement},
	{"우리카드", start, incomeSettlement},
	{"농협카드", start, incomeSettlement},
	{"nh카드", start, incomeSettlement},
	{"카드", whole, incomeSettlement},
	{"카드정산", inside, incomeSettlement},
	{"나이스페이먼츠", start, incomeSettlement},
	{"토스페이먼츠", start, incomeSettlement},
	{"이니시스", inside, incomeSettlement},
	{"한국사이버결제", inside, incomeSettlement},
	{"다날", whole, incomeSettlement},
	{"스마트로", start, incomeSettlement},
	{"정산", whole, incomeSettlement},
	{"이자", whole, incomeInterest},
	{"예금이자", inside, incomeInterest},
	{"결산이자", inside, incomeInterest},
	{"이자지급", inside, incomeInterest},
	{"이자입금", whole, incomeInterest},
	{"예금결산", inside, incomeInterest},
	{"국세환급", inside, incomeRefund},
	{"지방세환급", inside, incomeRefund},
	{"환급금", finish, incomeRefund},
	{"환급", finish, incomeRefund},
	{"환불금", finish, incomeRefund},
	{"환불", finish, incomeRefund},
	{
		"반품", finish,
		incomeRefund,
	},
	{"세무서", finish, incomeRefund},
	{"캐시백", inside, incomeOther},
	{"지원금", finish, incomeOther},
	{"장려금", finish, incomeOther},
	{"보험금", finish, incomeOther},
	{"급여", finish, incomeOther},
	{
		"월급", finish,
		incomeOther,
	},
	{"대출금", finish, incomeOther},
	{"대출실행", inside, incomeOther},
}

// walletWords are companies that pay for many people under one name, which therefore says nothing and is never learnt.
var walletWords = []string{
	"카카오페이", "카카오", "카카오뱅크", "토스", "토스뱅크", "토스페이", "비바리퍼블리카", "네이버페이",
	"네이버페이파이낸셜", "네이버파이낸셜", "네이버", "페이코", "nhn페이코", "케이뱅크", "삼성페이", "애플페이", "페이팔", "kakaopay", "kakao", "toss",
	"naverpay", "npay", "paypal", "payco", "간편결제", "오픈뱅킹", "카카오페이머니", "토스머니", "당근페이", "당근", "쿠팡페이", "엘페이", "ssg페이",
	"인터넷뱅킹", "모바일뱅킹", "타행이체", "무통장입금", "현금", "현금입금", "cd입금", "atm", "atm입금", "창구입금", "급여이체", "전자금융", "펌뱅킹",
	"스마트뱅킹", "폰뱅킹", "이체", "입금", "송금", "대체",
}

// incomeOf tells what kind of income the name stands for, 0 when it may be an order's.
func incomeOf(p *shape) marks {
	for _, w := range incomeWords {
		hit := false
		switch w.place {
		case whole:
			hit = p.key == w.word || p.core == w.word
		case start:
			hit = strings.HasPrefix(p.key, w.word)
		case finish:
			hit = strings.HasSuffix(p.key, w.word) && p.key != w.word || p.key == w.word
		case inside:
			hit = strings.Contains(p.key, w.word)
		}
		if hit {
			return w.mark
		}
	}
	return 0
}

func isWallet(p *shape) bool {
	for _, w := range walletWords {
		if p.key == w || p.core == w {
			return true
		}
	}
	return false
}
