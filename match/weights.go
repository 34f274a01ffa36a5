package match

import "math"

// The weights are natural logarithms of likelihood ratios: how much more often the evidence is seen when the deposit
// pays the order than when it does not. They are judgement, set from how often Korean names repeat and how shops are
// paid, and held to the generated shops of matchtest; they were not fitted to them.
//
// The thresholds: an automatic match needs DefaultThreshold in all (e^6, four hundred to one, against a chance order)
// and DefaultMargin over the best order of any other customer, once with and once without what the times say.
const (
	DefaultThreshold = 6.0
	DefaultMargin    = 3.0
	// ownMargin separates two orders of one customer; between equals the one quoted first is paid first.
	ownMargin = 1.5
	// edgeFloor: weaker explanations can neither be accepted nor stop another from being accepted.
	edgeFloor = DefaultThreshold - DefaultMargin
	// nameFloor: from here on a name alone makes a candidate, even if the amount does not fit.
	nameFloor = 4.0
)

// source is where the name of an order comes from.
type source uint8

const (
	told source = iota // by the customer, as the depositor
	own
	nick
	sourceCount = iota
)

// relationWeights weigh a relation by where the known name comes from. A full Korean name is shared by one in some
// thousands (ln 5000 = 8.5); a masked one by one in two hundred; a given name by one in four hundred, but cuts both
// ways since a parent and a child differ in it least. Certain names may carry an inexact or divided amount; slight
// ones need a rare amount at the right time.
var relationWeights = [relationCount]struct {
	weight  [sourceCount]float64
	mark    marks
	certain bool
	slight  bool
}{
	Unrelated: {weight: [...]float64{-3, -1.5, -1.5}, mark: nameStranger},
	Typo:      {weight: [...]float64{4.2, 4, 3}, mark: nameTypo, slight: true},
	Kin:       {weight: [...]float64{4.5, 3, 4}, mark: nameKin, slight: true},
	Given:     {weight: [...]float64{5, 4.5, 4}, mark: nameGiven, slight: true},
	Romanised: {weight: [...]float64{5, 5, 4.5}, mark: nameRomanised},
	Masked:    {weight: [...]float64{5.2, 4.8, 4}, mark: nameMasked},
	Contained: {weight: [...]float64{6.5, 6.5, 5}, mark: nameContained},
	Numbered:  {weight: [...]float64{7, 6.5, 5}, mark: nameNumbered},
	CutOff:    {weight: [...]float64{8, 7, 6}, mark: nameCutOff, certain: true},
	Prefixed:  {weight: [...]float64{8, 8, 6}, mark: namePrefixed, certain: true},
	Suffixed:  {weight: [...]float64{8, 8, 6}, mark: nameSuffixed, certain: true},
	Equal:     {weight: [...]float64{9, 8.5, 6.5}, mark: nameEqual, certain: true},
}

// Evidence of identity beside the names.
const (
	weightCode      = 12.0 // unique by design among open orders
	weightPhone     = 12.0
	weightPhoneName = 11.0 // last four digits and a name that is related
	weightPhoneTail = 6.0  // four digits alone: one in ten thousand, but digits are dates and amounts too
	weightAlias     = 8.0
	weightWallet    = -0.5
	memoDiscount    = 1.0 // a memo is free text
	shortDiscount   = 1.5 // two syllables, or a nickname that is no name, are shared by more people
	codeDiffers     = -4.0
)

// Evidence of the amount. An exact amount weighs the logarithm of its rarity among the orders, within these bounds.
const (
	leastRarity    = 0.5
	mostRarity     = 4.5
	rarePart       = 2.0 // rare enough to make up for a slight name: fewer than one order in eight
	weightPartSlot = -0.3
	weightMerged   = 2.0 // sums hit by chance more often than prices, but less often than not:
	weightSplit    = 2.0 // within DefaultMargin of an exact amount, so that each is a rival of the other
	weightNear     = -2.0
	weightUnknown  = -2.5 // against an exact amount: less than DefaultMargin, so that such an order is always a rival
	weightDiffers  = -5.0
	rarityPrior    = 10 // orders of a shop that are imagined beside those seen, one of them with the amount
)

// rarity is the weight of an exact amount that n of all orders have.
func rarity(n, all int) float64 {
	share := float64(n+1) / float64(all+rarityPrior)
	return min(max(-math.Log(share), leastRarity), mostRarity)
}

// lagWeights weigh the time from the quote to the deposit: most pay within hours, nearly all within days.
var lagWeights = []struct {
	upTo   int64
	weight float64
}{
	{6 * hour, 1.5}, {24 * hour, 1}, {72 * hour, 0}, {7 * day, -0.5}, {14 * day, -1.5}, {30 * day, -3}, {
		math.MaxInt64,
		-4,
	},
}

// saidWeights weigh the time from the deposit to the words "I sent it".
var saidWeights = []struct {
	upTo   int64
	weight float64
}{
	{30 * minute, 3}, {3 * hour, 2}, {12 * hour, 1},
}

// Other evidence of time.
const (
	weightConfirmed    = 2.0 // the shop says within confirmedWithin that it came
	weightSameDay      = 1.0 // all that a deposit without a time of day can say
	weightBeforeQuote  = -1.0
	weightBeforeOrder  = -6.0
	weightAfterClosed  = -4.0
	weightLate         = -4.0
	weightConfirmedOld = -3.0
	// less than DefaultMargin: an enquiry that fits in name and amount may be an order misread.
	weightInquiry = -2.5
)

// Times, in seconds.
const (
	minute = int64(60)
	hour   = 60 * minute
	day    = 24 * hour

	clockSkew       = 10 * minute // between a phone and a bank
	confirmedWithin = 12 * hour
	timely          = 72 * hour // after the quote: soon enough to make up for a slight name
	// around the life of an order in which another order of that name and amount is a rival.
	rivalSlack  = 14 * day
	reachBefore = 45 * day // candidates are sought this long before an order is opened, to be seen as rivals
	reachAfter  = 90 * day // and after it ended
	restLife    = 30 * day // how long an order without a pickup day lives after its quote
	splitWindow = 14 * day // between the first and the last deposit of one order paid in parts
)

// nearShare and nearAmount bound how far an amount may be off to be called under- or overpaid rather than different.
const (
	nearShare  = 20 // one twentieth
	nearAmount = 1000
)
